package dev.rote.audit;

import java.util.Arrays;

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

  /// Share of answers that are the label.
  public double accuracy() {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += labels[i] == predictions[i] ? 1 : 0;
    }
    return (double) right / labels.length;
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

  /// The same without some examples.
  ///
  /// @param without true where an example is to be left out
  public Answers without(boolean[] without) {
    int kept = 0;
    int[] label = new int[labels.length];
    int[] prediction = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      if (!without[i]) {
        label[kept] = labels[i];
        prediction[kept++] = predictions[i];
      }
    }
    return new Answers(Arrays.copyOf(label, kept), Arrays.copyOf(prediction, kept), classes);
  }

  static int[] counts(int[] values, int classes) {
    int[] counts = new int[classes];
    for (int value : values) {
      counts[value]++;
    }
    return counts;
  }
}
