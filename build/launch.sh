# Sourced by the launchers rote and bench/race: finds a JDK 25 or newer, builds once if the build is
# missing or stale, and runs. They set home, the folder of the checkout.
# Environment: JAVA_HOME is tried first; ROTE_JAVA_OPTIONS goes to Java.
# shellcheck shell=bash

# True if the folder $1 holds a JDK of version 25 or newer; reads its release file, starts nothing.
is_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local line
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        line=${line#*\"}
        line=${line%%[.\"-]*}
        [ "$line" -ge 25 ] 2>/dev/null && return 0
        return 1
        ;;
    esac
  done <"$1/release"
  return 1
}

# The JDK that the java on the PATH belongs to, through any links.
jdk_of_path() {
  local java
  java=$(command -v java) || return 1
  java=$(readlink -f "$java" 2>/dev/null || echo "$java")
  dirname "$(dirname "$java")"
}

find_jdk() {
  local candidate
  for candidate in "${JAVA_HOME:-}" "$(jdk_of_path || true)" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk "$candidate"; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

# Sets jdk, or ends with what to install.
require_jdk() {
  if ! jdk=$(find_jdk); then
    echo "rote: start: expected a JDK 25 or newer, found none in JAVA_HOME, on the PATH or in the" \
      "usual folders; install one (https://adoptium.net, or your system's openjdk-25-jdk) and set" \
      "JAVA_HOME to it" >&2
    exit 1
  fi
}

# True if the module $1 was built and no source is newer.
is_built() {
  local stamp=$home/$1/target/app/.built
  [ -f "$stamp" ] && [ -z "$(find "$home"/pom.xml "$home"/*/pom.xml "$home/$1"/../pom.xml \
    "$home/$1"/pom.xml "$home"/*/src/main "$home/$1/src/main" "$home"/recipes "$home"/web/src "$home"/web/*.* \
    -newer "$stamp" -print -quit 2>/dev/null)" ]
}

# Builds the modules $1, with commas between them, with more words for Maven.
build() {
  local modules=$1
  shift
  if ! command -v mvn >/dev/null; then
    echo "rote: build: expected Maven 3.8 or newer on the PATH, found none; install" \
      "Apache Maven, your system's maven package for one" >&2
    exit 1
  fi
  JAVA_HOME=$jdk MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
    mvn -B -q -Dstyle.color=never -f "$home/pom.xml" -pl "$modules" -am package \
    -Dmaven.test.skip=true -Dspotless.check.skip -Dexec.skip "$@" >&2
}

# Builds the module $1 and, where libtorch is asked for, the module torch, unless they are built.
build_if_stale() {
  if is_built "$1" && { [ "$torch" = no ] || is_built torch; }; then
    return 0
  fi
  if [ "$torch" != no ]; then
    is_built torch || echo "rote: building, once, with libtorch: 111 MB the first time" >&2
    build "$1,torch" && return 0
    if [ "$torch" = maybe ]; then
      echo "rote: going on without libtorch, which the failure above is about" >&2
      torch=no
      is_built "$1" && return 0
    fi
  else
    echo "rote: building, once" >&2
  fi
  if [ "$torch" = yes ] || ! build "$1"; then
    echo "rote: build: expected mvn package to succeed, found the failure above; mend it or fetch" \
      "a clean copy" >&2
    exit 1
  fi
}

# Has Java keep ready the classes that the program in $1 loads in one run of it, in a file there
# that is made anew after each build. Where that folder cannot be written there is none. Java looks
# itself whether the file fits and is sound: if not, its log, which is off, would say so, and it
# starts as if there were none.
ready() {
  local archive=$1/start.jsa
  if [ -w "$1" ] && { [ ! -e "$archive" ] || [ "$1/.built" -nt "$archive" ]; }; then
    echo "rote: preparing faster starts, once" >&2
    (
      scratch=$(mktemp -d "$1/start.XXXXXX")
      trap 'rm -rf "$scratch"' EXIT
      # Left empty, it is not tried again.
      make_archive "$scratch" >/dev/null 2>&1 || : >"$scratch/start.jsa"
      mv -f "$scratch/start.jsa" "$archive"
    ) || true
  fi
  [ ! -s "$archive" ] || options+=(-XX:SharedArchiveFile="$archive" -XX:+VerifySharedSpaces
    -Xlog:aot=off -Xlog:cds=off)
}

# Writes start.jsa into the folder $1. Of picocli, whose class files are of an old version, Java
# takes those classes that nothing is resolved in beforehand.
make_archive() {
  "$jdk/bin/java" "${options[@]}" -XX:DumpLoadedClassList="$1/all" dev.rote.cli.FirstStart "$1" &&
    grep -v '^@.*picocli' "$1/all" >"$1/classes" &&
    "$jdk/bin/java" "${options[@]}" -Xshare:dump -XX:SharedClassListFile="$1/classes" \
      -XX:SharedArchiveFile="$1/start.jsa"
}

# Becomes the program: its Maven module, its main class as MODULE/CLASS, its arguments.
# torch=yes or maybe in the caller adds the engine torch; with maybe it does without if it must.
launch() {
  local module=$1 main=$2
  shift 2
  require_jdk
  build_if_stale "$module"
  # The width of the terminal, for the live line.
  local size
  if [ -t 1 ] && size=$(stty size 2>/dev/null); then
    export COLUMNS=${size#* }
  fi
  local app=$home/$module/target/app options=()
  # What the kernels like: docs/performance.md.
  options+=(-XX:+UseG1GC -XX:G1HeapRegionSize=1m -XX:-UseCountedLoopSafepoints -Drote.longLoops=true)
  if [ "$module" = cli ] && [ "$torch" = no ]; then
    # From the class path, which Java starts faster from than from modules of which some are
    # automatic; the jar's manifest names the others. picocli comes before them, as Java's own
    # classes do, which are not verified anew at each start. SQLite, which keeps the runs, is native code.
    options+=(--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED
      -cp "$(echo "$app"/rote-cli-*.jar)" -Xbootclasspath/a:"$(echo "$app"/picocli-*.jar)")
    ready "$app"
    main=${main#*/}
  else
    local path=$app
    if [ "$torch" != no ]; then
      path=$path:$home/torch/target/app
      # Nobody requires the modules that hold the natives.
      options+=(--add-modules ALL-MODULE-PATH
        --enable-native-access=org.bytedeco.javacpp,org.bytedeco.openblas,org.bytedeco.pytorch)
    fi
    [ "$module" != cli ] || options+=(--enable-native-access=org.xerial.sqlitejdbc)
    options+=(--module-path "$path" -m)
  fi
  # shellcheck disable=SC2086 # several options in one variable are meant to be split
  exec "$jdk/bin/java" ${ROTE_JAVA_OPTIONS:-} ${options[@]+"${options[@]}"} "$main" "$@"
}
