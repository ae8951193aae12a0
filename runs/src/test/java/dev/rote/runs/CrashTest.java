package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.exchange.AtomicFile;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.runs.PowerCut.Mercy;
import dev.rote.testkit.FashionSample;
import dev.rote.train.Checkpoint;
import dev.rote.train.CheckpointFile;
import dev.rote.train.CheckpointInterval;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import dev.rote.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The power fails after any of a run's file operations, and takes with it what was not forced.
class CrashTest {
  private static final Split SAMPLE =
      new Split(FashionSample.split().train().first(60), FashionSample.split().heldOut().first(30));
  private static final Engine ENGINE = Engines.named("jvm");
  private static final String METRICS = "metrics.csv";

  private final Path temporary;
  private final Path original;
  private final RecordingDisk disk = new RecordingDisk();
  private int copies;

  CrashTest(@TempDir Path temporary) throws IOException {
    this.temporary = temporary;
    original = Files.createDirectory(temporary.resolve("original"));
  }

  /// The folder as a power cut after so many operations left it.
  private Path cut(int operations, Mercy mercy, Random random) throws IOException {
    Path copy = Files.createDirectory(temporary.resolve("copy-" + copies++));
    new PowerCut(disk.operations().subList(0, operations)).leave(original, copy, mercy, random);
    return copy;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /// 25,450 weights and two slots: five writes of 64 KiB and one of what is left.
  private static Checkpoint checkpoint(long seed) {
    Network network = Network.parse("784-32:relu-10");
    SequencedMap<String, Parameters> slots = new LinkedHashMap<>();
    slots.put("mean", Parameters.initial(network, Init.TORCH, seed + 1));
    slots.put("variance", Parameters.initial(network, Init.TORCH, seed + 2));
    return new Checkpoint(
        "recipe",
        "data",
        0,
        seed,
        new Checkpoint.Folded(0, 0, 0),
        List.of(),
        Parameters.initial(network, Init.TORCH, seed),
        new OptimizerState(seed, slots),
        Optional.empty());
  }

  @Test
  void checkpoint_powerCutAfterAnyOperation_isTheOldOrTheNewOne() throws IOException {
    List<Integer> written = new ArrayList<>(List.of(0));
    AtomicFile.through(
        disk,
        () -> {
          for (long step = 1; step <= 3; step++) {
            CheckpointFile.write(original, checkpoint(step));
            written.add(disk.operations().size());
          }
        });
    assertThat(written.getLast()).as("operations").isGreaterThan(3 * 10);
    Random random = new Random(5);
    int newer = 0;
    for (int operations = 0; operations <= written.getLast(); operations++) {
      int now = operations;
      long done = written.stream().filter(end -> end <= now).count() - 1;
      for (int damage = 0; damage < 20; damage++) {
        Mercy mercy = damage == 0 ? Mercy.NONE : damage == 1 ? Mercy.ALL : Mercy.SOME;
        Path copy = cut(operations, mercy, random);
        long step = CheckpointFile.read(copy).map(Checkpoint::stepInEpoch).orElse(0L);
        assertThat(step).as("after %d operations, %s", now, mercy).isBetween(done, done + 1);
        newer += step > done ? 1 : 0;
        delete(copy);
      }
    }
    assertThat(newer).as("new ones before that was told").isGreaterThan(3 * 20);
  }

  /// At this rate the held-out loss goes down and up again, so that there are several bests and the
  /// last epoch is none.
  private static Recipe recipe() {
    return RecipeFile.parse(
        "",
        "test",
        Path.of(""),
        List.of(
            "epochs=5",
            "batch=16",
            "network.layers=[{dense: 10}]",
            "optimizer={name: adam, rate: 0.03}"));
  }

  /// Trains as `rote train` does, or resumes if there is a run.
  private static Trace train(Path folder, Consumer<Checkpoint> told) {
    Recipe recipe = recipe();
    boolean begun = Files.exists(folder.resolve("recipe.yaml"));
    RunFolder run = begun ? RunFolder.open(folder) : RunFolder.create(folder);
    try (RunLock _ = run.lock()) {
      Optional<Checkpoint> from = run.checkpoint();
      if (!begun) {
        run.begin(recipe, RunFolderTest.provenance(), SAMPLE.train());
      }
      assertThat(from.flatMap(run::missingBest)).isEmpty();
      Trace trace =
          new Trainer(recipe, SAMPLE, ENGINE, Resources.single(1))
              .keeper(
                  "recipe",
                  checkpoint -> {
                    run.keep(checkpoint);
                    told.accept(checkpoint);
                  })
              .keepEvery(new CheckpointInterval.Steps(3))
              .run(from);
      run.finish(recipe, trace);
      return trace;
    }
  }

  /// Every kept file, as text: metrics without their times, others by their bytes.
  private static SortedMap<String, String> kept(Path folder) throws IOException {
    SortedMap<String, String> kept = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = "" + file.getFileName();
        kept.put(
            name,
            name.equals(METRICS)
                ? untimed(Files.readAllLines(file))
                : HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return kept;
  }

  private static String untimed(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceAll(",[^,]*,[^,]*$", ""))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void run_powerCutAfterAnyOperation_isResumedToTheSameFiles() throws IOException {
    List<Integer> ends = new ArrayList<>();
    List<Checkpoint> told = new ArrayList<>();
    List<Trace> traces = new ArrayList<>();
    AtomicFile.through(
        disk,
        () ->
            traces.add(
                train(
                    original,
                    checkpoint -> {
                      told.add(checkpoint);
                      ends.add(disk.operations().size());
                    })));
    SortedMap<String, String> unbroken = kept(original);
    List<EpochStats> epochs = traces.getFirst().epochs();
    assertThat(EpochStats.best(epochs).orElseThrow().epoch()).isBetween(2, epochs.size() - 1);
    int all = disk.operations().size();
    Random random = new Random(6);
    for (int operations = 0; operations <= all; operations++) {
      for (Mercy mercy : List.of(Mercy.NONE, Mercy.ALL, Mercy.SOME, Mercy.SOME, Mercy.SOME)) {
        Path copy = cut(operations, mercy, random);
        requireNothingToldIsLost(copy, operations, ends, told);
        AtomicFile.through(new RecordingDisk(), () -> train(copy, _ -> {}));
        assertThat(kept(copy)).as("after %d operations, %s", operations, mercy).isEqualTo(unbroken);
        delete(copy);
      }
    }
  }

  /// A checkpoint whose keeping had ended is there, or a later one, and its epochs are in the
  /// metrics.
  private static void requireNothingToldIsLost(
      Path folder, int operations, List<Integer> ends, List<Checkpoint> told) throws IOException {
    int done = (int) ends.stream().filter(end -> end <= operations).count();
    if (done > 0) {
      Checkpoint last = told.get(done - 1);
      Checkpoint found = RunFolder.open(folder).checkpoint().orElseThrow();
      assertThat(found.state().steps()).isGreaterThanOrEqualTo(last.state().steps());
      assertThat(Files.readAllLines(folder.resolve(METRICS)).size() - 1)
          .isBetween(last.epoch(), found.epoch());
    }
  }
}
