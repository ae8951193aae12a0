package dev.rote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContestTest {

  private static Result result(double lossDifference, double accuracy) {
    return new Result(
        new Entrant("system", 1, new TreeMap<>(), List.of()),
        Optional.of(new Speed(3, 2, 4)),
        Optional.of(lossDifference),
        accuracy,
        Optional.empty());
  }

  @Test
  void difference_ofLosses_isTheLargestShare() {
    double[] a = {2, 1, 0};
    double[] b = {2, 0.75, 0};
    assertThat(Contest.difference(a, b)).isEqualTo(0.25);
  }

  @Test
  void objection_sameLossesAndAccuracy_isNone() {
    assertThat(Contest.objection(result(1e-5, 0.75), true, 0.76)).isEmpty();
  }

  @Test
  void objection_otherLosses_saysHowFar() {
    assertThat(Contest.objection(result(0.02, 0.76), true, 0.76).orElseThrow()).contains("2.0e-02");
  }

  @Test
  void objection_lossThatIsNoNumber_isThere() {
    assertThat(Contest.objection(result(Double.NaN, 0.76), true, 0.76)).isPresent();
  }

  @Test
  void objection_lowerAccuracy_namesBoth() {
    assertThat(Contest.objection(result(0, 0.6), true, 0.76).orElseThrow())
        .contains("60.0 %", "76.0 %");
    assertThat(Contest.objection(result(0, Double.NaN), true, 0.76)).isPresent();
  }

  @Test
  void objection_ownWeights_mayLieALittleLower() {
    assertThat(Contest.objection(result(0, 0.69), true, 0.76)).isPresent();
    assertThat(Contest.objection(result(0, 0.69), false, 0.76)).isEmpty();
    assertThat(Contest.objection(result(0, 0.6), false, 0.76)).isPresent();
  }

  @Test
  void best_leavesOutWhatDoesNotCount() {
    Result fast = result(0, 0.7).withObjection("it cheats");
    Outcome outcome = new Outcome(Heat.quick().getFirst(), List.of(fast), Optional.empty());
    assertThat(outcome.best("system")).isEmpty();
    assertThat(outcome.ratio("system", "system")).isEmpty();
  }
}
