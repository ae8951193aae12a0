package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rote.data.DataSpec;
import dev.rote.data.Split;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import dev.rote.testkit.FashionSample;
import dev.rote.train.Checkpoint;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import dev.rote.train.TrainEvent;
import dev.rote.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Training on a sample of the real pictures, with the real engine.
class TrainerTest {
  private static final Split SAMPLE = FashionSample.split();
  private static final Engine ENGINE = Engines.named("jvm");

  private static Recipe recipe(String... overrides) {
    List<String> words = new ArrayList<>(List.of("epochs=3", "batch=32", "optimizer.rate=0.1"));
    words.addAll(List.of(overrides));
    return RecipeFile.parse("", "test", Path.of(""), words);
  }

  private static Trainer trainer(Recipe recipe) {
    return new Trainer(recipe, SAMPLE, ENGINE, Resources.single(1));
  }

  @Test
  void run_realPictures_learnsThem() {
    Trace trace = trainer(recipe("epochs=10")).run();
    List<EpochStats> epochs = trace.epochs();
    assertThat(epochs).hasSize(10);
    assertThat(epochs.getLast().heldOutAccuracy()).isBetween(0.7, 0.95);
    assertThat(epochs.getLast().trainLoss()).isLessThan(epochs.getFirst().trainLoss() / 2);
    assertThat(trace.interrupted()).isFalse();
  }

  /// Held-out labels are drawn apart from the pictures, so whatever was learned gets each right
  /// with probability ½: a binomial count; 6 deviations.
  @Test
  void run_randomLabels_learnsThemByHeartAndNothingElse() {
    Recipe recipe =
        recipe(
            "data={limit: 100, labels: {name: random, classes: 2}}",
            "network.layers=[{dense: 64, activation: relu}, {dense: 2}]",
            "optimizer={name: adam, rate: 0.003}",
            "epochs=100");
    Split random =
        recipe
            .data()
            .split(
                (limit, heldOutLimit, _) ->
                    new Split(SAMPLE.train().first(limit), SAMPLE.heldOut().first(heldOutLimit)),
                recipe.seed());
    EpochStats last =
        new Trainer(recipe, random, ENGINE, Resources.single(1)).run().epochs().getLast();
    assertThat(last.trainAccuracy()).isEqualTo(1);
    assertThat(200 * last.heldOutAccuracy()).isCloseTo(100, within(6 * Math.sqrt(200 * 0.25)));
  }

  @Test
  void run_equalRecipes_giveEqualBitsWhateverTheThreads() {
    Trace one = trainer(recipe()).run();
    Trace three = new Trainer(recipe(), SAMPLE, ENGINE, new Resources(3, "128", 7)).run();
    assertThat(three.parameters().values()).isEqualTo(one.parameters().values());
    assertThat(three.epochs().getLast().heldOutLoss())
        .isEqualTo(one.epochs().getLast().heldOutLoss());
  }

  @Test
  void run_otherSeed_givesOtherWeights() {
    assertThat(trainer(recipe("seed=1")).run().parameters().values())
        .isNotEqualTo(trainer(recipe("seed=0")).run().parameters().values());
  }

  /// Stops after a number of batches, then resumes: in mid-epoch, at its last batch, at its end.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer.name=sgd",
        "optimizer={name: sgd, rate: 0.1, momentum: 0.9, nesterov: true, weight-decay: 0.001}",
        "optimizer={name: adam, rate: 0.001}",
        "optimizer={name: adamw, rate: 0.001}",
        "schedule={name: warm-up, steps: 40, then: {name: cosine, floor: 0.1}}"
      })
  void run_stoppedAndResumed_givesTheBitsOfAnUnbrokenRun(String override) {
    Recipe recipe = recipe(override);
    Trace unbroken = trainer(recipe).run();
    for (int batches : new int[] {1, 13, 25, 26, 60}) {
      Checkpoint checkpoint = stopAfter(batches, recipe);
      List<EpochStats> told = new ArrayList<>();
      Trace resumed =
          trainer(recipe)
              .keeper("fingerprint", _ -> {})
              .listener(event -> collect(event, told))
              .run(Optional.of(checkpoint));
      assertThat(resumed.parameters().values())
          .as("after %d batches", batches)
          .isEqualTo(unbroken.parameters().values());
      assertThat(resumed.epochs().stream().map(TrainerTest::withoutTime))
          .isEqualTo(unbroken.epochs().stream().map(TrainerTest::withoutTime).toList());
      assertThat(told).hasSize(3 - checkpoint.epoch());
    }
  }

  private static Checkpoint stopAfter(int batches, Recipe recipe) {
    AtomicInteger asked = new AtomicInteger();
    List<Checkpoint> kept = new ArrayList<>();
    Trace stopped =
        trainer(recipe)
            .keeper("fingerprint", kept::add)
            .stopWhen(() -> asked.incrementAndGet() == batches)
            .run();
    assertThat(stopped.interrupted()).isTrue();
    return kept.getLast();
  }

  private static void collect(TrainEvent event, List<EpochStats> told) {
    if (event instanceof TrainEvent.EpochEnded(EpochStats stats)) {
      told.add(stats);
    }
  }

  private static List<Double> withoutTime(EpochStats stats) {
    return List.of(
        (double) stats.epoch(),
        stats.trainLoss(),
        stats.trainAccuracy(),
        stats.heldOutLoss(),
        stats.heldOutAccuracy());
  }

  @Test
  void run_resumedAfterASmallLastBatch_countsNoExamplesTwice() {
    Recipe recipe = recipe("batch=300", "epochs=1");
    Checkpoint checkpoint = stopAfter(3, recipe);
    Trace resumed = trainer(recipe).keeper("fingerprint", _ -> {}).run(Optional.of(checkpoint));
    assertThat(resumed.epochs().getFirst().examplesPerSecond()).isZero();
  }

  @Test
  void run_checkpointOfAnotherRecipeOrOtherData_isRefused() {
    Checkpoint checkpoint = stopAfter(5, recipe());
    assertThatThrownBy(
            () -> trainer(recipe()).keeper("other", _ -> {}).run(Optional.of(checkpoint)))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("recipe");
    Split half = new Split(SAMPLE.train().first(400), SAMPLE.heldOut());
    Trainer other = new Trainer(recipe(), half, ENGINE, Resources.single(1));
    assertThatThrownBy(() -> other.keeper("fingerprint", _ -> {}).run(Optional.of(checkpoint)))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("data");
  }

  @Test
  void run_hugeRate_stopsNamingStepEpochAndLayer() {
    Recipe wild = recipe("optimizer.rate=1e30", "batch=8");
    assertThatThrownBy(() -> trainer(wild).run())
        .isInstanceOf(DivergedException.class)
        .hasMessageMatching("step [23] of epoch 1: .*layer \\d.*lower the learning rate");
  }

  @Test
  void run_measuredExactly_judgesTheWeightsOfTheEpochsEnd() {
    EpochStats folded = trainer(recipe("epochs=1")).run().epochs().getFirst();
    EpochStats exact = trainer(recipe("epochs=1", "measure=exact")).run().epochs().getFirst();
    assertThat(exact.heldOutLoss()).isEqualTo(folded.heldOutLoss());
    assertThat(exact.trainLoss()).isLessThan(folded.trainLoss());
  }

  @Test
  void new_networkThatDoesNotFitTheData_isRefused() {
    assertThatThrownBy(() -> trainer(recipe("network.inputs=100")))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("784")
        .hasMessageContaining("100");
    assertThatThrownBy(() -> trainer(recipe("network.layers.2.dense=9")))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("10")
        .hasMessageContaining("9");
  }

  @Test
  void run_dataSpecDefaults_areTheWholeOfFashionMnist() {
    assertThat(recipe().data()).isEqualTo(DataSpec.named("fashion-mnist"));
  }
}
