package dev.rote.audit;

import java.util.Arrays;

/// How much the answer to each example depends on having learned it: the share of trainings with it
/// that give its label, less the share of trainings without it.
///
/// Every pair of halves has each example once within and once without, so the mean over all
/// examples is the accuracy on learned examples less that on others; answers are counted, so it is
/// to the last bits of a double. Source: V. Feldman
/// and C. Zhang, "What neural networks memorize and why", arXiv 2008.03703 (2020).
public final class Memorisation {
  private final int[] right;
  private final int[] rightUnseen;
  private final int pairs;

  /// @param right how many trainings with an example give its label, of one in each pair
  /// @param rightUnseen the same of trainings without it
  Memorisation(int[] right, int[] rightUnseen, int pairs) {
    this.right = right;
    this.rightUnseen = rightUnseen;
    this.pairs = pairs;
  }

  /// −1 to 1, an example each.
  public float[] scores() {
    float[] scores = new float[right.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (right[i] - rightUnseen[i]) / pairs;
    }
    return scores;
  }

  /// Mean accuracy on the halves that were learned.
  public double learned() {
    return share(right);
  }

  /// Mean accuracy on the halves that were not.
  public double unseen() {
    return share(rightUnseen);
  }

  /// Trainings on one half and the other.
  public int pairs() {
    return pairs;
  }

  /// The mean over all examples.
  public double mean() {
    long sum = 0;
    for (int i = 0; i < right.length; i++) {
      sum += right[i] - rightUnseen[i];
    }
    return (double) sum / ((long) pairs * right.length);
  }

  private double share(int[] counts) {
    return (double) Arrays.stream(counts).asLongStream().sum() / ((long) pairs * counts.length);
  }

  /// What one example's score is off by, at most, as a standard error: √(1 / (2 pairs)).
  public double standardError() {
    return Math.sqrt(1 / (2.0 * pairs));
  }
}
