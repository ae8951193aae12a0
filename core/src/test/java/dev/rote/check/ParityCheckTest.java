package dev.rote.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.check.FloatEngine.Order;
import dev.rote.check.FloatEngine.Style;
import dev.rote.check.ParityReport.Moment;
import dev.rote.check.ParityReport.Row;
import dev.rote.data.Dataset;
import dev.rote.data.Randomness;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.network.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ParityCheckTest {
  private static final int BATCH = 4;

  private static final List<Optimizer> OPTIMIZERS =
      List.of(
          new Optimizer.Sgd(0.05),
          new Optimizer.Sgd(0.02, 0.9, false, 0),
          new Optimizer.Sgd(0.02, 0.9, true, 0.01),
          new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0.01),
          new Optimizer.AdamW(0.01));

  static List<Optimizer> optimizers() {
    return OPTIMIZERS;
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void between_correctEnginesInAnyOrder_agreeForAHundredSteps(Optimizer optimizer) {
    for (Objective objective : Objective.all()) {
      for (String network : List.of("9-7-3", "9-8:tanh-8:sigmoid-4", "16-17:relu-15:relu-5")) {
        ParityPlan plan = plan(network, objective, optimizer, Reduction.MEAN);
        for (Order order : List.of(Order.BACKWARD, Order.FUSED, Order.PAIRWISE)) {
          ParityReport report = between(Order.FORWARD, order, plan);
          assertThat(report.parted()).as(network + objective + order).isEmpty();
          assertThat(report.passed()).isTrue();
          assertThat(report.moments()).hasSize(100);
        }
        assertThat(ParityCheck.withReference(side(Order.PAIRWISE), plan).passed()).isTrue();
      }
    }
  }

  @Test
  void between_sumsInOtherOrders_comesNearEnoughToItsTolerances() {
    ParityPlan plan = plan("9-7-3", OPTIMIZERS.get(1), Reduction.MEAN);
    ParityReport report = between(Order.FORWARD, Order.BACKWARD, plan);
    double nearest =
        report.moments().stream()
            .flatMap(moment -> moment.rows().stream())
            .mapToDouble(Row::share)
            .max()
            .orElse(0);
    // tolerances that roundings never come near would be excuses
    assertThat(nearest).isBetween(0.01, 1.0);
    for (Row row : report.moments().getLast().weights()) {
      assertThat(row.tolerance()).as("" + row).isLessThan(0.001 * row.size());
    }
  }

  /// A way to be wrong, and the optimiser that shows it.
  private record Wrong(String name, Optimizer optimizer, Style style) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Wrong> wrongEngines() {
    List<Wrong> wrong = new ArrayList<>();
    Optimizer nesterov = new Optimizer.Sgd(0.02, 0.9, true, 0);
    Optimizer decayed = new Optimizer.Sgd(0.02, 0.9, false, 0.001);
    wrong.add(new Wrong("Adam uncorrected", new Optimizer.Adam(0.01), new Uncorrected()));
    wrong.add(
        new Wrong("Nesterov ignored", nesterov, instead(new Optimizer.Sgd(1, 0.9, false, 0))));
    wrong.add(new Wrong("no decay", decayed, instead(new Optimizer.Sgd(1, 0.9, false, 0))));
    wrong.add(
        new Wrong(
            "decay in the gradient",
            new Optimizer.AdamW(0.01),
            instead(new Optimizer.Adam(1, 0.9, 0.999, 1e-8, 0.01))));
    wrong.add(
        new Wrong(
            "another epsilon",
            new Optimizer.Adam(0.01, 0.9, 0.999, 1e-3, 0),
            instead(new Optimizer.Adam(0.01, 0.9, 0.999, 1.1e-3, 0))));
    for (Optimizer optimizer : OPTIMIZERS) {
      wrong.add(new Wrong("mean for sum, " + optimizer, optimizer, new SumForMean()));
      wrong.add(new Wrong("rate off by 1e-3, " + optimizer, optimizer, new OtherRate()));
    }
    return wrong;
  }

  private record Uncorrected() implements Style {
    @Override
    public boolean corrected() {
      return false;
    }
  }

  private record SumForMean() implements Style {
    @Override
    public float scale(Reduction reduction, int batch) {
      return 1;
    }
  }

  private record OtherRate() implements Style {
    @Override
    public double rate(double rate, int step) {
      return 1.001 * rate;
    }
  }

  private static Style instead(Optimizer optimizer) {
    return new Style() {
      @Override
      public Optimizer optimizer(Optimizer asked) {
        return optimizer;
      }
    };
  }

  @ParameterizedTest
  @MethodSource("wrongEngines")
  void between_oneEngineIsWrong_partsAtAReportedStep(Wrong wrong) {
    ParityPlan plan = plan("9-7-3", wrong.optimizer(), Reduction.MEAN);
    ParityReport report = between(Order.FORWARD, wrong.style(), plan);
    assertThat(report.passed()).isFalse();
    assertThat(report.reported()).anyMatch(moment -> moment.failed().isPresent());
    assertThat(ParityCheck.withReference(side(wrong.style()), plan).passed()).isFalse();
    assertThat(between(Order.FORWARD, Order.PAIRWISE, plan).passed()).isTrue();
  }

  @Test
  void between_oneWrongStep_namesItAndTheTensor() {
    Style slip =
        new Style() {
          @Override
          public double rate(double rate, int step) {
            return step == 37 ? 1.01 * rate : rate;
          }
        };
    ParityPlan plan = plan("9-7-3", OPTIMIZERS.getFirst(), Reduction.SUM);
    Moment parted = between(Order.FORWARD, slip, plan).parted().orElseThrow();
    assertThat(parted.step()).isEqualTo(37);
    Row row = parted.failed().orElseThrow();
    assertThat(row.name()).isEqualTo("0.weight [7, 9]");
    assertThat(row.worst()).startsWith("[");
    assertThat(row.share()).isGreaterThan(1);
  }

  @Test
  void between_oneEngineDiverges_failsNamingItAndTheStep() {
    Style explodes =
        new Style() {
          @Override
          public double rate(double rate, int step) {
            return step == 5 ? 1e38 : rate;
          }
        };
    ParityPlan plan =
        plan("9-7-3", new Objective.SquaredError(), OPTIMIZERS.getFirst(), Reduction.MEAN);
    ParityReport report = between(Order.FORWARD, explodes, plan);
    assertThat(report.passed()).isFalse();
    assertThat(report.divergences()).hasSize(1);
    assertThat(report.divergences().getFirst().engine()).isEqualTo(side(explodes).name());
    assertThat(report.divergences().getFirst().step()).isEqualTo(6);
  }

  @Test
  void between_bothDivergeAtOnce_counts() {
    Optimizer huge = new Optimizer.Sgd(1e30);
    ParityPlan plan = plan("9-7-3", new Objective.SquaredError(), huge, Reduction.MEAN);
    ParityReport report = between(Order.FORWARD, Order.BACKWARD, plan);
    assertThat(report.divergences()).hasSize(2);
    assertThat(report.divergences()).allMatch(divergence -> divergence.step() == 2);
    assertThat(report.passed()).isTrue();
    assertThat(report.moments()).hasSize(1);
  }

  @Test
  void between_chaoticTraining_endsWhereNothingCanBeSaid() {
    Optimizer chaotic = new Optimizer.Sgd(3, 0.9, true, 0.01);
    ParityPlan plan = plan("9-7-3", chaotic, Reduction.SUM);
    ParityReport report = between(Order.FORWARD, Order.BACKWARD, plan);
    assertThat(report.lost()).isPresent();
    assertThat(report.moments()).hasSize(report.lost().getAsInt() - 1).hasSizeGreaterThan(2);
    assertThat(report.passed()).isTrue();
    assertThat(between(Order.FORWARD, new OtherRate(), plan).passed()).isFalse();
  }

  @Test
  void between_equalArguments_givesEqualReports() {
    ParityPlan plan = plan("9-7-3", OPTIMIZERS.getLast(), Reduction.MEAN);
    assertThat(between(Order.FORWARD, Order.FUSED, plan))
        .isEqualTo(between(Order.FORWARD, Order.FUSED, plan));
  }

  @Test
  void plan_stepsThatDoNotRise_areRefused() {
    ParityPlan good = plan("9-7-3", OPTIMIZERS.getFirst(), Reduction.MEAN);
    for (List<Integer> steps : List.of(List.of(2, 1), List.of(0, 1), List.<Integer>of())) {
      assertThatThrownBy(
              () ->
                  new ParityPlan(
                      good.job(),
                      good.schedule(),
                      good.start(),
                      good.course().data(),
                      BATCH,
                      steps))
          .isInstanceOf(RoteException.class)
          .hasMessageStartingWith("parity check: expected ");
    }
    assertThat(ParityPlan.steps(100)).containsExactly(1, 10, 100);
    assertThat(ParityPlan.steps(7)).containsExactly(1, 7);
    assertThat(ParityPlan.steps(1)).containsExactly(1);
  }

  private static ParityPlan plan(String network, Optimizer optimizer, Reduction reduction) {
    return plan(network, new Objective.SoftmaxCrossEntropy(), optimizer, reduction);
  }

  private static ParityPlan plan(
      String layers, Objective objective, Optimizer optimizer, Reduction reduction) {
    Network network = Network.parse(layers);
    Dataset data =
        RandomPictures.of(network, 3 * BATCH + 1, new Randomness(5, Randomness.Purpose.CHECK, 9));
    return new ParityPlan(
        new Job(network, objective, optimizer, reduction),
        new Schedule.Cosine(0.1),
        Parameters.initial(network, Init.TORCH, 3),
        data,
        BATCH,
        ParityPlan.steps(100));
  }

  private static ParityCheck.Side side(Style style) {
    return new ParityCheck.Side("float " + style, new FloatEngine(style), Resources.single(BATCH));
  }

  private static ParityReport between(Style first, Style second, ParityPlan plan) {
    return ParityCheck.between(side(first), side(second), plan, _ -> {});
  }
}
