package dev.rote.audit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// How many labels are wrong, by matched injection: labels that were made wrong on purpose tell how
/// many of the wrong ones a threshold finds, and so how many there are for those it flags.
///
/// With f(t) the share of untouched examples whose score reaches t, and h(t) that of the flipped
/// ones, the rate r is at most f(t) / h(t), since f = r h + (1 − r) false alarms; the smallest over
/// t is the estimate. It holds if errors are like the flips, so there are two, and together they
/// bracket the truth.
///
/// @param random errors that are like random ones: mean loss, uniform flips
/// @param cautious errors of all kinds, at most: share of epochs in error, flips like the labels
///     that networks disagree with
/// @param hitRate share of the uniform flips with a mean loss that a tenth of the untouched
///     examples reach
/// @param flips labels made wrong, of both kinds together
/// @param threshold the mean loss that a tenth of the untouched examples reach
/// @param untouched mean losses of the examples whose labels were left as they are
/// @param broken those of the uniform flips
/// @param hitRates [#hitRate] of each class that labels were taken from; NaN if none was
public record ErrorRate(
    Interval random,
    Interval cautious,
    double hitRate,
    int flips,
    double threshold,
    Histogram untouched,
    Histogram broken,
    List<Double> hitRates) {
  private static final int BINS = 40;
  private static final double FEWEST_HITS = 0.3;
  private static final double MOST_HITS = 0.95;
  private static final double NORMAL_99 = 2.576;

  /// @param labels as they were before the flips
  static ErrorRate of(Trajectory trained, Flips flips, int[] labels, int classes) {
    int n = trained.size();
    boolean[] flipped = new boolean[n];
    for (int i = 0; i < n; i++) {
      flipped[i] = flips.uniform()[i] || flips.confused()[i];
    }
    double[] loss = new double[n];
    double[] error = new double[n];
    for (int i = 0; i < n; i++) {
      loss[i] = trained.meanLoss(i);
      error[i] = trained.errorShare(i);
    }
    double[] untouched = chosen(loss, flipped, false);
    double[] uniform = chosen(loss, flips.uniform(), true);
    double[] confused = chosen(error, flips.confused(), true);
    double tenth = untouched[untouched.length - Math.max(1, untouched.length / 10)];
    double width = Math.max(uniform[uniform.length - 1], Double.MIN_NORMAL) / BINS;
    return new ErrorRate(
        rate(untouched, uniform),
        rate(chosen(error, flipped, false), confused),
        share(uniform, tenth),
        uniform.length + confused.length,
        tenth,
        new Histogram(untouched, BINS, width),
        new Histogram(uniform, BINS, width),
        hitRates(loss, flips.uniform(), labels, classes, tenth));
  }

  private static List<Double> hitRates(
      double[] loss, boolean[] uniform, int[] labels, int classes, double threshold) {
    int[] broken = new int[classes];
    int[] found = new int[classes];
    for (int i = 0; i < loss.length; i++) {
      if (uniform[i]) {
        broken[labels[i]]++;
        found[labels[i]] += loss[i] >= threshold ? 1 : 0;
      }
    }
    return IntStream.range(0, classes).mapToObj(k -> (double) found[k] / broken[k]).toList();
  }

  private static double[] chosen(double[] scores, boolean[] which, boolean wanted) {
    double[] chosen = new double[scores.length];
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (which[i] == wanted) {
        chosen[count++] = scores[i];
      }
    }
    double[] sorted = Arrays.copyOf(chosen, count);
    Arrays.sort(sorted);
    return sorted;
  }

  /// The share of sorted scores that reach a threshold.
  private static double share(double[] sorted, double threshold) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] >= threshold) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return (double) (sorted.length - low) / Math.max(1, sorted.length);
  }

  /// The smallest f / h over thresholds that find 30 to 95 % of the flips, with the error that the
  /// number of flips found leaves.
  private static Interval rate(double[] untouched, double[] flipped) {
    double best = 1;
    double error = 1;
    for (double threshold : flipped) {
      double hits = share(flipped, threshold);
      double rate = share(untouched, threshold) / hits;
      if (hits >= FEWEST_HITS && hits <= MOST_HITS && rate < best) {
        best = rate;
        double ofHits = (1 - hits) / (hits * flipped.length);
        double ofFlags = (1 - rate * hits) / Math.max(1, rate * hits * untouched.length);
        error = NORMAL_99 * rate * Math.sqrt(ofHits + ofFlags);
      }
    }
    return new Interval(best, Math.max(0, best - error), Math.min(1, best + error));
  }
}
