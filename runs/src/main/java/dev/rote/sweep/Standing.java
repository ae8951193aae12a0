package dev.rote.sweep;

import dev.rote.train.EpochStats;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What is known of a trial.
///
/// @param run its name in the store, if it was begun
/// @param state how it stands
/// @param epochs what is finished of it, in order
/// @param why it diverged, if it did
/// @param claim who is at it, if somebody is
public record Standing(
    Optional<String> run,
    State state,
    List<EpochStats> epochs,
    Optional<String> why,
    Optional<Claim> claim) {

  /// Nothing.
  public static final Standing UNKNOWN =
      new Standing(Optional.empty(), State.OPEN, List.of(), Optional.empty(), Optional.empty());

  public Standing {
    epochs = List.copyOf(epochs);
  }

  /// How a trial stands.
  public enum State {
    /// Not begun, or not at its end.
    OPEN,
    /// Given up for others that did better.
    STOPPED,
    /// Over, with a result.
    FINISHED,
    /// Over, without one.
    DIVERGED
  }

  /// That a process has said it trains the trial, and was heard of a moment ago.
  ///
  /// @param here whether it is on this machine
  /// @param folder where it trains it
  public record Claim(boolean here, Path folder) {}

  /// The same, claimed.
  public Standing with(Claim by) {
    return new Standing(run, state, epochs, why, Optional.of(by));
  }

  /// Whether nothing is left to train up to an epoch.
  ///
  /// @param all epochs of the whole training
  public boolean reached(int epoch, int all) {
    return switch (state) {
      case FINISHED, DIVERGED -> true;
      case OPEN, STOPPED -> epoch < all && epochs.size() >= epoch;
    };
  }

  /// Held-out loss after an epoch; infinite, and so the worst, if it diverged or is not a number.
  double loss(int epoch) {
    if (state == State.DIVERGED || epochs.size() < epoch) {
      return Double.POSITIVE_INFINITY;
    }
    double loss = epochs.get(epoch - 1).heldOutLoss();
    return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
  }
}
