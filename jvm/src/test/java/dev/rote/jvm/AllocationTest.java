package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
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
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// Interpreted vector code allocates its vectors, so compiled code is waited for, up to here: by
  /// time and not by rounds, since the compiler works beside the steps, at its own pace.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "auto"})
  void step_onceCompiled_allocatesNothing(String kernels) {
    for (OpCase c : OpCase.all()) {
      if (c.toString().contains("tanh") && isLastWidth(c)) {
        assertThat(leastAllocated(c, new Resources(1, kernels, c.batch())))
            .as("%s, %s", c, kernels)
            .isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "auto"})
  void step_ofOneExample_allocatesNothing(String kernels) {
    OpCase single =
        OpCase.all().stream()
            .filter(c -> c.batch() == 1 && c.job().optimizer().slots().isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(leastAllocated(single, new Resources(1, kernels, 1)))
        .as("%s, %s", single, kernels)
        .isZero();
  }

  @Test
  void step_ofManyOnTwoThreadsWithoutZeros_allocatesNothing() {
    Network network = Network.of(150).dense(128, Activation.RELU).dense(10).build();
    Job job =
        new Job(
            network, new Objective.SoftmaxCrossEntropy(), new Optimizer.Sgd(0.1), Reduction.MEAN);
    OpCase c = new OpCase(job, new Schedule.Constant(), Init.XAVIER_UNIFORM, 24);
    Resources two = new Resources(2, "auto", 24).withSparsity(Sparsity.ON);
    assertThat(leastAllocated(c, two)).isZero();
  }

  /// A few cases, one to each optimiser, stand for all: they share the step.
  private static boolean isLastWidth(OpCase c) {
    return c.job().objective().word().equals("squared-error")
        && c.job().reduction().word().equals("sum")
        && !(c.job().optimizer() instanceof Optimizer.AdamW);
  }

  /// Bytes of the first round that allocates nothing, or of the last.
  private static long leastAllocated(OpCase c, Resources resources) {
    Dataset data = c.data();
    int[] order = Order.natural(3 * c.batch());
    Tally tally = new Tally();
    try (Session session = Engines.named("jvm").open(c.job(), c.start(), resources)) {
      long allocated = Long.MAX_VALUE;
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (allocated > 0 && System.nanoTime() < end) {
        Batch batch = Batch.over(data, order, c.batch());
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int epoch = 0; epoch < 200; epoch++) {
          batch.skip(0);
          while (batch.next()) {
            session.step(batch, 1e-6, tally);
          }
        }
        allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      }
      return allocated;
    }
  }
}
