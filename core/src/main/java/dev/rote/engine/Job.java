package dev.rote.engine;

import dev.rote.data.Batch;
import dev.rote.fault.RoteException;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;

/// What an engine is asked to train: everything that decides the numbers.
public record Job(Network network, Objective objective, Optimizer optimizer, Reduction reduction) {

  /// Refuses a batch that a session of this job cannot take.
  ///
  /// @param maxBatch what the session was opened with
  /// @throws RoteException if there is no example or there are too many, or if they have another
  ///     width than the network's input or more classes than its outputs
  public void requireFits(Batch batch, int maxBatch) {
    if (batch.size() < 1 || batch.size() > maxBatch) {
      throw misfit("1 to " + maxBatch + " examples", "" + batch.size(), "open for that many");
    }
    if (batch.data().features() != network.inputs()) {
      throw misfit(
          "examples of width " + network.inputs(),
          "width " + batch.data().features(),
          "match network.inputs to the data");
    }
    if (batch.data().classes() > network.outputs()) {
      throw misfit(
          "at most " + network.outputs() + " classes, the network's outputs",
          "" + batch.data().classes(),
          "widen the last layer");
    }
  }

  private static RoteException misfit(String expected, String found, String help) {
    return new RoteException("step", expected, found, help);
  }
}
