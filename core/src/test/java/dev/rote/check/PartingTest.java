package dev.rote.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.check.FloatEngine.Order;
import dev.rote.check.FloatEngine.Style;
import dev.rote.data.Dataset;
import dev.rote.data.Randomness;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.network.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PartingTest {
  private static final int BATCH = 4;
  private static final Network NETWORK = Network.parse("9-7:relu-3");

  private static ParityPlan plan(Parameters start, int steps) {
    Dataset data =
        RandomPictures.of(NETWORK, 3 * BATCH, new Randomness(5, Randomness.Purpose.CHECK, 9));
    return new ParityPlan(
        new Job(
            NETWORK, new Objective.SoftmaxCrossEntropy(), new Optimizer.Sgd(0.05), Reduction.MEAN),
        new Schedule.Constant(),
        start,
        data,
        BATCH,
        List.of(steps));
  }

  private static Parameters start() {
    return Parameters.initial(NETWORK, Init.TORCH, 3);
  }

  private static Optional<Parting> between(Style first, Style second, ParityPlan plan) {
    return Parting.between(side(first), side(second), plan);
  }

  private static ParityCheck.Side side(Style style) {
    return new ParityCheck.Side("float", new FloatEngine(style), Resources.single(BATCH));
  }

  @Test
  void between_enginesThatOnlyRound_doNotPart() {
    assertThat(between(Order.FORWARD, Order.PAIRWISE, plan(start(), 200))).isEmpty();
  }

  @Test
  void between_rateOfOneEngineSlipsOnce_partsAtTheNextStep() {
    Style slip =
        new Style() {
          @Override
          public double rate(double rate, int step) {
            return step == 17 ? 3 * rate : rate;
          }
        };
    Parting found = between(Order.FORWARD, slip, plan(start(), 100)).orElseThrow();
    assertThat(found.step()).isEqualTo(18);
    assertThat(found.apart()).isGreaterThan(found.tolerance());
  }

  /// One engine takes a first step that is a little longer; the runs stay close until a ReLU lies
  /// between them.
  @Test
  void between_runsALittleApart_partAtAReluThatIsNearItsKinkInBoth() {
    Style nudged =
        new Style() {
          @Override
          public double rate(double rate, int step) {
            return step == 1 ? rate * (1 + 1e-4) : rate;
          }
        };
    List<Parting> found =
        IntStream.range(0, 30)
            .mapToObj(seed -> plan(Parameters.initial(NETWORK, Init.TORCH, seed), 300))
            .flatMap(plan -> between(Order.FORWARD, nudged, plan).stream())
            .filter(parting -> parting.kink().isPresent())
            .toList();
    assertThat(found).isNotEmpty();
    for (Parting parting : found) {
      Parting.Kink kink = parting.kink().orElseThrow();
      assertThat(kink.layer()).isZero();
      assertThat(Math.max(Math.abs(kink.first()), Math.abs(kink.second()))).isLessThan(1e-3);
    }
  }
}
