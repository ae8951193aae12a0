package dev.rote.audit;

/// How much the answer to each example depends on having learned it: the share of trainings with it
/// that give its label, less the share of trainings without it.
///
/// Every pair of halves has each example once within and once without, so the mean over all
/// examples is the accuracy on learned examples less that on others, exactly. Source: V. Feldman
/// and C. Zhang, "What neural networks memorize and why", arXiv 2008.03703 (2020).
public final class Memorisation {
  private final float[] scores;
  private final double learned;
  private final double unseen;
  private final int pairs;

  Memorisation(float[] scores, double learned, double unseen, int pairs) {
    this.scores = scores;
    this.learned = learned;
    this.unseen = unseen;
    this.pairs = pairs;
  }

  /// −1 to 1, an example each; kept, not copied.
  public float[] scores() {
    return scores;
  }

  /// Mean accuracy on the halves that were learned.
  public double learned() {
    return learned;
  }

  /// Mean accuracy on the halves that were not.
  public double unseen() {
    return unseen;
  }

  /// Trainings on one half and the other.
  public int pairs() {
    return pairs;
  }

  /// The mean over all examples.
  public double mean() {
    double sum = 0;
    for (float score : scores) {
      sum += score;
    }
    return sum / scores.length;
  }

  /// What one example's score is off by, at most, as a standard error: √(1 / (2 pairs)).
  public double standardError() {
    return Math.sqrt(1 / (2.0 * pairs));
  }
}
