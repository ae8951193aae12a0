package dev.rote.train;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What one epoch came to.
///
/// @param epoch counted from 1
/// @param trainLoss mean loss over the training split, in the objective's unit
/// @param trainAccuracy share of correct answers on it, 0 to 1
/// @param heldOutLoss mean loss over the held-out split with the weights of the epoch's end
/// @param heldOutAccuracy share of correct answers on it
/// @param examplesPerSecond of the training pass alone, since it was last resumed
/// @param seconds of the whole epoch, judging included, since it was last resumed
public record EpochStats(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    double heldOutLoss,
    double heldOutAccuracy,
    double examplesPerSecond,
    double seconds) {

  /// The best epoch of a run: the one with the lowest held-out loss, of equals the earliest.
  ///
  /// @return empty if there is none
  public static Optional<EpochStats> best(List<EpochStats> history) {
    return history.stream().min(Comparator.comparingDouble(EpochStats::heldOutLoss));
  }
}
