package dev.rote.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.data.Randomness;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The nearest pictures, against comparing all with all.
class NeighboursTest {
  private static final int COUNT = 400;
  private static final int WIDTH = 13;
  private static final int HEIGHT = 11;

  /// Blots of a few shades on 13 × 11 pixels; every eighth picture is there twice, so that
  /// distances are equal.
  private static Dataset pictures() {
    int size = WIDTH * HEIGHT;
    byte[] pixels = new byte[COUNT * size];
    Randomness random = new Randomness(7, Randomness.Purpose.CHECK, 0);
    for (int i = 0; i < COUNT; i++) {
      int shade = 40 * random.below(7);
      for (int k = 0; k < size; k++) {
        int noise = random.below(1 + random.below(30));
        pixels[i * size + k] = (byte) (k / WIDTH < random.below(HEIGHT) ? noise : shade);
      }
      if (i % 8 == 7) {
        System.arraycopy(pixels, (i - 7) * size, pixels, i * size, size);
      }
    }
    PictureShape shape = new PictureShape(HEIGHT, WIDTH);
    return Dataset.of("blots", shape, pixels, new int[COUNT], 1);
  }

  private static long distance(Dataset data, int i, int j) {
    long sum = 0;
    for (int k = 0; k < data.features(); k++) {
      int difference = data.pixel(i, k) - data.pixel(j, k);
      sum += (long) difference * difference;
    }
    return sum;
  }

  @Test
  void of_everyPicture_areThoseThatComparingAllWithAllFinds() {
    Dataset data = pictures();
    Neighbours neighbours = new Neighbours(data);
    for (int i = 0; i < COUNT; i++) {
      int example = i;
      int[] nearest =
          IntStream.range(0, COUNT)
              .filter(j -> j != example)
              .boxed()
              .sorted(
                  Comparator.comparingLong((Integer j) -> distance(data, example, j))
                      .thenComparing(j -> j))
              .limit(5)
              .mapToInt(j -> j)
              .toArray();
      assertThat(neighbours.of(i, 5)).as("picture " + i).isEqualTo(nearest);
    }
  }

  @Test
  void of_threePictures_areTheOtherTwo() {
    Dataset three = pictures().part(new int[] {0, 7, 3});
    assertThat(new Neighbours(three).of(1, 5)).containsExactly(0, 2);
  }
}
