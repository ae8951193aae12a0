package dev.rote.audit;

/// What a network answered to examples whose labels are known.
public final class Answers {
  private final int[] labels;
  private final int[] predictions;
  private final int classes;

  Answers(int[] labels, int[] predictions, int classes) {
    this.labels = labels;
    this.predictions = predictions;
    this.classes = classes;
  }

  /// One for each example.
  public int[] labels() {
    return labels;
  }

  /// Likewise.
  public int[] predictions() {
    return predictions;
  }

  /// K.
  public int classes() {
    return classes;
  }

  /// Examples.
  public int size() {
    return labels.length;
  }

  /// Answers that are the label.
  int right() {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += labels[i] == predictions[i] ? 1 : 0;
    }
    return right;
  }

  /// Share of answers that are the label.
  public double accuracy() {
    return (double) right() / labels.length;
  }

  /// The mean accuracy over all permutations of the labels, `Σ_k P(label k) P(answer k)`: what is
  /// right by chance, unequal classes included.
  public double chance() {
    return chance(counts(labels, classes), counts(predictions, classes), labels.length);
  }

  static double chance(int[] ofLabels, int[] ofPredictions, int size) {
    double sum = 0;
    for (int k = 0; k < ofLabels.length; k++) {
      sum += (double) ofLabels[k] / size * ((double) ofPredictions[k] / size);
    }
    return sum;
  }

  static int[] counts(int[] values, int classes) {
    int[] counts = new int[classes];
    for (int value : values) {
      counts[value]++;
    }
    return counts;
  }
}
