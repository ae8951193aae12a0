package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final int[] ORDER = {4, 2, 0, 6, 1, 5, 3};
  private static final Dataset SEVEN =
      Dataset.of("seven", new PictureShape(1, 1), new byte[7], new int[] {0, 1, 2, 3, 4, 5, 6}, 7);

  /// The examples of each batch that is left.
  private static List<List<Integer>> walk(Batch batch) {
    List<List<Integer>> batches = new ArrayList<>();
    while (batch.next()) {
      List<Integer> examples = new ArrayList<>();
      for (int b = 0; b < batch.size(); b++) {
        assertThat(batch.label(b)).isEqualTo(SEVEN.label(batch.example(b)));
        examples.add(batch.example(b));
      }
      batches.add(examples);
    }
    return batches;
  }

  @Test
  void next_sizeThatDoesNotDivide_endsWithASmallerBatch() {
    assertThat(walk(Batch.over(SEVEN, ORDER, 3)))
        .containsExactly(List.of(4, 2, 0), List.of(6, 1, 5), List.of(3));
  }

  @Test
  void next_atTheEnd_staysFalse() {
    Batch batch = Batch.over(SEVEN, ORDER, 7);
    assertThat(batch.next()).isTrue();
    assertThat(batch.next()).isFalse();
    assertThat(batch.next()).isFalse();
  }

  @Test
  void skip_anyNumberOfBatches_leavesWhatWalkingLeaves() {
    for (int capacity : new int[] {1, 2, 3, 6, 7, 8}) {
      List<List<Integer>> all = walk(Batch.over(SEVEN, ORDER, capacity));
      for (int skipped = 0; skipped <= all.size(); skipped++) {
        assertThat(walk(Batch.over(SEVEN, ORDER, capacity).skip(skipped)))
            .isEqualTo(all.subList(skipped, all.size()));
      }
    }
  }

  @Test
  void skip_afterWalking_startsFromTheFront() {
    Batch batch = Batch.over(SEVEN, ORDER, 3);
    batch.next();
    batch.next();
    assertThat(walk(batch.skip(1))).containsExactly(List.of(6, 1, 5), List.of(3));
  }

  @Test
  void skip_pastTheEnd_leavesNothing() {
    assertThat(Batch.over(SEVEN, ORDER, 3).skip(1L << 40).next()).isFalse();
  }
}
