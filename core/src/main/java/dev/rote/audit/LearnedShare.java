package dev.rote.audit;

import dev.rote.data.Randomness;
import java.util.Arrays;

/// How much of what a network gets right on its training data, above chance, holds for examples it
/// has not seen: L = (a_out − c) / (a_in − c). The rest, 1 − L, is memorised.
///
/// @param fitted a_in, accuracy on the training examples at the checkpoint
/// @param heldOut a_out, accuracy on held-out examples
/// @param chance c, [Answers#chance] of the held-out ones
/// @param share L with its interval, sampling of examples only; NaN where a_in is not above chance
/// @param lift a_in − c with its interval
/// @param detectableLift the smallest a_out − c that a test at 1 % finds in 4 of 5 cases:
///     3.17 √(c (1 − c) / h) for h held-out examples
public record LearnedShare(
    double fitted,
    double heldOut,
    double chance,
    Interval share,
    Interval lift,
    double detectableLift) {

  private static final int RESAMPLES = 2_000;
  private static final double TAIL = 0.005;
  private static final double DETECTABLE = 3.17;

  /// Measures it, with a bootstrap over examples (B. Efron, 1979; percentiles at 99 %).
  ///
  /// @param fitted answers on the training examples
  /// @param heldOut answers on held-out ones
  public static LearnedShare of(Answers fitted, Answers heldOut, long seed) {
    double in = fitted.accuracy();
    double out = heldOut.accuracy();
    double chance = heldOut.chance();
    double[] shares = new double[RESAMPLES];
    double[] lifts = new double[RESAMPLES];
    Randomness random = new Randomness(seed, Randomness.Purpose.AUDIT, 1);
    double deviation = Math.sqrt(in * (1 - in) / fitted.size());
    for (int r = 0; r < RESAMPLES; r++) {
      double again = Math.clamp(in + deviation * random.normal(), 0, 1);
      double[] resampled = resample(heldOut, random);
      lifts[r] = again - resampled[1];
      shares[r] = (resampled[0] - resampled[1]) / lifts[r];
    }
    return new LearnedShare(
        in,
        out,
        chance,
        interval((out - chance) / (in - chance), shares),
        interval(in - chance, lifts),
        DETECTABLE * Math.sqrt(chance * (1 - chance) / heldOut.size()));
  }

  /// Accuracy and chance of as many examples drawn with replacement.
  private static double[] resample(Answers answers, Randomness random) {
    int n = answers.size();
    int[] labels = new int[answers.classes()];
    int[] predictions = new int[answers.classes()];
    int right = 0;
    for (int i = 0; i < n; i++) {
      int j = random.below(n);
      int label = answers.labels()[j];
      int prediction = answers.predictions()[j];
      labels[label]++;
      predictions[prediction]++;
      right += label == prediction ? 1 : 0;
    }
    return new double[] {(double) right / n, Answers.chance(labels, predictions, n)};
  }

  private static Interval interval(double estimate, double[] resampled) {
    Arrays.sort(resampled);
    int tail = (int) (TAIL * resampled.length);
    return new Interval(estimate, resampled[tail], resampled[resampled.length - 1 - tail]);
  }

  /// Share of the accuracy above chance that is memorised.
  public double memorised() {
    return 1 - share.estimate();
  }
}
