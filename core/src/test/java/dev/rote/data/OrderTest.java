package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The golden orders come from the script in [RandomnessTest].
class OrderTest {

  @Test
  void shuffled_fixedSeedAndEpoch_isTheSameForEver() {
    assertThat(Order.shuffled(10, 1, 0)).containsExactly(7, 1, 2, 6, 3, 4, 9, 8, 0, 5);
    assertThat(Order.shuffled(10, 1, 1)).containsExactly(2, 8, 4, 7, 1, 0, 9, 3, 5, 6);
    assertThat(Order.shuffled(10, 0, 0)).containsExactly(2, 3, 7, 9, 1, 0, 5, 4, 6, 8);
  }

  @Test
  void shuffled_anyCount_isAPermutation() {
    for (int count : new int[] {0, 1, 2, 3, 15, 16, 17, 1000}) {
      int[] order = Order.shuffled(count, 5, 2);
      Arrays.sort(order);
      assertThat(order).isEqualTo(Order.natural(count));
    }
  }

  @Test
  void shuffled_manyEpochs_givesEachPermutationEquallyOften() {
    int[] counts = new int[24];
    for (int epoch = 0; epoch < 24_000; epoch++) {
      counts[rank(Order.shuffled(4, 9, epoch))]++;
    }
    ChiSquare.assertUniform(counts);
  }

  /// The number of a permutation of 4 among all 24 (Lehmer code).
  private static int rank(int[] order) {
    int rank = 0;
    for (int i = 0; i < 4; i++) {
      int smaller = 0;
      for (int j = i + 1; j < 4; j++) {
        smaller += order[j] < order[i] ? 1 : 0;
      }
      rank = rank * (4 - i) + smaller;
    }
    return rank;
  }
}
