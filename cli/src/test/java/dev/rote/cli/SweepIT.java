package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.store.Run;
import dev.rote.store.RunQuery;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import dev.rote.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sweeps in processes of their own, that are killed as the system kills and started again.
class SweepIT {
  private static final Path APP = Path.of("target/app").toAbsolutePath();
  private static final int POINTS = 6;
  private static final int EPOCHS = 8;
  private static final int KILLS = 2;
  private static final String SWEEP =
      """
      recipe: sample.yaml
      set: {epochs: 8, data.limit: 300, data.heldout-limit: 100}
      keys:
        optimizer.rate: [0.02, 0.01, 0.005, 0.002, 0.001, 0.0005]
      seeds: [0, 1]
      """;

  @TempDir private Path folder = Path.of("");
  private final Random random = new Random(5);

  @BeforeEach
  void copySample() throws IOException {
    Sample _ = Sample.in(folder);
    Files.writeString(folder.resolve("rates.yaml"), SWEEP);
  }

  private List<String> words(String name) {
    return List.of(
        "sweep",
        folder.resolve("rates.yaml").toString(),
        "--store",
        folder.resolve(name + ".db").toString(),
        "--out",
        folder.resolve(name).toString());
  }

  private Process start(String name, String log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", APP + "/*", "dev.rote.cli.Main"));
    command.addAll(words(name));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(log).toFile())
        .start();
  }

  private RunStore store(String name) {
    return RunStore.openExisting(new StoreAddress.SqliteFile(folder.resolve(name + ".db")));
  }

  /// Waits until so many checkpoints lie in the sweep's folder, then a moment.
  private void waitForCheckpoints(Process process, String name, int count) throws Exception {
    while (process.isAlive() && checkpoints(name) < count) {
      Thread.sleep(2);
    }
    Thread.sleep(random.nextInt(60));
  }

  private long checkpoints(String name) throws IOException {
    Path runs = folder.resolve(name).resolve("runs");
    if (!Files.isDirectory(runs)) {
      return 0;
    }
    try (Stream<Path> trials = Files.list(runs)) {
      return trials.filter(t -> Files.exists(t.resolve("checkpoint/last.safetensors"))).count();
    }
  }

  private void finish(Process process, String log) throws Exception {
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve(log))).isZero();
  }

  /// The ranking, and what runs and epochs there are: as if nobody had been killed.
  private void requireAsUnbroken(String name) throws IOException {
    Session unbroken = Session.of(words("unbroken"));
    assertThat(unbroken.code()).as(unbroken.err()).isZero();
    Session again = Session.of(words(name));
    assertThat(again.lines().reversed().subList(0, POINTS + 1))
        .isEqualTo(unbroken.lines().reversed().subList(0, POINTS + 1));
    try (RunStore store = store(name)) {
      List<Run> runs = store.list(RunQuery.all());
      assertThat(runs).hasSize(2 * POINTS).allMatch(run -> run.status() == RunStatus.FINISHED);
      assertThat(runs).allMatch(run -> store.epochs(run.id()).size() == EPOCHS);
      assertThat(runs).extracting(run -> run.description().folder()).doesNotHaveDuplicates();
      for (Run run : runs) {
        Path twin = folder.resolve("unbroken/runs/" + run.description().folder().getFileName());
        assertThat(run.description().folder().resolve("model.safetensors"))
            .hasSameBinaryContentAs(twin.resolve("model.safetensors"));
      }
    }
  }

  /// How often a run was gone on with by another process: at most once for each that a killed
  /// process had in hand. More would be trials taken from the living.
  private void requireTakeovers(String name, int kills) {
    try (RunStore store = store(name)) {
      long takeovers =
          store.list(RunQuery.all()).stream()
              .flatMap(run -> store.events(run.id()).stream())
              .filter(event -> event.kind().equals("resumed by"))
              .count();
      assertThat(takeovers)
          .isLessThanOrEqualTo((long) kills * Runtime.getRuntime().availableProcessors());
    }
  }

  @Test
  void sweep_killedAndStartedAgain_endsAsIfUnbroken() throws Exception {
    for (int kill = 1; kill <= KILLS; kill++) {
      Process process = start("killed", "log-" + kill);
      waitForCheckpoints(process, "killed", 3 * kill);
      process.destroyForcibly();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    finish(start("killed", "log"), "log");
    requireTakeovers("killed", KILLS);
    requireAsUnbroken("killed");
  }

  @Test
  void sweep_twoProcessesOneKilledAndRestarted_trainNothingTwiceAndLoseNothing() throws Exception {
    Process first = start("shared", "log-1");
    Process second = start("shared", "log-2");
    waitForCheckpoints(first, "shared", 3);
    first.destroyForcibly();
    assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
    Process third = start("shared", "log-3");
    finish(second, "log-2");
    finish(third, "log-3");
    requireTakeovers("shared", 1);
    assertThat(Files.readString(folder.resolve("log-2"))).contains(" after " + EPOCHS + " epochs");
    requireAsUnbroken("shared");
  }
}
