package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rote.fault.RoteException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PixelsTest {

  @Test
  void unit_everyByte_isItsShareOf255() {
    float[] table = Pixels.UNIT.table(new byte[] {1});
    for (int v = 0; v < 256; v++) {
      assertThat(table[v]).isEqualTo((float) (v / 255.0));
    }
    assertThat(table[255]).isEqualTo(1);
  }

  /// Rounding to float moves each number by at most its own size × 2⁻²⁴, so mean and deviation by
  /// at most the greatest of them; the sums in double add far less, for which the bound is doubled.
  @Test
  void standard_pixelsOfTheTrainingSplit_haveMeanZeroAndDeviationOne() {
    byte[] pixels = new byte[50_000];
    new Random(3).nextBytes(pixels);
    Arrays.fill(pixels, 0, 25_000, (byte) 0);

    float[] table = Pixels.STANDARD.table(pixels);

    double sum = 0;
    double squares = 0;
    double greatest = 0;
    for (byte pixel : pixels) {
      double x = table[pixel & 0xFF];
      sum += x;
      squares += x * x;
      greatest = Math.max(greatest, Math.abs(x));
    }
    double rounding = greatest * 0x1p-23;
    assertThat(sum / pixels.length).isCloseTo(0, within(rounding));
    assertThat(Math.sqrt(squares / pixels.length)).isCloseTo(1, within(rounding));
  }

  @Test
  void standard_twoBytes_areMinusOneAndOne() {
    float[] table = Pixels.STANDARD.table(new byte[] {10, 20, 10, 20});
    assertThat(table[10]).isCloseTo(-1, within(0x1p-24f));
    assertThat(table[20]).isCloseTo(1, within(0x1p-24f));
  }

  /// The variance is by Python: `sum(NormalDist().inv_cdf((v + .5) / 256)**2 for v in range(256)) /
  /// 256`. Rounding to float moves each number by at most its own size × 2⁻²⁴, below 3 × 2⁻²⁴, and
  /// the mean square by at most twice 3 times that.
  @Test
  void gaussian_allBytesOnce_haveMeanZeroAndTheVarianceOf256Levels() {
    float[] table = Pixels.GAUSSIAN.table(new byte[] {1});
    double squares = 0;
    for (int v = 0; v < 256; v++) {
      assertThat(table[v]).isEqualTo(-table[255 - v]);
      assertThat(v == 0 || table[v - 1] < table[v]).isTrue();
      squares += (double) table[v] * table[v];
    }
    assertThat(squares / 256).isCloseTo(0.9949828386117894, within(18 * 0x1p-24));
    assertThat(table[255]).isEqualTo((float) 2.8856349124267573);
  }

  /// Rounding must not make a deviation out of nothing.
  @Test
  void standard_pixelsAllAlike_areRefused() {
    for (int v = 0; v < 256; v++) {
      byte[] pixels = new byte[7 + v];
      Arrays.fill(pixels, (byte) v);
      assertThatThrownBy(() -> Pixels.STANDARD.table(pixels))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("standardise pixels: expected pixels that differ");
    }
  }
}
