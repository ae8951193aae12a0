package dev.rote.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.data.Randomness;
import dev.rote.data.Split;
import org.junit.jupiter.api.Test;

/// Copies within the training split and across to the held-out one.
class DuplicatesTest {
  private static final int SIDE = 12;
  private static final int PIXELS = SIDE * SIDE;

  private static Dataset pictures(byte[] pixels, int... labels) {
    return Dataset.of("pictures", new PictureShape(SIDE, SIDE), pixels, labels, 2);
  }

  /// One shade a picture, so that only those of the same bytes are copies.
  private static Dataset shades(int... shades) {
    byte[] pixels = new byte[shades.length * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) shades[i / PIXELS];
    }
    return pictures(pixels, new int[shades.length]);
  }

  @Test
  void of_picturesOnBothSides_areFoundByTheirBytes() {
    Dataset train = shades(0, 1, 2, 1, 3).withLabels(new int[] {0, 0, 0, 1, 0});
    Duplicates found = Duplicates.of(new Split(train, shades(2, 3, 4, 5, 4)));
    assertThat(found.leaks()).isEqualTo(2);
    assertThat(found.nearLeaks()).isZero();
    assertThat(found.repeats()).isEqualTo(1);
    assertThat(found.unseen()).containsExactly(2, 3);
    assertThat(found.inTraining()).isEqualTo(1);
    assertThat(found.conflicts()).isEqualTo(1);
    assertThat(found.first(3)).isEqualTo(1);
  }

  /// Pictures of random pixels, from 60 to 180.
  private static byte[] random(int count, int stream) {
    Randomness random = new Randomness(5, Randomness.Purpose.CHECK, stream);
    byte[] pixels = new byte[count * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (60 + random.below(121));
    }
    return pixels;
  }

  /// Writes one picture over another, with each pixel brighter and less contrasted, and a hint of
  /// noise.
  private static void copy(byte[] from, int example, byte[] to, int place, int noise) {
    Randomness random = new Randomness(6, Randomness.Purpose.CHECK, example);
    for (int k = 0; k < PIXELS; k++) {
      double pixel = from[example * PIXELS + k] & 0xFF;
      double again = 40 + 0.8 * pixel + random.below(2 * noise + 1) - noise;
      to[place * PIXELS + k] = (byte) Math.round(again);
    }
  }

  @Test
  void of_brighterCopyWithALittleNoise_isANearCopy() {
    byte[] train = random(300, 0);
    byte[] heldOut = random(40, 1);
    copy(train, 17, train, 200, 2);
    copy(train, 33, heldOut, 5, 2);
    copy(heldOut, 8, heldOut, 9, 2);
    copy(train, 50, heldOut, 20, 20);
    Split split = new Split(pictures(train, new int[300]), pictures(heldOut, new int[40]));

    Duplicates found = Duplicates.of(split);
    assertThat(found.leaks()).isZero();
    assertThat(found.nearLeaks()).as("but not that under much noise").isEqualTo(1);
    assertThat(found.repeats()).isEqualTo(1);
    assertThat(found.unseen()).hasSize(38).doesNotContain(5, 9).contains(20);
    assertThat(found.inTraining()).isZero();
    assertThat(found.nearInTraining()).isEqualTo(1);
    assertThat(found.first(200)).isEqualTo(17);
  }

  /// Pairs with noise of many strengths, so that many lie close to the limit on either side.
  @Test
  void of_pairsAroundTheLimit_areThoseThatComparingAllWithAllFinds() {
    int pairs = 200;
    byte[] pixels = random(2 * pairs, 2);
    for (int pair = 0; pair < pairs; pair++) {
      copy(pixels, pair, pixels, pairs + pair, pair % 10);
    }
    Dataset train = pictures(pixels, new int[2 * pairs]);
    int alike = 0;
    for (int i = 0; i < train.size(); i++) {
      for (int j = 0; j < i; j++) {
        alike += correlation(train, i, j) >= 0.995 ? 1 : 0;
      }
    }
    assertThat(alike).isBetween(20, 180);
    Duplicates found = Duplicates.of(new Split(train, pictures(random(1, 3), 0)));
    assertThat(found.inTraining() + found.nearInTraining()).isEqualTo(alike);
  }

  private static double correlation(Dataset data, int i, int j) {
    double[] sums = new double[5];
    for (int k = 0; k < PIXELS; k++) {
      double x = data.pixel(i, k);
      double y = data.pixel(j, k);
      sums[0] += x;
      sums[1] += y;
      sums[2] += x * x;
      sums[3] += y * y;
      sums[4] += x * y;
    }
    double covariance = sums[4] - sums[0] * sums[1] / PIXELS;
    double ofX = sums[2] - sums[0] * sums[0] / PIXELS;
    double ofY = sums[3] - sums[1] * sums[1] / PIXELS;
    return covariance / Math.sqrt(ofX * ofY);
  }
}
