package dev.rote.jvm;

/// Our own exponential, so that it has the same bits in every kernel, at every width and JIT tier.
///
/// The platform's exp may differ in the last place between its scalar and vector forms, and between
/// interpreted and compiled code. This one is a chain of float multiply-adds that the vector
/// kernels repeat lane by lane.
/*
 * For x ≤ 0: n = round(x log₂ e), r = x − n ln 2 in two steps (Cody and Waite), |r| ≤ ln 2 / 2;
 * then e^x = 2ⁿ (1 + q) with q = e^r − 1 by its Taylor series, q = r + r² p(r), to r⁸, whose first omitted
 * term is below 7.3e-5 / 362880 = 2e-10, a thousandth of a float's unit in the last place. Adding r
 * last keeps its roundings out of the larger part of q.
 * Adding 1.5 · 2²³ rounds to the nearest whole number and leaves n in the low bits of the sum. Below
 * −126 a float has no exponent for 2ⁿ, so that n is split and the second part multiplied in at the end.
 * Arguments below −104 count as −104, where e^x rounds to 0; for e^x − 1, which is −1 long before,
 * −87 is as good. NaN stays NaN.
 */
final class Exponential {
  static final float LOWEST = -104;
  static final float LOWEST_EXPM1 = -87;

  /// Of the sum that holds n: the lowest that 2ⁿ has an exponent for.
  static final float ROUND_MINUS_126 = 0x1.8p23f - 126;

  static final float LOG2_E = 0x1.715476p0f;
  static final float ROUND = 0x1.8p23f;
  static final float LN2_HIGH = 0x1.62e4p-1f;
  static final float LN2_LOW = 0x1.7f7d1cp-20f;
  static final float C2 = 1f / 2;
  static final float C3 = 1f / 6;
  static final float C4 = 1f / 24;
  static final float C5 = 1f / 120;
  static final float C6 = 1f / 720;
  static final float C7 = 1f / 5040;
  static final float C8 = 1f / 40320;

  /// Bits of 1.0f: added to n shifted into the exponent they make 2ⁿ.
  static final int ONE_BITS = 0x3F800000;

  static final int EXPONENT_SHIFT = 23;

  private Exponential() {}

  /// e^x for x ≤ 0, within 1 unit in the last place.
  static float exp(float x) {
    float y = Math.max(x, LOWEST);
    float t = Fma.of(y, LOG2_E, ROUND);
    float high = Math.max(t, ROUND_MINUS_126);
    float power = power(high);
    return Fma.of(power, fraction(y, t), power) * power(t - high + ROUND);
  }

  /// e^x − 1 for x ≤ 0, exact to the last place or so near 0 too.
  static float expm1(float x) {
    float y = Math.max(x, LOWEST_EXPM1);
    float t = Fma.of(y, LOG2_E, ROUND);
    float power = power(t);
    return Fma.of(power, fraction(y, t), power - 1);
  }

  /// 1 / (1 + e⁻ˣ), never through an exponential that overflows.
  static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  /// Hyperbolic tangent: −E / (2 + E) with E = e^(−2|x|) − 1, and the sign of x.
  static float tanh(float x) {
    float e = expm1(-2 * Math.abs(x));
    float t = -e / (2 + e);
    return x < 0 ? -t : t;
  }

  private static float power(float t) {
    return Float.intBitsToFloat((Float.floatToRawIntBits(t) << EXPONENT_SHIFT) + ONE_BITS);
  }

  private static float fraction(float x, float t) {
    float n = t - ROUND;
    float r = Fma.of(n, -LN2_LOW, Fma.of(n, -LN2_HIGH, x));
    float p = Fma.of(C8, r, C7);
    p = Fma.of(p, r, C6);
    p = Fma.of(p, r, C5);
    p = Fma.of(p, r, C4);
    p = Fma.of(p, r, C3);
    p = Fma.of(p, r, C2);
    return Fma.of(p, r * r, r);
  }
}
