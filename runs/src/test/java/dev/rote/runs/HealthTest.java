package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.testkit.FashionSample;
import dev.rote.train.Checkpoint;
import dev.rote.train.CheckpointInterval;
import dev.rote.train.Health;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import dev.rote.train.TrainEvent;
import dev.rote.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What a training says of itself after every epoch, with the real engine.
class HealthTest {
  private static final Split SAMPLE = FashionSample.split();
  private static final Engine ENGINE = Engines.named("jvm");

  static final List<String> OPTIMIZERS = ResumeTest.OPTIMIZERS;

  private final Map<Integer, Health> told = new TreeMap<>();

  private static Recipe recipe(String... overrides) {
    List<String> words =
        new ArrayList<>(
            List.of("epochs=3", "batch=300", "network.layers=[{dense: 12}, {dense: 10}]"));
    words.addAll(List.of(overrides));
    return RecipeFile.parse("", "test", Path.of(""), words);
  }

  private Trainer trainer(Recipe recipe) {
    return new Trainer(recipe, SAMPLE, ENGINE, Resources.single(1))
        .probing()
        .listener(
            event -> {
              if (event instanceof TrainEvent.Probed(int epoch, Health health)) {
                told.put(epoch, health);
              }
            });
  }

  private Health after(int epoch) {
    return Objects.requireNonNull(told.get(epoch));
  }

  @ParameterizedTest
  @FieldSource("OPTIMIZERS")
  void run_probing_hasTheBitsOfARunThatIsNot(String optimizer) {
    for (String batch : List.of("1", "16", "300")) {
      Recipe recipe = recipe("optimizer=" + optimizer, "batch=" + batch);
      Trace plain = new Trainer(recipe, SAMPLE, ENGINE, Resources.single(1)).run();
      Trace probed = trainer(recipe).run();
      assertThat(probed.parameters().values()).as(batch).isEqualTo(plain.parameters().values());
      assertThat(told).containsOnlyKeys(1, 2, 3);
    }
  }

  @Test
  void run_resumedFromAnywhere_tellsTheSame() {
    Recipe recipe = recipe("optimizer={name: adam, rate: 0.01}", "schedule=cosine");
    List<Checkpoint> kept = new ArrayList<>();
    trainer(recipe).keeper("recipe", kept::add).keepEvery(new CheckpointInterval.Steps(1)).run();
    Map<Integer, Health> unbroken = new TreeMap<>(told);
    assertThat(unbroken).hasSize(3);
    for (Checkpoint checkpoint : kept) {
      told.clear();
      trainer(recipe).keeper("recipe", _ -> {}).run(Optional.of(checkpoint));
      assertThat(unbroken).containsAllEntriesOf(told);
      assertThat(told).containsKey(3);
      if (checkpoint.stepInEpoch() == 0) {
        assertThat(told).as("an epoch's end is told again").containsKey(checkpoint.epoch());
      }
    }
  }

  /// Where a batch holds all that is looked at and the optimiser is plain, w′ = w − η g. Each of
  /// its elements is rounded to half a unit of w's last place, 2⁻²⁴ |w|, and read off a difference.
  @Test
  void updateRatio_oneStepOfPlainSgd_isTheRateTimesTheGradientOverTheWeights() {
    Recipe recipe = recipe("epochs=1", "optimizer.rate=0.1");
    Parameters weights = trainer(recipe).run().parameters();
    double norm = 0;
    for (float w : weights.values()) {
      norm += (double) w * w;
    }
    Health health = after(1);
    assertThat(health.learningRate()).isEqualTo(0.1);
    assertThat(health.gradientNorm()).isPositive();
    assertThat(health.updateRatio())
        .isCloseTo(0.1 * health.gradientNorm() / Math.sqrt(norm), within(Math.scalb(1.0, -23)));
  }

  @Test
  void deadShare_noUnitEverOn_isAll() {
    trainer(recipe("epochs=1", "init=zeros")).run();
    assertThat(after(1).deadShare()).hasValue(1);
  }

  @Test
  void deadShare_freshNetwork_isSmallAndACountOfUnits() {
    trainer(recipe("optimizer.rate=0.001")).run();
    double share = after(3).deadShare().orElseThrow();
    assertThat(share).isBetween(0.0, 0.5);
    assertThat(share * 12).isEqualTo(Math.rint(share * 12));
  }

  @Test
  void deadShare_noReluUnit_isNotTold() {
    trainer(recipe("network.layers=[{dense: 12, activation: tanh}, {dense: 10}]")).run();
    assertThat(after(3).deadShare()).isEmpty();
  }

  @Test
  void learningRate_scheduled_isThatOfTheEpochsLastStep() {
    trainer(recipe("optimizer.rate=0.1", "schedule={name: step, every: 1, decay: 0.5}")).run();
    assertThat(told.values()).extracting(Health::learningRate).containsExactly(0.1, 0.05, 0.025);
  }
}
