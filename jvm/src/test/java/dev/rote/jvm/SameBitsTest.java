package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.rote.data.Batch;
import dev.rote.data.Order;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Job;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.engine.Sparsity;
import dev.rote.engine.Tally;
import dev.rote.network.Activation;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.network.Schedule;
import dev.rote.testkit.OpCase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The promise: the same bits for any vector width and any number of threads, with zeros left out
/// or not.
class SameBitsTest {

  private static final List<Resources> WAYS =
      List.of(
          new Resources(3, "scalar", 17),
          new Resources(1, "128", 17),
          new Resources(1, "256", 17),
          new Resources(1, "512", 17),
          new Resources(2, "512", 17),
          new Resources(5, "256", 17));

  static List<OpCase> cases() {
    return OpCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void step_anyWidthAndThreads_givesTheBitsOfScalarKernelsOnOneThread(OpCase c) {
    Run expected = run(c, new Resources(1, "scalar", 17));
    for (Resources way : WAYS) {
      for (Sparsity sparsity : Sparsity.values()) {
        Run found = run(c, way.withSparsity(sparsity));
        assertThat(found.weights).as("weights, %s %s", way, sparsity).isEqualTo(expected.weights);
        assertThat(found.gradient)
            .as("gradient, %s %s", way, sparsity)
            .isEqualTo(expected.gradient);
        assertThat(found.loss).as("loss, %s %s", way, sparsity).isEqualTo(expected.loss);
      }
    }
  }

  static List<Arguments> largeBatches() {
    return List.of(
        arguments(131, Activation.RELU, new Optimizer.Sgd(0.1)),
        arguments(67, Activation.RELU, new Optimizer.Sgd(0.1)),
        arguments(67, Activation.TANH, new Optimizer.Sgd(0.1, 0.9, true, 0.01)),
        arguments(24, Activation.SIGMOID, new Optimizer.Sgd(0.1)));
  }

  /// More examples and more pixels than a word has bits, and a last batch of other size; batches of
  /// which members share the first layer by rows, and by columns.
  @ParameterizedTest
  @MethodSource("largeBatches")
  void step_largeBatchesWithoutZeros_givesTheBitsOfScalarKernels(
      int size, Activation first, Optimizer optimizer) {
    Network network =
        Network.of(150).dense(128, first).dense(40, Activation.TANH).dense(10).build();
    Job job = new Job(network, new Objective.SoftmaxCrossEntropy(), optimizer, Reduction.MEAN);
    OpCase c = new OpCase(job, new Schedule.Constant(), Init.XAVIER_UNIFORM, size);
    Run expected = run(c, new Resources(1, "scalar", size).withSparsity(Sparsity.OFF));
    for (String kernels : List.of("scalar", "128", "256", "512")) {
      for (int threads : new int[] {1, 2, 3}) {
        Resources way = new Resources(threads, kernels, size).withSparsity(Sparsity.ON);
        Run found = run(c, way);
        assertThat(Arrays.equals(found.weights, expected.weights)).as("weights, %s", way).isTrue();
        assertThat(found.gradient).as("gradient, %s", way).isEqualTo(expected.gradient);
        assertThat(found.loss).as("loss, %s", way).isEqualTo(expected.loss);
      }
    }
  }

  /// So many steps that the session tries more than once whether it goes faster alone.
  @Test
  void step_thousandsOnTwoThreads_givesTheBitsOfOneThread() {
    Network network = Network.of(70).dense(128, Activation.RELU).dense(10).build();
    Job job =
        new Job(
            network, new Objective.SoftmaxCrossEntropy(), new Optimizer.Sgd(0.1), Reduction.MEAN);
    OpCase c = new OpCase(job, new Schedule.Constant(), Init.XAVIER_UNIFORM, 24);
    assertThat(manySteps(c, 2)).isEqualTo(manySteps(c, 1));
  }

  private static float[] manySteps(OpCase c, int threads) {
    Resources resources = new Resources(threads, "auto", 24).withSparsity(Sparsity.ON);
    try (Session session = Engines.named("jvm").open(c.job(), c.start(), resources)) {
      Batch batch = Batch.over(c.data(), Order.natural(24), 24);
      for (int step = 0; step < 3_000; step++) {
        batch.skip(0);
        assertThat(batch.next()).isTrue();
        session.step(batch, 0.1, new Tally());
      }
      return session.parameters().values();
    }
  }

  /// Of single examples a session owes an update until the next; nobody may see that.
  @Test
  void step_singleExamplesThenMany_isAsInASessionOpenedInBetween() {
    Network network = Network.of(100).dense(64, Activation.RELU).dense(10).build();
    Job job =
        new Job(
            network, new Objective.SoftmaxCrossEntropy(), new Optimizer.Sgd(0.1), Reduction.MEAN);
    OpCase c = new OpCase(job, new Schedule.Constant(), Init.XAVIER_UNIFORM, 5);
    Engine engine = Engines.named("jvm");
    Resources resources = new Resources(1, "auto", 5);
    float[] expected;
    float[] found;
    try (Session session = engine.open(job, c.start(), resources)) {
      stepSingly(session, c);
      try (Session next = engine.open(job, session.parameters(), resources)) {
        stepOnce(next, c);
        expected = next.parameters().values();
      }
    }
    try (Session session = engine.open(job, c.start(), resources)) {
      stepSingly(session, c);
      stepOnce(session, c);
      found = session.parameters().values();
      session.load(c.start(), session.state());
      stepSingly(session, c);
      stepOnce(session, c);
      assertThat(session.parameters().values()).as("begun anew").isEqualTo(found);
    }
    assertThat(found).isEqualTo(expected);
    float[] start = c.start().values();
    assertThat(found).as("something was learned").isNotEqualTo(start);
  }

  @Test
  void step_singleExample_goesDownTheGradient() {
    OpCase c = cases().get(5);
    Batch one = Batch.over(c.data(), Order.natural(c.data().size()), 1);
    assertThat(one.next()).isTrue();
    Job job =
        new Job(c.job().network(), c.job().objective(), new Optimizer.Sgd(0.5), Reduction.MEAN);
    try (Session session = Engines.named("jvm").open(job, c.start(), new Resources(1, "auto", 1))) {
      float[] before = session.parameters().values().clone();
      float[] gradient = session.gradient(one).values().clone();
      session.step(one, 0.5, new Tally());
      float[] after = session.parameters().values();
      for (int i = 0; i < before.length; i++) {
        assertThat(after[i]).isCloseTo(before[i] - 0.5f * gradient[i], within(1e-6f));
      }
    }
  }

  private static void stepSingly(Session session, OpCase c) {
    Batch one = Batch.over(c.data(), Order.natural(c.data().size()), 1);
    while (one.next()) {
      session.step(one, 0.1, new Tally());
    }
  }

  private static void stepOnce(Session session, OpCase c) {
    Batch batch = c.batches();
    assertThat(batch.next()).isTrue();
    session.step(batch, 0.1, new Tally());
  }

  private static final class Run {
    private final float[] weights;
    private final float[] gradient;
    private final double loss;

    private Run(float[] weights, float[] gradient, double loss) {
      this.weights = weights;
      this.gradient = gradient;
      this.loss = loss;
    }
  }

  private static Run run(OpCase c, Resources resources) {
    Engine engine = Engines.named("jvm");
    try (Session session = engine.open(c.job(), c.start(), resources)) {
      Tally tally = new Tally();
      Batch batch = c.batches();
      float[] gradient = {};
      while (batch.next()) {
        gradient = session.gradient(batch).values();
        session.step(batch, c.job().optimizer().rate(), tally);
      }
      return new Run(session.parameters().values(), gradient, tally.lossSum());
    }
  }
}
