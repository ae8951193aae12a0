package dev.rote.audit;

import java.util.Comparator;
import java.util.stream.IntStream;

/// Who stands first.
final class Ranking {
  private Ranking() {}

  /// The numbers of the highest scores, highest first; of equal ones the lower number.
  static int[] highest(double[] scores, int count) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]).thenComparing(i -> i))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
