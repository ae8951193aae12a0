package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.Batch;
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

  /// More examples and more pixels than a word has bits, and a last batch of other size.
  @Test
  void step_largeBatchesWithoutZeros_givesTheBitsOfScalarKernels() {
    Network network =
        Network.of(150).dense(128, Activation.RELU).dense(40, Activation.TANH).dense(10).build();
    Job job =
        new Job(
            network, new Objective.SoftmaxCrossEntropy(), new Optimizer.Sgd(0.1), Reduction.MEAN);
    OpCase c = new OpCase(job, new Schedule.Constant(), Init.XAVIER_UNIFORM, 131);
    Run expected = run(c, new Resources(1, "scalar", 131).withSparsity(Sparsity.OFF));
    for (String kernels : List.of("scalar", "128", "256", "512")) {
      for (int threads : new int[] {1, 2, 3}) {
        Resources way = new Resources(threads, kernels, 131).withSparsity(Sparsity.ON);
        Run found = run(c, way);
        assertThat(Arrays.equals(found.weights, expected.weights)).as("weights, %s", way).isTrue();
        assertThat(found.loss).as("loss, %s", way).isEqualTo(expected.loss);
      }
    }
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
