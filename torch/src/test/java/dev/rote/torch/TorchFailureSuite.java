package dev.rote.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.PictureShape;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.engine.Sparsity;
import dev.rote.engine.Tally;
import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.testkit.OpCase;
import org.junit.jupiter.api.Test;

/// What users read when libtorch cannot do what they ask.
class TorchFailureSuite {
  private final Engine engine = Engines.named("torch");
  private final OpCase any = OpCase.all().getLast();

  /// The layer's outputs for the whole batch would take 2⁴⁰ bytes.
  @Test
  void step_moreMemoryThanThereIs_saysItInLibtorchsWordsAndTheSessionCloses() {
    int examples = 1 << 18;
    Network wide = Network.of(1).dense(1 << 20, Activation.RELU).dense(2).build();
    Job job =
        new Job(wide, new Objective.SoftmaxCrossEntropy(), new Optimizer.Sgd(0.1), Reduction.MEAN);
    Dataset data =
        Dataset.of("dots", new PictureShape(1, 1), new byte[examples], new int[examples], 2);
    Batch batch = Batch.over(data, Order.natural(examples), examples);
    batch.next();
    Parameters start = Parameters.initial(wide, Init.TORCH, 0);
    try (Session session = engine.open(job, start, Resources.single(examples))) {
      assertThatThrownBy(() -> session.step(batch, 0.1, new Tally()))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("engine torch, step")
          .hasMessageContaining("memory: you tried to allocate 1099511627776 bytes")
          .message()
          .doesNotContain("frame #");
      assertThat(session.parameters().values()).isEqualTo(start.values());
    }
    step_afterAFailure_isTaken();
  }

  private void step_afterAFailure_isTaken() {
    try (Session session = engine.open(any.job(), any.start(), Resources.single(any.batch()))) {
      Batch batch = any.batches();
      batch.next();
      session.step(batch, 0.01, new Tally());
      assertThat(session.state().steps()).isEqualTo(1);
    }
  }

  @Test
  void open_cudaWhereThereIsNone_isRefusedNamingTheReason() {
    Resources cuda = new Resources(1, "auto", "cuda", 1, Sparsity.AUTO);
    assertThatThrownBy(() -> engine.open(any.job(), any.start(), cuda))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("engine torch: expected a CUDA device")
        .hasMessageContaining("leave --device out");
  }

  @Test
  void open_kernelsOfTheOtherEngine_areRefused() {
    Resources scalar = new Resources(1, "scalar", 1);
    assertThatThrownBy(() -> engine.open(any.job(), any.start(), scalar))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("engine torch")
        .hasMessageContaining("scalar");
  }
}
