package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.Randomness;
import org.junit.jupiter.api.Test;

class FmaTest {

  /// Java specifies `Math.fma`, so it is the judge even where it is slow.
  @Test
  void emulated_anyBits_equalsMathFma() {
    Randomness random = new Randomness(1, Randomness.Purpose.CHECK, 0);
    for (int i = 0; i < 1_000_000; i++) {
      requireSame(anyFloat(random), anyFloat(random), anyFloat(random));
    }
  }

  @Test
  void emulated_likeMagnitudes_equalsMathFma() {
    Randomness random = new Randomness(2, Randomness.Purpose.CHECK, 0);
    for (int i = 0; i < 1_000_000; i++) {
      float a = (float) random.normal();
      float b = (float) random.normal();
      requireSame(a, b, (float) random.normal());
      requireSame(a, b, -a * b);
      requireSame(a, b, Math.scalb((float) random.normal(), -random.below(60)));
    }
  }

  /// Sums that lie next to the middle between two floats, where rounding twice goes wrong.
  @Test
  void emulated_nearTies_equalsMathFma() {
    float a = 1 + 0x1p-12f;
    for (int shift = -80; shift <= 20; shift++) {
      for (float sign : new float[] {1, -1}) {
        requireSame(a, a, sign * Math.scalb(1f, shift));
        requireSame(a, 1 + 0x1p-23f, sign * Math.scalb(1 + 0x1p-23f, shift));
        requireSame(Math.scalb(a, -70), Math.scalb(a, -70), sign * Math.scalb(1f, -149));
      }
    }
  }

  private static float anyFloat(Randomness random) {
    return Float.intBitsToFloat((int) random.bits());
  }

  private static void requireSame(float a, float b, float c) {
    int expected = Float.floatToIntBits(Math.fma(a, b, c));
    assertThat(Float.floatToIntBits(Fma.emulated(a, b, c)))
        .as("%s × %s + %s", a, b, c)
        .isEqualTo(expected);
  }
}
