package dev.rote.check;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// Derivatives found without knowing any calculus: by moving a little to either side and looking.
///
/// From the central difference D(h) = (f(x+h) − f(x−h)) / 2h, whose error is c₂h² + c₄h⁴ + …,
/// Richardson's extrapolation removes the first two terms with the steps h, 2h and 4h:
///
///     R(h) = D(h) + (D(h) − D(2h)) / 3           error of order h⁴
///     S(h) = R(h) + (R(h) − R(2h)) / 15          error of order h⁶
///
/// R(h) is the well-known five-point formula. See docs/maths.md for how to choose h.
public final class CentralDifferences {

  /// The widest and the narrowest step h of a slope; between them each is a quarter of the one
  /// before. Powers of two, so that h itself is never rounded.
  static final double WIDEST = 0x1p-8;

  static final double NARROWEST = 0x1p-28;

  /// If each value of f is off by at most E, then S(h) is off by at most 1.65 E / h: D(h) by E/h,
  /// R(h) by (4 E/h + E/2h) / 3 = 1.5 E/h, S(h) by (16 · 1.5 + 0.75) / 15 E/h.
  private static final double AMPLIFICATION = 1.65;

  /// A step is good enough once what extrapolation may have left is this part of the slope.
  private static final double GOOD_ENOUGH = 1e-9;

  private CentralDifferences() {}

  /// S(h) for a function of one variable; six values are taken.
  ///
  /// @param f smooth from x − 4h to x + 4h
  public static double derivative(DoubleUnaryOperator f, double x, double h) {
    double four = difference(f, x, 4 * h);
    double two = difference(f, x, 2 * h);
    double one = difference(f, x, h);
    return sixth(one, two, four);
  }

  private static double difference(DoubleUnaryOperator f, double x, double h) {
    return (f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) / (2 * h);
  }

  private static double fourth(double one, double two) {
    return one + (one - two) / 3;
  }

  private static double sixth(double one, double two, double four) {
    double fine = fourth(one, two);
    return fine + (fine - fourth(two, four)) / 15;
  }

  /// A function along a line, with a fingerprint of the smooth piece that each point lies on.
  @FunctionalInterface
  interface Curve {
    Point at(double t);
  }

  /// @param pattern equal for two points only if no kink is known between them
  record Point(double value, BitSet pattern) {}

  /// A slope at t = 0.
  ///
  /// @param value S(h) of the step that promised best
  /// @param truncation |S(h) − R(h)|: an estimate of the error of R(h), hence a generous one of S's
  /// @param roundoff what the rounding errors of the curve may come to
  /// @param kinked whether wider steps had to be given up because they crossed a kink
  record Slope(double value, double truncation, double roundoff, boolean kinked) {
    double uncertainty() {
      return truncation + roundoff;
    }
  }

  /// The slope at t = 0, from the widest step that crosses no kink and needs no narrower one.
  ///
  /// @param pattern of the curve at 0
  /// @param noise bounds the rounding error of each value of the curve
  /// @return empty if even the narrowest step crosses a kink: 0 lies on it
  static Optional<Slope> slope(Curve curve, BitSet pattern, double noise) {
    Optional<Slope> best = Optional.empty();
    boolean kinked = false;
    for (double h = WIDEST; h >= NARROWEST; h /= 4) {
      Optional<Slope> found = slope(curve, pattern, noise, h, kinked);
      if (found.isEmpty()) {
        kinked = true;
        continue;
      }
      Slope slope = found.get();
      if (best.isPresent() && slope.uncertainty() >= best.get().uncertainty()) {
        break;
      }
      best = found;
      if (slope.truncation() <= Math.max(slope.roundoff(), GOOD_ENOUGH * Math.abs(slope.value()))) {
        break;
      }
    }
    return best;
  }

  private static Optional<Slope> slope(
      Curve curve, BitSet pattern, double noise, double h, boolean kinked) {
    double[] d = new double[3];
    for (int k = 2; k >= 0; k--) { // the widest first: it is the likeliest to meet a kink
      double step = h * (1 << k);
      Point right = curve.at(step);
      Point left = curve.at(-step);
      if (!right.pattern().equals(pattern) || !left.pattern().equals(pattern)) {
        return Optional.empty();
      }
      d[k] = (right.value() - left.value()) / (2 * step);
    }
    double value = sixth(d[0], d[1], d[2]);
    double truncation = Math.abs(value - fourth(d[0], d[1]));
    return Optional.of(new Slope(value, truncation, AMPLIFICATION * noise / h, kinked));
  }
}
