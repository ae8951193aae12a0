package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The quantiles are those of every table, here by Python: `NormalDist().inv_cdf(p)` of the module
/// `statistics`, an algorithm (AS 241) that is accurate to some 10⁻¹⁶ and shares nothing with ours.
class StandardNormalTest {

  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.6, 0.2533471031357998",
    "0.75, 0.6744897501960817",
    "0.841344746068543, 1.0000000000000007",
    "0.9, 1.2815515655446008",
    "0.95, 1.6448536269514715",
    "0.975, 1.9599639845400536",
    "0.99, 2.3263478740408408",
    "0.995, 2.5758293035489",
    "0.998046875, 2.8856349124267573",
    "0.999, 3.090232306167813",
  })
  void quantile_knownProbability_isKnownOnBothSides(double p, double x) {
    assertThat(StandardNormal.quantile(p)).isCloseTo(x, within(1e-12));
    assertThat(StandardNormal.quantile(1 - p)).isCloseTo(-x, within(1e-12));
    assertThat(StandardNormal.below(x)).isCloseTo(p, within(1e-15));
  }

  @Test
  void quantile_everyPixelsProbability_isInvertedByTheDistributionFunction() {
    for (int v = 128; v < 256; v++) {
      double p = (v + 0.5) / 256;
      assertThat(StandardNormal.below(StandardNormal.quantile(p))).isCloseTo(p, within(1e-15));
      assertThat(StandardNormal.quantile(1 - p)).isEqualTo(-StandardNormal.quantile(p));
    }
  }
}
