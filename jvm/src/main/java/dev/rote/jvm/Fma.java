package dev.rote.jvm;

/// a b + c, rounded once: the only multiply-add of the engine.
///
/// Java promises the value of `Math.fma`, but not its speed: without the processor's instruction it
/// goes through arbitrary-precision decimals, thousands of times slower. There, a few double
/// operations give the same bits.
///
/// Source of the emulation: Boldo and Melquiond, Emulation of a FMA and correctly rounded sums
/// (IEEE Transactions on Computers 57, 2008): round to odd in the wider format, then round once.
final class Fma {

  /// True if `Math.fma` is an instruction here. Either answer gives the same bits.
  static final boolean HARDWARE = isFast();

  private Fma() {}

  /// a b + c, rounded once.
  static float of(float a, float b, float c) {
    return HARDWARE ? Math.fma(a, b, c) : emulated(a, b, c);
  }

  /// The same without the instruction: the product of two floats is exact in double; the sum with c
  /// is rounded to odd there, so that rounding it to float cannot round twice.
  static float emulated(float a, float b, float c) {
    double product = (double) a * b;
    double sum = product + c;
    double part = sum - product;
    double error = (product - (sum - part)) + (c - part);
    if (error != 0 && Double.isFinite(sum) && (Double.doubleToRawLongBits(sum) & 1) == 0) {
      boolean towardsZero = (error < 0) == (sum > 0);
      sum = Double.longBitsToDouble(Double.doubleToRawLongBits(sum) + (towardsZero ? -1 : 1));
    }
    return (float) sum;
  }

  /// Not yet compiled, a software fma takes microseconds and the instruction some tens of
  /// nanoseconds: a limit of 400 lies far from both. The best of several, since the machine may be
  /// busy.
  private static boolean isFast() {
    int rounds = 256;
    long best = Long.MAX_VALUE;
    float sum = 1;
    for (int trial = 0; trial < 8; trial++) {
      long start = System.nanoTime();
      for (int i = 0; i < rounds; i++) {
        sum = Math.fma(sum, 0.999f, 0.001f);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    return best / rounds < 400 && sum > 0;
  }
}
