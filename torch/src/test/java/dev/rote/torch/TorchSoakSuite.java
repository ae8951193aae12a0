package dev.rote.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.Batch;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Scores;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.network.Activation;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.testkit.OpCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Native memory does not grow with steps, nor with sessions.
///
/// The resident memory of the process, which the system tells, is compared after a tenth of the
/// work and at its end. Java's heap has one size throughout and is touched at the start.
class TorchSoakSuite {
  private static final int STEPS = 100_000;
  private static final int SESSIONS = 300;
  private static final double GROWTH = 1.05;
  private final Engine engine = Engines.named("torch");

  @Test
  void steps_hundredThousand_leaveNothingBehind() throws IOException {
    OpCase c = OpCase.all().stream().filter(any -> any.batch() > 1).findFirst().orElseThrow();
    try (Session session = engine.open(c.job(), c.start(), Resources.single(c.batch()))) {
      Scores scores = new Scores(c.batch());
      long early = 0;
      for (int step = 0; step < STEPS; ) {
        Batch batch = c.batches();
        while (batch.next() && step < STEPS) {
          session.step(batch, 1e-4, new Tally());
          step++;
          if (step % 1000 == 0) {
            session.score(batch, scores);
            session.gradient(batch);
            session.state();
          }
          if (step == STEPS / 10) {
            early = residentBytes();
          }
        }
      }
      assertThat((double) residentBytes()).isLessThan(GROWTH * early);
    }
  }

  @Test
  void sessions_openedAndClosed_leaveNothingBehind() throws IOException {
    Network network = Network.of(784).dense(256, Activation.RELU).dense(10).build();
    Job job =
        new Job(
            network,
            new Objective.SoftmaxCrossEntropy(),
            new Optimizer.Adam(0.001),
            Reduction.MEAN);
    Parameters start = Parameters.initial(network, Init.TORCH, 0);
    long early = 0;
    for (int n = 1; n <= SESSIONS; n++) {
      try (Session session = engine.open(job, start, Resources.single(64))) {
        session.load(session.parameters(), session.state());
      }
      if (n == SESSIONS / 10) {
        early = residentBytes();
      }
    }
    assertThat((double) residentBytes()).isLessThan(GROWTH * early);
  }

  private static long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D+", ""));
      }
    }
    throw new IOException("no VmRSS in /proc/self/status");
  }
}
