package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.data.Split;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.exchange.AtomicFile;
import dev.rote.exchange.FileOperations;
import dev.rote.exchange.SafeTensors;
import dev.rote.fault.RoteException;
import dev.rote.testkit.FashionSample;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import dev.rote.train.Trainer;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a run keeps, who may write it, and what a full disk does to it.
class RunFolderTest {
  private static final Split SAMPLE =
      new Split(FashionSample.split().train().first(60), FashionSample.split().heldOut().first(30));
  private static final String BEST = "best.safetensors";
  private static final String MODEL = "model.safetensors";
  private static final String LAST = "checkpoint/last.safetensors";

  private final Path folder;
  private final RunFolder run;
  private final Recipe recipe = recipe(5);
  private final List<String> complaints = new ArrayList<>();

  RunFolderTest(@TempDir Path temporary) {
    folder = temporary.resolve("run");
    run = RunFolder.create(folder);
    run.begin(recipe, provenance(), FashionSample.split().train());
  }

  static Provenance provenance() {
    return new Provenance(
        "test",
        "jvm",
        Optional.empty(),
        "recipe",
        "train",
        "held out",
        Optional.empty(),
        0,
        Machine.here(),
        Instant.EPOCH);
  }

  /// At this rate the held-out loss goes down and up again: several bests, the last epoch is none.
  private static Recipe recipe(int epochs) {
    return RecipeFile.parse(
        "",
        "test",
        Path.of(""),
        List.of(
            "epochs=" + epochs,
            "batch=16",
            "network.layers=[{dense: 10}]",
            "optimizer={name: adam, rate: 0.03}"));
  }

  private static Trainer trainer(Recipe recipe) {
    return new Trainer(recipe, SAMPLE, Engines.named("jvm"), Resources.single(1));
  }

  @Test
  void keep_wholeRun_keepsTheWeightsOfTheLowestHeldOutLoss() {
    Trace trace = trainer(recipe).keeper("recipe", run::keep).run();
    run.finish(recipe, trace);
    EpochStats best = EpochStats.best(trace.epochs()).orElseThrow();
    assertThat(best.epoch()).isEqualTo(3);

    ModelFile kept = ModelFile.read(folder.resolve(BEST));
    Recipe shorter = recipe(best.epoch());
    assertThat(kept.parameters().values())
        .isEqualTo(trainer(shorter).run().parameters().values())
        .isNotEqualTo(ModelFile.read(folder.resolve(MODEL)).parameters().values());
    assertThat(kept.recipe()).contains(recipe);
    assertThat(epoch(BEST)).isEqualTo("" + best.epoch());
    assertThat(epoch(MODEL)).isEqualTo("5");
  }

  private String epoch(String model) {
    return "" + SafeTensors.read(folder.resolve(model)).metadata().get("rote.epoch");
  }

  @Test
  void missingBest_deleted_namesItsEpoch() throws IOException {
    trainer(recipe).keeper("recipe", run::keep).run();
    assertThat(run.checkpoint().flatMap(run::missingBest)).isEmpty();
    String epoch = epoch(BEST);
    Files.delete(folder.resolve(BEST));
    assertThat(run.checkpoint().flatMap(run::missingBest)).contains(Integer.valueOf(epoch));
  }

  @Test
  void lock_held_refusesOthersUntilItIsClosed() {
    try (RunLock _ = run.lock()) {
      RunFolder other = RunFolder.open(folder);
      assertThatThrownBy(other::lock)
          .isInstanceOf(RoteException.class)
          .hasMessage(
              "train in "
                  + folder
                  + ": expected no other process at this run, found one; wait for it to end, or"
                  + " train into another folder");
    }
    RunFolder.open(folder).lock().close();
  }

  @Test
  void lock_afterAKill_deletesWhatWasHalfWritten() throws IOException {
    trainer(recipe(1)).keeper("recipe", run::keep).run();
    String left = ".%s.01234567-89ab-cdef-0123-456789abcdef.tmp";
    Path metrics = Files.writeString(folder.resolve(left.formatted("metrics.csv")), "half");
    Path last =
        Files.writeString(
            folder.resolve("checkpoint").resolve(left.formatted("last.safetensors")), "half");
    run.lock().close();
    assertThat(metrics).doesNotExist();
    assertThat(last).doesNotExist();
    assertThat(folder.resolve(LAST)).exists();
  }

  @Test
  void lock_folderThatCannotBeWrittenTo_isRefusedInOneLine() {
    assertThatThrownBy(() -> RunLock.of(Path.of("/sys")))
        .isInstanceOf(RoteException.class)
        .hasMessage(
            "train in /sys: expected a writable folder, found permission denied; make it writable");
  }

  @Test
  void begin_runBegunMeanwhile_isRefused() {
    assertThatThrownBy(() -> run.begin(recipe, provenance(), FashionSample.split().train()))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("expected a folder without a run");
  }

  /// Really full: what is written goes to the device that has no room. Full for the files that a
  /// rule names.
  private record FullDisk(Predicate<String> full) implements FileOperations {
    @Override
    public void createFolder(Path folder) throws IOException {
      SYSTEM.createFolder(folder);
    }

    @Override
    public FileOutputStream open(Path file) throws IOException {
      FileOutputStream there = SYSTEM.open(file);
      if (full.test("" + file.getFileName())) {
        there.close();
        return new FileOutputStream("/dev/full");
      }
      return there;
    }

    @Override
    public void force(FileOutputStream file) throws IOException {
      SYSTEM.force(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      SYSTEM.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      SYSTEM.forceFolder(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
      SYSTEM.delete(file);
    }
  }

  /// Trains to the end, or resumes, on a disk that may be full at the end of an epoch.
  ///
  /// @param full told the epoch and the file
  private Trace train(BiPredicate<Integer, String> full) {
    RunFolder opened = RunFolder.open(folder);
    RunKeeper keeper = new RunKeeper(opened, complaints::add, () -> false);
    AtomicInteger epoch = new AtomicInteger();
    FullDisk disk = new FullDisk(file -> full.test(epoch.get(), file));
    List<Trace> trace = new ArrayList<>();
    AtomicFile.through(
        disk,
        () -> {
          Trainer trainer =
              trainer(recipe)
                  .keeper(
                      "recipe",
                      checkpoint -> {
                        epoch.set(checkpoint.epoch());
                        keeper.accept(checkpoint);
                        if (!keeper.saved()) {
                          pause();
                        }
                      });
          trace.add(trainer.run(opened.checkpoint()));
          keeper.finish(recipe, trace.getFirst());
        });
    return trace.getFirst();
  }

  /// Makes what is not saved worth some waiting.
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The models of a run on a disk with room, which then is as if it had only been begun.
  private List<byte[]> unbroken() throws IOException {
    train((_, _) -> false);
    List<byte[]> models = models();
    for (String name : List.of(BEST, MODEL, LAST)) {
      Files.delete(folder.resolve(name));
    }
    return models;
  }

  private List<byte[]> models() throws IOException {
    return List.of(
        Files.readAllBytes(folder.resolve(BEST)), Files.readAllBytes(folder.resolve(MODEL)));
  }

  /// The best epoch is the third, see [#keep_wholeRun_keepsTheWeightsOfTheLowestHeldOutLoss].
  @ParameterizedTest
  @ValueSource(strings = {BEST, "last.safetensors", "metrics.csv", "."})
  void keeper_diskFullForAWhile_complainsOnceAndLosesNothing(String what) throws IOException {
    List<byte[]> unbroken = unbroken();
    train((epoch, file) -> file.contains(what) && (epoch == 3 || epoch == 4));
    assertThat(complaints).hasSize(2);
    assertThat(complaints.getFirst())
        .startsWith("checkpoint not saved, training goes on: write " + folder)
        .contains("No space left on device; free some space");
    assertThat(complaints.getLast()).isEqualTo("checkpoints are saved again in " + folder);
    assertThat(models()).usingRecursiveComparison().isEqualTo(unbroken);
  }

  @Test
  void keeper_diskFullToTheEndThenFreed_waitsAndSaves() throws IOException {
    List<byte[]> unbroken = unbroken();
    train((epoch, _) -> epoch >= 3 && complaints.size() < 2);
    assertThat(complaints).hasSize(2);
    assertThat(complaints.getLast()).startsWith("trained, not saved, waiting up to ");
    assertThat(models()).usingRecursiveComparison().isEqualTo(unbroken);
    assertThat(run.checkpoint().orElseThrow().epoch()).isEqualTo(5);
  }

  @Test
  void keeper_diskFullForGood_givesUpInOneLineAndResumesToTheSameBits() throws IOException {
    List<byte[]> unbroken = unbroken();
    assertThatThrownBy(() -> train((epoch, _) -> epoch >= 3))
        .isInstanceOf(RoteException.class)
        .hasMessageStartingWith("trained, not saved: write " + folder)
        .hasMessageEndingWith(
            "No space left on device; free some space or write elsewhere; then resume " + folder);
    assertThat(folder.resolve(MODEL)).doesNotExist();
    assertThat(run.checkpoint().orElseThrow().epoch()).isEqualTo(2);

    train((_, _) -> false);
    assertThat(models()).usingRecursiveComparison().isEqualTo(unbroken);
  }

  @Test
  void keeper_stoppedWhileTheDiskIsFull_doesNotSayThatItWasSavedNorThatItGoesOn() {
    AtomicInteger asked = new AtomicInteger();
    RunKeeper keeper = new RunKeeper(run, complaints::add, () -> true);
    AtomicFile.through(
        new FullDisk(_ -> true),
        () ->
            trainer(recipe)
                .keeper("recipe", keeper)
                .stopWhen(() -> asked.incrementAndGet() == 3)
                .run());
    assertThat(keeper.saved()).isFalse();
    assertThat(complaints).hasSize(1);
    assertThat(complaints.getFirst()).startsWith("checkpoint not saved: write " + folder);
  }
}
