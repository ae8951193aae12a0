package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands are shell scripts that behave as apt-get and dpkg-deb do.
class DebianPackageTest {
  private static final String DPKG_DEB =
      """
      [ "$1" = -x ] && mkdir -p "$3/usr/share/datasets/tiny" \
        && cp "$(cat "$2")"/* "$3/usr/share/datasets/tiny/"
      """;

  private final TinyData data = new TinyData();
  private final Heard heard = new Heard();
  private final Path folder;

  DebianPackageTest(@TempDir Path folder) {
    this.folder = folder;
    data.writeTo(folder.resolve("archive"));
  }

  private Path script(String name, String body) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private DataStore store(String aptGet, String dpkgDeb) throws IOException {
    DebianPackage debian =
        new DebianPackage(
            script("apt-get", aptGet).toString(),
            script("dpkg-deb", dpkgDeb).toString(),
            Duration.ofSeconds(20));
    return store(debian);
  }

  private DataStore store(DebianPackage debian) {
    DataPlaces places =
        new DataPlaces(
            Optional.empty(), folder.resolve("cache"), folder.resolve("system"), Optional.empty());
    Catalog catalog = data.catalog(new CatalogEntry.Debian("dataset-tiny"));
    return new DataStore(catalog, places, heard, debian);
  }

  /// Leaves a "package" that holds the path of the archive.
  private String leavePackage() {
    return "echo '" + folder.resolve("archive") + "' > dataset-tiny_1_all.deb\n";
  }

  private void assertFetched() throws IOException {
    Path cache = folder.resolve("cache/tiny");
    for (CatalogFile file : data.catalog().entries().getFirst().files()) {
      assertThat(cache.resolve(file.name())).hasBinaryContent(data.content(file.name()));
    }
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).hasSize(4 + 1);
    }
  }

  private static void assertFails(DataStore store, String words) {
    assertThatThrownBy(() -> store.fetch("tiny"))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("Debian package dataset-tiny (" + words)
        .hasMessageEndingWith(", or on Debian run: apt install dataset-tiny");
  }

  @Test
  void fetch_packageAtHand_unpacksItIntoTheCache() throws IOException {
    store("[ \"$*\" = 'download dataset-tiny' ] || exit 1\n" + leavePackage(), DPKG_DEB)
        .fetch("tiny");

    assertFetched();
    assertThat(heard.lines)
        .containsExactly("started dataset-tiny from Debian package, 0", "finished dataset-tiny");
  }

  @Test
  void fetch_noPackageLists_getsListsOfItsOwn() throws IOException {
    Path log = folder.resolve("log");
    String aptGet =
        """
        echo "$*" >> LOG
        case "$*" in
          download*) echo 'E: Unable to locate package dataset-tiny' >&2; exit 100 ;;
          *" update") [ -d lists/partial ] && [ -d cache/archives/partial ] && touch lists/all ;;
          *) [ -e lists/all ] || exit 100; PACKAGE ;;
        esac
        """
            .replace("LOG", log.toString())
            .replace("PACKAGE", leavePackage());

    store(aptGet, DPKG_DEB).fetch("tiny");

    assertFetched();
    assertThat(Files.readString(log).replaceAll("=/\\S*/", "=/…/"))
        .isEqualTo(
            """
            download dataset-tiny
            -o Dir::State::Lists=/…/lists -o Dir::Cache=/…/cache update
            -o Dir::State::Lists=/…/lists -o Dir::Cache=/…/cache download dataset-tiny
            """);
  }

  @Test
  void fetch_aptFails_saysItsLastWord() throws IOException {
    DataStore store =
        store("echo first; echo 'E: no network' >&2; echo W: slow; echo; exit 100", DPKG_DEB);

    assertFails(store, folder.resolve("apt-get") + " failed (100): E: no network)");
  }

  @Test
  void fetch_moreOutputThanAPipeHolds_doesNotStall() throws IOException {
    store("head -c 1000000 /dev/zero | tr '\\0' x\n" + leavePackage(), DPKG_DEB).fetch("tiny");
    assertFetched();
  }

  @Test
  void fetch_noSuchCommand_saysSo() {
    DataStore store = store(new DebianPackage("/none/apt-get", "dpkg-deb", Duration.ofSeconds(20)));
    assertFails(store, "cannot run /none/apt-get)");
  }

  @Test
  void fetch_commandHangs_isEndedWithAllItStarted() throws IOException {
    Path apt = script("apt-get", "sleep 1000 &\necho $! > " + folder.resolve("pid") + "\nwait\n");
    DataStore store = store(new DebianPackage(apt.toString(), "dpkg-deb", Duration.ofSeconds(2)));

    assertFails(store, apt + " took over 2 s)");

    long sleeper = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    Optional<ProcessHandle> process = ProcessHandle.of(sleeper);
    if (process.isPresent()) {
      assertThat(process.get().onExit()).succeedsWithin(Duration.ofSeconds(20));
    }
  }

  @Test
  void fetch_packageLacksAFile_namesIt() throws IOException {
    Files.delete(folder.resolve("archive/t10k-labels-idx1-ubyte.gz"));
    assertFails(store(leavePackage(), DPKG_DEB), "no t10k-labels-idx1-ubyte.gz in the package)");
  }

  @Test
  void fetch_packageOfOtherContent_isRefused() throws IOException {
    TinyData.damage(folder.resolve("archive").resolve(TinyData.TRAIN_IMAGES));
    assertFails(store(leavePackage(), DPKG_DEB), TinyData.TRAIN_IMAGES + ": expected ");
    assertThat(folder.resolve("cache/tiny").resolve(TinyData.TRAIN_IMAGES)).doesNotExist();
  }
}
