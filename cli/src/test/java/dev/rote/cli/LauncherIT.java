package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.store.Run;
import dev.rote.store.RunQuery;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import dev.rote.store.StoreAddress;
import dev.rote.train.EpochStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as a user starts it: the launcher, the packaged jars, real processes and signals.
class LauncherIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path LAUNCHER = ROOT.resolve("rote");
  private static final long MINUTE = 60;

  @TempDir private Path folder = Path.of("");

  private ProcessBuilder command(Path launcher, String... arguments) {
    List<String> words = new ArrayList<>(List.of(launcher.toString()));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.redirectErrorStream(true);
  }

  private static String finish(Process process, int code) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(MINUTE, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isEqualTo(code);
    return out;
  }

  @Test
  void launcher_fromAnotherFolderAndThroughLinks_runs() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), LAUNCHER);
    Path far = Files.createDirectories(folder.resolve("a/b")).resolve("rote");
    Files.createSymbolicLink(far, Path.of("../../link"));
    for (Path launcher : List.of(LAUNCHER, link, far)) {
      assertThat(finish(command(launcher, "--version").start(), 0)).contains("rote 0.1.0");
    }
  }

  @Test
  void launcher_vectorEngine_isThere() throws Exception {
    Sample sample = Sample.in(folder);
    String out = finish(command(LAUNCHER, "train", sample.recipe().toString()).start(), 0);
    assertThat(out).contains("vector kernels");
    try (var runs = Files.list(folder.resolve("rote-runs"))) {
      assertThat(runs.toList()).hasSize(1);
    }
  }

  /// Where there are no natives of libtorch, the one line that says so.
  @Test
  void launcher_torchEngine_isAddedWhenAskedForAndOnlyThen() throws Exception {
    Sample sample = Sample.in(folder);
    ProcessBuilder asked =
        command(LAUNCHER, "train", sample.recipe().toString(), "--engine", "torch");
    boolean natives = System.getProperty("os.name").equals("Linux");
    natives &= System.getProperty("os.arch").equals("amd64");
    String out = finish(asked.start(), natives ? 0 : 1);
    assertThat(out).contains(natives ? "libtorch 2.13.0" : "rote: engine torch: expected libtorch");
    assertThat(out).doesNotContain("WARNING: A ", "Versions of");
    try (var app = Files.list(ROOT.resolve("cli/target/app"))) {
      assertThat(app.filter(jar -> jar.toString().contains("torch"))).isEmpty();
    }
  }

  /// A copy of the program, whose jars are therefore newer than those its start was prepared for.
  private Path installed() throws IOException {
    Path app = Files.createDirectories(folder.resolve("home/cli/target/app"));
    try (var files = Files.list(ROOT.resolve("cli/target/app"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, app.resolve(file.getFileName()));
      }
    }
    Files.createDirectories(folder.resolve("home/build"));
    Files.copy(ROOT.resolve("build/launch.sh"), folder.resolve("home/build/launch.sh"));
    return Files.copy(LAUNCHER, folder.resolve("home/rote"));
  }

  private String versionOf(Path launcher) throws Exception {
    String out = finish(command(launcher, "--version").start(), 0);
    return out.replaceFirst("WARNING: Using incubator modules: .*\n", "");
  }

  @Test
  void launcher_preparedStartMissingOutdatedOrDamaged_startsAndSaysNothing() throws Exception {
    String version = finish(command(LAUNCHER, "--version").start(), 0).lines().toList().getLast();
    Path launcher = installed();
    Path prepared = folder.resolve("home/cli/target/app/start.jsa");
    Files.setLastModifiedTime(prepared, FileTime.from(Instant.now()));
    assertThat(versionOf(launcher)).as("outdated").isEqualTo(version + "\n");

    Files.delete(prepared);
    assertThat(versionOf(launcher))
        .as("missing")
        .isEqualTo("rote: preparing faster starts, once\n" + version + "\n");
    assertThat(prepared).isRegularFile();
    byte[] sound = Files.readAllBytes(prepared);
    assertThat(sound).isNotEmpty();

    Files.write(prepared, Arrays.copyOf(sound, sound.length / 2));
    assertThat(versionOf(launcher)).as("cut").isEqualTo(version + "\n");
    byte[] damaged = sound.clone();
    Arrays.fill(damaged, sound.length / 4, sound.length / 4 + 4096, (byte) 0x5A);
    Files.write(prepared, damaged);
    assertThat(versionOf(launcher)).as("damaged").isEqualTo(version + "\n");
    Files.writeString(prepared, "something else");
    assertThat(versionOf(launcher)).as("something else").isEqualTo(version + "\n");
    Files.write(prepared, new byte[0]);
    assertThat(versionOf(launcher)).as("empty").isEqualTo(version + "\n");
  }

  /// A run that says when its first batch was finished, and ends after it.
  @Test
  void startTimer_sample_givesTwoMedians() throws Exception {
    Path timer = ROOT.resolve("bench/start");
    Path recipe = Sample.in(folder).recipe();
    String out = finish(command(timer, "1", recipe.toString()).start(), 0);
    assertThat(out.lines()).hasSize(2);
    assertThat(out.lines()).allMatch(line -> line.matches("to the .* \\d+ ms, median of 1 .*"));
  }

  @Test
  void classPath_withoutTheVectorApi_warnsOnceAndGivesTheSameBits() throws Exception {
    Sample sample = Sample.in(folder);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> words =
        List.of(
            java,
            "-cp",
            ROOT.resolve("cli/target/app") + "/*",
            "dev.rote.cli.Main",
            "train",
            sample.recipe().toString(),
            "--out");
    List<String> slow = new ArrayList<>(words);
    slow.add(folder.resolve("slow").toString());
    String out =
        finish(
            new ProcessBuilder(slow).directory(folder.toFile()).redirectErrorStream(true).start(),
            0);
    assertThat(out.lines().filter(line -> line.contains("--add-modules jdk.incubator.vector")))
        .hasSize(1);
    assertThat(Files.readString(folder.resolve("slow/provenance.json"))).contains("scalar kernels");
    List<String> fast = new ArrayList<>(words);
    fast.addAll(1, List.of("--add-modules", "jdk.incubator.vector"));
    fast.add(folder.resolve("fast").toString());
    String vectors =
        finish(
            new ProcessBuilder(fast).directory(folder.toFile()).redirectErrorStream(true).start(),
            0);
    assertThat(vectors).contains("vector kernels");
    assertThat(Files.readAllBytes(folder.resolve("slow/model.safetensors")))
        .isEqualTo(Files.readAllBytes(folder.resolve("fast/model.safetensors")));
  }

  @Test
  void launcher_noJdk_saysWhatToInstall() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("bin"));
    for (String tool : List.of("bash", "dirname", "readlink", "env")) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
    }
    Path alone = Files.copy(LAUNCHER, folder.resolve("rote"));
    Path search = Files.createDirectories(folder.resolve("build")).resolve("launch.sh");
    String script =
        Files.readString(ROOT.resolve("build/launch.sh"))
            .replaceAll("/usr/lib/jvm|/usr/java|/opt/|/Library", "/nowhere");
    Files.writeString(search, script);
    ProcessBuilder builder =
        new ProcessBuilder("/usr/bin/bash", alone.toString()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", tools.toString(), "HOME", folder.toString()));
    String out = finish(builder.start(), 1);
    assertThat(out.lines()).hasSize(1);
    assertThat(out).contains("JDK 25").contains("JAVA_HOME");
  }

  private Process longRun(Path out, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("train", Sample.in(folder).recipe().toString(), "epochs=300"));
    words.addAll(List.of(more));
    words.addAll(List.of("--out", out.toString()));
    return command(LAUNCHER, words.toArray(String[]::new))
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /// Waits until the run has kept so many epochs.
  private static void awaitEpochs(Process process, Path out, int epochs) throws Exception {
    Path metrics = out.resolve("metrics.csv");
    while (process.isAlive()
        && (!Files.exists(metrics) || Files.readAllLines(metrics).size() <= epochs)) {
      process.waitFor(10, TimeUnit.MILLISECONDS);
    }
  }

  private void resumeToTheEnd(Path out) throws Exception {
    finish(command(LAUNCHER, "train", "--resume", "--out", out.toString(), "-q").start(), 0);
  }

  private byte[] unbroken() throws Exception {
    Path out = folder.resolve("unbroken");
    finish(longRun(out, "-q"), 0);
    return Files.readAllBytes(out.resolve("model.safetensors"));
  }

  @Test
  void train_killedAndResumed_hasTheBitsOfAnUnbrokenRun() throws Exception {
    Path out = folder.resolve("killed");
    for (int epochs : new int[] {0, 3, 20}) {
      Process process =
          epochs == 0
              ? longRun(out)
              : command(LAUNCHER, "train", "--resume", "--out", out.toString())
                  .redirectOutput(folder.resolve("log").toFile())
                  .start();
      awaitEpochs(process, out, epochs);
      assertThat(process.isAlive()).as("killed in mid-run").isTrue();
      process.destroyForcibly().waitFor();
      assertThat(out.resolve("model.safetensors")).doesNotExist();
    }
    resumeToTheEnd(out);
    assertThat(Files.readAllBytes(out.resolve("model.safetensors"))).isEqualTo(unbroken());
    assertThat(Files.readAllLines(out.resolve("metrics.csv"))).hasSize(301);
    requireOneUnbrokenRun(out, 301);
  }

  /// In the store that lies where the program was started.
  private void requireOneUnbrokenRun(Path out, int lines) throws IOException {
    StoreAddress address = new StoreAddress.SqliteFile(folder.resolve(".rote/runs.db"));
    try (RunStore store = RunStore.openExisting(address)) {
      List<Run> runs =
          store.list(RunQuery.all()).stream()
              .filter(run -> run.description().folder().equals(out))
              .toList();
      assertThat(runs).hasSize(1);
      assertThat(runs.getFirst().status()).isEqualTo(RunStatus.FINISHED);
      assertThat(store.epochs(runs.getFirst().id()))
          .extracting(EpochStats::epoch)
          .isEqualTo(IntStream.range(1, lines).boxed().toList());
    }
  }

  @Test
  void train_interrupted_savesExits130AndResumes() throws Exception {
    Path out = folder.resolve("stopped");
    Process process = longRun(out);
    awaitEpochs(process, out, 2);
    new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
    assertThat(process.waitFor(MINUTE, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(Files.readString(folder.resolve("log"))).contains("train --resume --out " + out);
    resumeToTheEnd(out);
    assertThat(Files.readAllBytes(out.resolve("model.safetensors"))).isEqualTo(unbroken());
    requireOneUnbrokenRun(out, 301);
  }
}
