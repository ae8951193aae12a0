package dev.rote.data;

import dev.rote.fault.RoteException;
import java.util.Locale;

/// How a stored byte v, 0 to 255, becomes the number x that a network sees.
///
/// | name | x |
/// |---|---|
/// | `UNIT` | v / 255 |
/// | `STANDARD` | (v / 255 − mean) / deviation, both over all pixels of the training split |
///
/// Computed in double, rounded once to float.
public enum Pixels {
  UNIT,
  STANDARD;

  /// The name in recipes.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The 256 numbers that bytes stand for.
  ///
  /// @param training all pixels of the training split, whose mean and deviation `STANDARD` takes
  /// @throws RoteException if `STANDARD` is asked of pixels that are all alike
  float[] table(byte[] training) {
    double mean = 0;
    double deviation = 1;
    if (this == STANDARD) {
      long[] counts = counts(training);
      for (int v = 0; v < 256; v++) {
        mean += v / 255.0 * counts[v] / training.length;
      }
      double variance = 0;
      for (int v = 0; v < 256; v++) {
        variance += (v / 255.0 - mean) * (v / 255.0 - mean) * counts[v] / training.length;
      }
      deviation = StrictMath.sqrt(variance);
    }
    float[] table = new float[256];
    for (int v = 0; v < 256; v++) {
      table[v] = (float) ((v / 255.0 - mean) / deviation);
    }
    return table;
  }

  /// How often each byte occurs.
  private static long[] counts(byte[] training) {
    long[] counts = new long[256];
    for (byte pixel : training) {
      counts[pixel & 0xFF]++;
    }
    if (counts[training[0] & 0xFF] == training.length) {
      throw new RoteException(
          "standardise pixels", "pixels that differ", "one value", "use pixels: unit");
    }
    return counts;
  }
}
