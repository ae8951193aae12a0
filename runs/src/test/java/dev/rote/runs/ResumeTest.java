package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.audit.Trajectory;
import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import dev.rote.testkit.FashionSample;
import dev.rote.train.Checkpoint;
import dev.rote.train.CheckpointFile;
import dev.rote.train.CheckpointInterval;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import dev.rote.train.Trainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A run resumed from each of its steps, through the checkpoint's file, with the real engine.
class ResumeTest {
  private static final Split SAMPLE =
      new Split(FashionSample.split().train().first(50), FashionSample.split().heldOut().first(20));
  private static final Engine ENGINE = Engines.named("jvm");
  private static final int EPOCHS = 3;

  /// Batches of 16: the last of an epoch has two examples.
  private static final int STEPS = 4;

  static final List<String> OPTIMIZERS =
      List.of(
          "sgd",
          "{name: sgd, rate: 0.1, momentum: 0.9}",
          "{name: sgd, rate: 0.1, momentum: 0.9, nesterov: true, weight-decay: 0.001}",
          "{name: adam, rate: 0.01}",
          "{name: adam, rate: 0.01, weight-decay: 0.01}",
          "{name: adamw, rate: 0.01}");
  private static final List<String> SCHEDULES =
      List.of(
          "constant",
          "{name: step, every: 1, decay: 0.5}",
          "{name: cosine, floor: 0.1}",
          "{name: warm-up, steps: 6, then: constant}",
          "{name: warm-up, steps: 6, then: {name: step, every: 2, decay: 0.1}}",
          "{name: warm-up, steps: 6, then: cosine}");

  private final Path folder;

  ResumeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Recipe recipe(String... overrides) {
    List<String> words =
        new ArrayList<>(
            List.of("epochs=" + EPOCHS, "batch=16", "network.layers=[{dense: 12}, {dense: 10}]"));
    words.addAll(List.of(overrides));
    return RecipeFile.parse("", "test", Path.of(""), words);
  }

  private static Trainer trainer(Recipe recipe, CheckpointInterval interval, List<Checkpoint> to) {
    return new Trainer(recipe, SAMPLE, ENGINE, Resources.single(1))
        .keeper("recipe", to::add)
        .keepEvery(interval);
  }

  private static final CheckpointInterval EVERY_STEP = new CheckpointInterval.Steps(1);

  @ParameterizedTest
  @FieldSource("OPTIMIZERS")
  void run_resumedFromAnyStepUnderAnySchedule_hasTheBitsOfTheUnbrokenRun(String optimizer) {
    for (String schedule : SCHEDULES) {
      Recipe recipe = recipe("optimizer=" + optimizer, "schedule=" + schedule);
      Trace unbroken = new Trainer(recipe, SAMPLE, ENGINE, Resources.single(1)).run();
      List<Checkpoint> kept = new ArrayList<>();
      Trace keeping = trainer(recipe, EVERY_STEP, kept).run();
      assertSame(keeping, unbroken, schedule);
      assertThat(kept).hasSize(EPOCHS * (STEPS + 1));
      for (Checkpoint checkpoint : kept) {
        CheckpointFile.write(folder, checkpoint);
        Trace resumed =
            trainer(recipe, EVERY_STEP, new ArrayList<>()).run(CheckpointFile.read(folder));
        assertSame(resumed, unbroken, schedule + " from step " + checkpoint.state().steps());
      }
    }
  }

  @Test
  void run_resumedFromAnyStep_hasWrittenDownTheSame() {
    Recipe recipe = recipe("optimizer={name: sgd, rate: 0.1, momentum: 0.9}", "record=true");
    Trajectory unbroken = new Trajectory(SAMPLE.train().size());
    List<Checkpoint> kept = new ArrayList<>();
    Trace whole = trainer(recipe, EVERY_STEP, kept).recording(unbroken).run();
    assertSame(new Trainer(recipe, SAMPLE, ENGINE, Resources.single(1)).run(), whole, "recorded");
    for (int i = 0; i < unbroken.size(); i++) {
      assertThat(unbroken.seen(i)).as("looks, as many as epochs").isEqualTo(EPOCHS);
    }
    for (Checkpoint checkpoint : kept) {
      CheckpointFile.write(folder, checkpoint);
      Trajectory resumed = new Trajectory(SAMPLE.train().size());
      trainer(recipe, EVERY_STEP, new ArrayList<>())
          .recording(resumed)
          .run(CheckpointFile.read(folder));
      assertThat(resumed.written().values())
          .as("from step " + checkpoint.state().steps())
          .isEqualTo(unbroken.written().values());
    }
  }

  @Test
  void run_checkpointThatIsRecordedOtherwise_isRefused() {
    List<Checkpoint> plain = new ArrayList<>();
    trainer(recipe(), EVERY_STEP, plain).run();
    List<Checkpoint> recorded = new ArrayList<>();
    trainer(recipe(), EVERY_STEP, recorded).recording(new Trajectory(50)).run();
    Trainer recording = trainer(recipe(), EVERY_STEP, plain).recording(new Trajectory(50));
    assertThatThrownBy(() -> recording.run(Optional.of(plain.getFirst())))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("expected record: false, as the run began, found true; set it");
    Trainer not = trainer(recipe(), EVERY_STEP, plain);
    assertThatThrownBy(() -> not.run(Optional.of(recorded.getFirst())))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("expected record: true, as the run began, found false; set it");
    Trainer fewer = trainer(recipe(), EVERY_STEP, plain).recording(new Trajectory(49));
    assertThatThrownBy(() -> fewer.run(Optional.of(recorded.getFirst())))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining(
            "resume what was recorded: expected 11 columns of 49 examples, found others");
  }

  private static void assertSame(Trace trace, Trace unbroken, String when) {
    assertThat(trace.parameters().values()).as(when).isEqualTo(unbroken.parameters().values());
    assertThat(untimed(trace)).as(when).isEqualTo(untimed(unbroken));
  }

  private static List<EpochStats> untimed(Trace trace) {
    return trace.epochs().stream()
        .map(
            stats ->
                new EpochStats(
                    stats.epoch(),
                    stats.trainLoss(),
                    stats.trainAccuracy(),
                    stats.heldOutLoss(),
                    stats.heldOutAccuracy(),
                    0,
                    0))
        .toList();
  }

  @Test
  void keepEvery_steps_countsThemOverTheWholeRun() {
    List<Checkpoint> kept = new ArrayList<>();
    trainer(recipe(), new CheckpointInterval.Steps(3), kept).run();
    assertThat(kept)
        .extracting(checkpoint -> checkpoint.state().steps() + "/" + checkpoint.stepInEpoch())
        .containsExactly("3/3", "4/0", "6/2", "8/0", "9/1", "12/4", "12/0");
  }

  @Test
  void keepEvery_time_keepsWithinAnEpochOnceItHasPassed() {
    List<Checkpoint> kept = new ArrayList<>();
    trainer(recipe(), new CheckpointInterval.Time(Duration.ofNanos(1)), kept).run();
    assertThat(kept).hasSize(EPOCHS * (STEPS + 1));
    kept.clear();
    trainer(recipe(), new CheckpointInterval.Time(Duration.ofDays(1)), kept).run();
    assertThat(kept).extracting(Checkpoint::stepInEpoch).containsExactly(0L, 0L, 0L);
    assertThat(kept.getLast().history()).hasSize(EPOCHS);
    trainer(recipe(), EVERY_STEP, kept).run(Optional.of(kept.getLast()));
    assertThat(kept).as("nothing left to train, nothing kept").hasSize(EPOCHS);
  }
}
