package dev.rote.check;

/// A bound on the error of one float32 sum of products x y whose factors are themselves off by at
/// most ex and ey.
///
///     |error| ≤ Σ (|x| ey + ex |y| + ex ey)  +  γ_n Σ (|x| + ex)(|y| + ey)  +  2 n η
///     γ_n = n u / (1 − n u),   u = 2⁻²⁴,   η = 2⁻¹²⁶
///
/// The first part hands on the errors of the factors. The second is the rounding of n products and
/// n − 1 additions, in any order and grouping, with or without fused multiply-add: on the way into
/// the result each term is rounded n times at most (Higham, Accuracy and Stability of Numerical
/// Algorithms, 2nd edition, sections 3.1 and 4.2). The third is underflow, on processors that
/// flush small numbers to zero too. Products that are surely zero are added exactly and do not
/// count.
final class SumBound {
  static final double UNIT = 0x1p-24;
  static final double TINY = 0x1p-126;

  private double handedOn;
  private double size;
  private int terms;

  /// The relative error of n roundings.
  static double gamma(int n) {
    double nu = n * UNIT;
    return nu < 1 ? nu / (1 - nu) : Double.POSITIVE_INFINITY;
  }

  SumBound add(double x, double ex, double y, double ey) {
    double largest = (Math.abs(x) + ex) * (Math.abs(y) + ey);
    if (largest != 0) {
      handedOn += Math.abs(x) * ey + ex * (Math.abs(y) + ey);
      size += largest;
      terms++;
    }
    return this;
  }

  double bound() {
    return bound(0);
  }

  /// With so many more roundings of every term.
  double bound(int more) {
    return terms == 0 ? 0 : handedOn + gamma(terms + more) * size + 2 * terms * TINY;
  }
}
