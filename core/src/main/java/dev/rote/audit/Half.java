package dev.rote.audit;

import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// One half of the training split, and the other to judge by.
final class Half {
  private final int[] inside;
  private final int[] outside;
  private final Split split;

  private Half(int[] inside, int[] outside, Split split) {
    this.inside = inside;
    this.outside = outside;
    this.split = split;
  }

  /// Draws pairs of complementary halves, one after the other; copies are in the same half.
  static List<Half> pairs(int pairs, Dataset train, Duplicates duplicates, long seed) {
    List<Half> halves = new ArrayList<>();
    int n = train.size();
    for (int pair = 0; pair < pairs; pair++) {
      int[] order = Order.shuffled(n, seed, -2 - pair);
      boolean[] within = new boolean[n];
      for (int j = 0; j < n / 2; j++) {
        within[order[j]] = true;
      }
      IntPredicate ofFirst = i -> within[duplicates.first(i)];
      int[] one = IntStream.range(0, n).filter(ofFirst).toArray();
      int[] other = IntStream.range(0, n).filter(ofFirst.negate()).toArray();
      Dataset first = train.part(one);
      Dataset second = train.part(other);
      halves.add(new Half(one, other, new Split(first, second)));
      halves.add(new Half(other, one, new Split(second, first)));
    }
    return halves;
  }

  /// Numbers of the examples learned.
  int[] inside() {
    return inside;
  }

  /// Numbers of the others.
  int[] outside() {
    return outside;
  }

  /// To learn from, and to judge by.
  Split split() {
    return split;
  }
}
