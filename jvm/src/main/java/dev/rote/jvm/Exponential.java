package dev.rote.jvm;

/// Our own exponential, so that it has the same bits in every kernel, at every width and JIT tier.
///
/// The platform's exp may differ in the last place between its scalar and vector forms, and between
/// interpreted and compiled code. This one is a chain of float multiply-adds that the vector
/// kernels repeat lane by lane.
/*
 * For x ≤ 0: n = round(x log₂ e), r = x − n ln 2 in two steps (Cody and Waite), |r| ≤ ln 2 / 2;
 * then e^x − 1 = 2ⁿ q + (2ⁿ − 1) with q = e^r − 1 by its Taylor series to r⁷, whose first omitted
 * term is below 2.1e-4 / 40320 = 5.2e-9, a twelfth of a float's half unit in the last place.
 * Adding 1.5 · 2²³ rounds to the nearest whole number and leaves n in the low bits of the sum.
 * Arguments below −87 count as −87, where e^x = 1.6e-38 is still a normal number. NaN stays NaN.
 */
final class Exponential {
  static final float LOWEST = -87;
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

  /// Bits of 1.0f: added to n shifted into the exponent they make 2ⁿ.
  static final int ONE_BITS = 0x3F800000;

  static final int EXPONENT_SHIFT = 23;

  private Exponential() {}

  /// e^x for x ≤ 0.
  static float exp(float x) {
    float t = Fma.of(Math.max(x, LOWEST), LOG2_E, ROUND);
    float power = power(t);
    return Fma.of(power, fraction(Math.max(x, LOWEST), t), power);
  }

  /// e^x − 1 for x ≤ 0, exact to the last place or so near 0 too.
  static float expm1(float x) {
    float t = Fma.of(Math.max(x, LOWEST), LOG2_E, ROUND);
    float power = power(t);
    return Fma.of(power, fraction(Math.max(x, LOWEST), t), power - 1);
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
    float p = Fma.of(C7, r, C6);
    p = Fma.of(p, r, C5);
    p = Fma.of(p, r, C4);
    p = Fma.of(p, r, C3);
    p = Fma.of(p, r, C2);
    p = Fma.of(p, r, 1);
    return p * r;
  }
}
