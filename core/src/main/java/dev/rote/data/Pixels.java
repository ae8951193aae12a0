package dev.rote.data;

import dev.rote.fault.RoteException;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/// How a stored byte v, 0 to 255, becomes the number x that a network sees.
///
/// | name | x |
/// |---|---|
/// | `UNIT` | v / 255 |
/// | `STANDARD` | (v / 255 − mean) / deviation, both over all pixels of the training split |
/// | `GAUSSIAN` | Φ⁻¹((v + ½) / 256), Φ the standard normal distribution function |
///
/// `GAUSSIAN` makes a standard normal, in 256 levels from −2.89 to 2.89 with variance 0.995, out of
/// bytes that are uniformly distributed, as those of [DataSpec.Noise] are.
///
/// Computed in double, rounded once to float.
public enum Pixels {
  UNIT,
  STANDARD,
  GAUSSIAN;

  /// The name in recipes.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The 256 numbers that bytes stand for.
  ///
  /// @param training all pixels of the training split, whose mean and deviation `STANDARD` takes
  /// @throws RoteException if `STANDARD` is asked of pixels that are all alike
  float[] table(byte[] training) {
    return switch (this) {
      case UNIT -> table(v -> v / 255.0);
      case STANDARD -> standard(training);
      case GAUSSIAN -> table(v -> StandardNormal.quantile((v + 0.5) / 256));
    };
  }

  private static float[] table(IntToDoubleFunction x) {
    float[] table = new float[256];
    for (int v = 0; v < 256; v++) {
      table[v] = (float) x.applyAsDouble(v);
    }
    return table;
  }

  private static float[] standard(byte[] training) {
    long[] counts = counts(training);
    double sum = 0;
    for (int v = 0; v < 256; v++) {
      sum += v / 255.0 * counts[v] / training.length;
    }
    double mean = sum;
    double variance = 0;
    for (int v = 0; v < 256; v++) {
      variance += (v / 255.0 - mean) * (v / 255.0 - mean) * counts[v] / training.length;
    }
    double deviation = StrictMath.sqrt(variance);
    return table(v -> (v / 255.0 - mean) / deviation);
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
