package dev.rote.train;

import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.engine.Tally;
import dev.rote.fault.RoteException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a run stood between two steps: everything it takes to go on with the same bits. No state
/// of chance is part of it, see [dev.rote.data.Randomness].
///
/// @param recipe fingerprint of the recipe
/// @param data fingerprint of the data
/// @param epoch finished epochs, 0 at first
/// @param stepInEpoch batches done in the epoch under way
/// @param folded their loss and correct answers
/// @param history what each finished epoch came to
/// @param weights handed over, not copied
/// @param state the optimiser's memory, shaped like the weights
/// @param recorded what was written down of the training examples, if it is: [Recording#written]
public record Checkpoint(
    String recipe,
    String data,
    int epoch,
    long stepInEpoch,
    Folded folded,
    List<EpochStats> history,
    Parameters weights,
    OptimizerState state,
    Optional<Parameters> recorded) {

  /// @throws RoteException if a count is negative, the history is not one line for each finished
  ///     epoch, or a slot of the optimiser is not shaped like the weights
  public Checkpoint {
    history = List.copyOf(history);
    if (epoch < 0 || stepInEpoch < 0 || state.steps() < 0) {
      throw misfit("counts of 0 or more", "epoch " + epoch + ", step " + stepInEpoch);
    }
    if (history.size() != epoch) {
      throw misfit("a history of " + epoch + " epochs", history.size() + " epochs");
    }
    for (Map.Entry<String, Parameters> slot : state.slots().entrySet()) {
      if (!slot.getValue().tensors().equals(weights.tensors())) {
        throw misfit(weights.tensors() + " in " + slot.getKey(), "" + slot.getValue().tensors());
      }
    }
  }

  private static RoteException misfit(String expected, String found) {
    return new RoteException("checkpoint", expected, found, "give parts of one run");
  }

  /// The frozen form of a [Tally].
  ///
  /// @param lossSum sum of the losses
  /// @param correct right answers
  /// @param examples examples they are of
  public record Folded(double lossSum, long correct, long examples) {

    /// What a tally has come to.
    public static Folded of(Tally tally) {
      return new Folded(tally.lossSum(), tally.correct(), tally.examples());
    }

    /// A tally that goes on from here.
    public Tally tally() {
      Tally tally = new Tally();
      tally.add(lossSum, correct, examples);
      return tally;
    }
  }
}
