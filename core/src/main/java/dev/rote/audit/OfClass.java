package dev.rote.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was found of one class.
///
/// @param training examples with that label in the training split
/// @param fitted share of them that is right after the training; NaN if there is none
/// @param heldOut held-out examples with that label
/// @param unseen share of them that is right; NaN if there is none
/// @param suspects training labels of that class that count as wrong
/// @param hitRate share of labels taken from it and broken on purpose that the tenth with the
///     highest loss holds; NaN if none was broken
public record OfClass(
    int training, double fitted, int heldOut, double unseen, int suspects, double hitRate) {

  /// All classes, in the order of the labels.
  static List<OfClass> all(
      Answers fitted, Answers heldOut, boolean[] issue, Optional<ErrorRate> rate) {
    int[] suspects = new int[fitted.classes()];
    for (int i = 0; i < issue.length; i++) {
      suspects[fitted.labels()[i]] += issue[i] ? 1 : 0;
    }
    int[] training = Answers.counts(fitted.labels(), fitted.classes());
    int[] held = Answers.counts(heldOut.labels(), fitted.classes());
    int[] fittedRight = right(fitted);
    int[] heldOutRight = right(heldOut);
    List<OfClass> all = new ArrayList<>();
    for (int k = 0; k < training.length; k++) {
      int label = k;
      double hits = rate.map(r -> r.hitRates().get(label)).orElse(Double.NaN);
      all.add(
          new OfClass(
              training[k],
              (double) fittedRight[k] / training[k],
              held[k],
              (double) heldOutRight[k] / held[k],
              suspects[k],
              hits));
    }
    return all;
  }

  private static int[] right(Answers answers) {
    int[] right = new int[answers.classes()];
    for (int i = 0; i < answers.size(); i++) {
      right[answers.labels()[i]] += answers.labels()[i] == answers.predictions()[i] ? 1 : 0;
    }
    return right;
  }
}
