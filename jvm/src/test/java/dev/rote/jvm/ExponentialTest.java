package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialTest {

  /// Half a unit for the last rounding, and less than another for the chain before it.
  private static final double UNITS_IN_THE_LAST_PLACE = 1.5;

  private interface Function {
    float of(float x);
  }

  private interface Exact {
    double of(double x);
  }

  private static double worst(Function f, Exact exact, float from, float to, int points) {
    double worst = 0;
    for (int i = 0; i <= points; i++) {
      float x = from + (to - from) * i / points;
      double expected = exact.of(x);
      worst = Math.max(worst, Math.abs(f.of(x) - expected) / Math.ulp((float) expected));
    }
    return worst;
  }

  @Test
  void exp_wholeDomain_isExactToTheLastPlaceOrSo() {
    assertThat(worst(Exponential::exp, Math::exp, -87, 0, 1_000_000))
        .isLessThan(UNITS_IN_THE_LAST_PLACE);
  }

  @Test
  void expm1_nearZeroToo_isExactToTheLastPlaces() {
    assertThat(worst(Exponential::expm1, Math::expm1, -87, -1e-6f, 1_000_000)).isLessThan(2.5);
    assertThat(worst(Exponential::expm1, Math::expm1, -1e-3f, -1e-9f, 100_000)).isLessThan(2.5);
  }

  @Test
  void sigmoid_bothSides_isExactToTheLastPlaces() {
    assertThat(worst(Exponential::sigmoid, x -> 1 / (1 + Math.exp(-x)), -80, 80, 1_000_000))
        .isLessThan(4);
  }

  @Test
  void tanh_bothSides_isExactToTheLastPlaces() {
    assertThat(worst(Exponential::tanh, Math::tanh, -20, 20, 1_000_001)).isLessThan(4);
  }

  @Test
  void extremes_saturateAndKeepNaN() {
    assertThat(Exponential.exp(Float.NEGATIVE_INFINITY)).isBetween(0f, 2e-38f);
    assertThat(Exponential.exp(-300)).isBetween(0f, 2e-38f);
    assertThat(Exponential.exp(0)).isEqualTo(1);
    assertThat(Exponential.sigmoid(300)).isEqualTo(1);
    assertThat(Exponential.sigmoid(-300)).isBetween(0f, 2e-38f);
    assertThat(Exponential.tanh(300)).isEqualTo(1);
    assertThat(Exponential.tanh(-300)).isEqualTo(-1);
    assertThat(Exponential.exp(Float.NaN)).isNaN();
    assertThat(Exponential.sigmoid(Float.NaN)).isNaN();
    assertThat(Exponential.tanh(Float.NaN)).isNaN();
  }
}
