package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/// Pearson's test that all bins are equally likely.
final class ChiSquare {

  /// A sound generator fails one test in e²⁰ / 2 ≈ 240 million.
  private static final double T = 20;

  private ChiSquare() {}

  /// The statistic X of k bins has k − 1 = d degrees of freedom, and by Laurent and Massart (2000,
  /// lemma 1) P(X ≥ d + 2√(dt) + 2t) ≤ e⁻ᵗ and P(X ≤ d − 2√(dt)) ≤ e⁻ᵗ.
  static void assertUniform(int[] counts) {
    double expected = Arrays.stream(counts).sum() / (double) counts.length;
    double statistic =
        Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
    double d = counts.length - 1;
    double width = 2 * Math.sqrt(d * T);
    assertThat(statistic).isBetween(d - width, d + width + 2 * T);
  }
}
