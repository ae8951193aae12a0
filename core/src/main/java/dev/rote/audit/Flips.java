package dev.rote.audit;

import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.Randomness;
import java.util.Arrays;

/// Labels made wrong on purpose, so that an audit can measure how well it finds wrong labels in
/// this very data set.
final class Flips {
  private final int[] labels;
  private final boolean[] uniform;
  private final boolean[] confused;

  Flips(int[] labels, boolean[] uniform, boolean[] confused) {
    this.labels = labels;
    this.uniform = uniform;
    this.confused = confused;
  }

  /// Of all examples, with the flips.
  int[] labels() {
    return labels;
  }

  /// Which of them became any other class, each equally likely.
  boolean[] uniform() {
    return uniform;
  }

  /// Which of them were made wrong as labels are that networks answer otherwise.
  boolean[] confused() {
    return confused;
  }

  private static final double SHARE = 0.02;

  /// Draws them: 2 % of the examples of each kind, none of both.
  ///
  /// @param unseen what networks answered to these examples that had not seen them
  static Flips draw(Dataset data, Answers unseen, long seed) {
    int n = data.size();
    int count = Math.max(1, (int) Math.round(SHARE * n));
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = data.label(i);
    }
    Flips flips = new Flips(labels, new boolean[n], new boolean[n]);
    int[] order = Order.shuffled(n, seed, -1);
    Randomness random = new Randomness(seed, Randomness.Purpose.AUDIT, 2);
    for (int j = 0; j < count; j++) {
      int drawn = random.below(data.classes() - 1);
      flips.uniform[order[j]] = true;
      labels[order[j]] = drawn + (drawn >= labels[order[j]] ? 1 : 0);
    }
    flips.confuse(Arrays.copyOfRange(order, count, n), count, disagreements(unseen), random);
    return flips;
  }

  /// Answers that are not the label, by answer and label: what they would be as wrong labels, with
  /// the answer for the truth. One for each pair where there are none at all.
  private static int[][] disagreements(Answers answers) {
    int[][] counts = new int[answers.classes()][answers.classes()];
    int sum = 0;
    for (int i = 0; i < answers.size(); i++) {
      if (answers.labels()[i] != answers.predictions()[i]) {
        counts[answers.predictions()[i]][answers.labels()[i]]++;
        sum++;
      }
    }
    for (int k = 0; k < counts.length && sum == 0; k++) {
      Arrays.fill(counts[k], 1);
      counts[k][k] = 0;
    }
    return counts;
  }

  /// Flips examples of a class as often as others are taken for it.
  private void confuse(int[] order, int count, int[][] disagreements, Randomness random) {
    int[] ofClass =
        Arrays.stream(disagreements).mapToInt(row -> Arrays.stream(row).sum()).toArray();
    int most = Arrays.stream(ofClass).max().orElseThrow();
    int done = 0;
    for (int j = 0; j < order.length && done < count; j++) {
      int label = labels[order[j]];
      if (random.below(most) < ofClass[label]) {
        int drawn = random.below(ofClass[label]);
        int to = 0;
        while (drawn >= disagreements[label][to]) {
          drawn -= disagreements[label][to++];
        }
        labels[order[j]] = to;
        confused[order[j]] = true;
        done++;
      }
    }
  }
}
