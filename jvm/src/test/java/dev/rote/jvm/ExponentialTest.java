package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialTest {

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

  /// Every 61st float; all of them, once, had their worst: 0.98 at −5.838.
  @Test
  void exp_wholeDomain_isWithinOneUnitInTheLastPlace() {
    double worst = 0;
    int last = Float.floatToRawIntBits(-110);
    for (int bits = Float.floatToRawIntBits(-0x1p-40f); bits <= last; bits += 61) {
      float x = Float.intBitsToFloat(bits);
      double expected = StrictMath.exp(x);
      double units = Math.abs(Exponential.exp(x) - expected) / Math.ulp((float) expected);
      worst = Math.max(worst, units);
    }
    assertThat(worst).isLessThanOrEqualTo(1);
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
    assertThat(Exponential.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Exponential.exp(-300)).isZero();
    assertThat(Exponential.exp(0)).isEqualTo(1);
    assertThat(Exponential.sigmoid(300)).isEqualTo(1);
    assertThat(Exponential.sigmoid(-300)).isZero();
    assertThat(Exponential.tanh(300)).isEqualTo(1);
    assertThat(Exponential.tanh(-300)).isEqualTo(-1);
    assertThat(Exponential.exp(Float.NaN)).isNaN();
    assertThat(Exponential.sigmoid(Float.NaN)).isNaN();
    assertThat(Exponential.tanh(Float.NaN)).isNaN();
  }
}
