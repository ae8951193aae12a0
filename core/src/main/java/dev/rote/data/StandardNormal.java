package dev.rote.data;

/// The standard normal distribution.
final class StandardNormal {
  private static final double HIGHEST = 8;
  private static final int HALVINGS = 60;

  private StandardNormal() {}

  /// The distribution function: Φ(x) = ½ + φ(x) · (x + x³/3 + x⁵/(3·5) + x⁷/(3·5·7) + …) with
  /// φ(x) = exp(−x²/2) / √(2π), for x from 0 to 8.
  ///
  /// All terms are positive, so nothing cancels; they are added until one no longer counts.
  ///
  /// Source: M. Abramowitz and I. Stegun, "Handbook of mathematical functions" (1964), 26.2.11.
  static double below(double x) {
    double term = x;
    double sum = 0;
    for (int odd = 3; sum + term > sum; odd += 2) {
      sum += term;
      term *= x * x / odd;
    }
    return 0.5 + sum * StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
  }

  /// The inverse Φ⁻¹(p), by halving an interval that holds it.
  ///
  /// Φ is off by some 2⁻⁵² and its slope is φ, so the error is some 2⁻⁵² / φ(x): below 10⁻¹² up to
  /// x = 3.
  ///
  /// @param p from 0.001 to 0.999
  static double quantile(double p) {
    if (p < 0.5) {
      return -quantile(1 - p);
    }
    double low = 0;
    double high = HIGHEST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (below(middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
