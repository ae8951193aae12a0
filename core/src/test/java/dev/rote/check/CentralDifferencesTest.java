package dev.rote.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rote.check.CentralDifferences.Point;
import dev.rote.check.CentralDifferences.Slope;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

final class CentralDifferencesTest {

  @Test
  void derivative_polynomialOfDegreeSix_isExactUpToRounding() {
    // errors of order h⁶ belong to the seventh derivative, which a polynomial of degree 6 has not
    double slope = CentralDifferences.derivative(x -> x * x * x * x * x * x, 1, 0.25);
    assertThat(slope).isCloseTo(6, within(1e-13));
  }

  @Test
  void derivative_stepHalved_errorFallsBySixtyFour() {
    double coarse = StrictMath.cos(1) - CentralDifferences.derivative(StrictMath::sin, 1, 0.2);
    double fine = StrictMath.cos(1) - CentralDifferences.derivative(StrictMath::sin, 1, 0.1);
    assertThat(coarse / fine).isBetween(60.0, 68.0);
  }

  @Test
  void slope_smoothCurve_liesWithinItsUncertainty() {
    Slope slope = slope(StrictMath::exp, 0x1p-52).orElseThrow();
    assertThat(slope.value()).isCloseTo(1, within(slope.uncertainty()));
    assertThat(slope.uncertainty()).isLessThan(1e-10);
    assertThat(slope.kinked()).isFalse();
  }

  @Test
  void slope_curveThatBendsFasterThanTheWidestStep_isFoundWithNarrowerOnes() {
    Slope slope = slope(t -> StrictMath.sin(1000 * t), 0x1p-53).orElseThrow();
    assertThat(slope.value()).isCloseTo(1000, within(slope.uncertainty()));
    assertThat(slope.uncertainty()).isLessThan(1e-5);
  }

  @Test
  void slope_kinkBesideThePoint_isTakenFromItsSide() {
    Slope slope = slope(t -> Math.max(0, t + 1e-5), 0x1p-53).orElseThrow();
    assertThat(slope.kinked()).isTrue();
    assertThat(slope.value()).isCloseTo(1, within(slope.uncertainty()));
  }

  @Test
  void slope_kinkAtThePoint_isEmpty() {
    assertThat(slope(t -> Math.max(0, t), 0x1p-53)).isEmpty();
  }

  /// With the sign of f as the pattern.
  private static Optional<Slope> slope(DoubleUnaryOperator f, double noise) {
    boolean kinked = f.applyAsDouble(-1) == 0;
    BitSet start = kinked ? pattern(f.applyAsDouble(0)) : new BitSet();
    return CentralDifferences.slope(
        t -> {
          double value = f.applyAsDouble(t);
          return new Point(value, kinked ? pattern(value) : new BitSet());
        },
        start,
        noise);
  }

  private static BitSet pattern(double value) {
    BitSet pattern = new BitSet();
    pattern.set(0, value > 0);
    return pattern;
  }
}
