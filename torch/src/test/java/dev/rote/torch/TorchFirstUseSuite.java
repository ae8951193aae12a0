package dev.rote.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.Batch;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.testkit.OpCase;
import org.junit.jupiter.api.Test;

/// Runs where nothing has been unpacked yet.
class TorchFirstUseSuite {
  @Test
  void step_emptyCache_isTaken() {
    OpCase c = OpCase.all().getLast();
    try (Session session =
        Engines.named("torch").open(c.job(), c.start(), Resources.single(c.batch()))) {
      Batch batch = c.batches();
      batch.next();
      Tally tally = new Tally();
      session.step(batch, 0.01, tally);
      assertThat(tally.meanLoss()).isPositive();
    }
  }

  @Test
  void description_namesTheLibraryAndTheThreads() {
    assertThat(Engines.named("torch").description(new Resources(2, "auto", 1)))
        .isEqualTo("libtorch 2.13.0 with OpenBLAS 0.3.31, 2 threads, cpu");
  }
}
