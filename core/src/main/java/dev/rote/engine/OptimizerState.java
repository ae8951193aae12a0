package dev.rote.engine;

import dev.rote.fault.RoteException;
import dev.rote.network.Network;
import dev.rote.network.Optimizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;

/// What an optimiser remembers between steps, whatever the engine: a run may be resumed on another.
///
/// @param steps steps taken so far, t of Adam's bias correction
/// @param slots one slab shaped like the weights for each of [Optimizer#slots]
public record OptimizerState(long steps, SequencedMap<String, Parameters> slots) {
  public OptimizerState {
    slots = new LinkedHashMap<>(slots);
  }

  /// An unmodifiable view of the slabs.
  @Override
  public SequencedMap<String, Parameters> slots() {
    return Collections.unmodifiableSequencedMap(slots);
  }

  /// Refuses what another optimiser or another network remembers.
  ///
  /// @throws RoteException naming the slots or the first tensor that differs
  public void requireFits(Optimizer optimizer, Network network) {
    String operation = "load optimiser state";
    if (!slots.keySet().equals(new LinkedHashSet<>(optimizer.slots()))) {
      throw new RoteException(
          operation,
          optimizer.slots() + " of " + optimizer.word(),
          "" + slots.keySet(),
          "resume with the recipe the run began with");
    }
    slots.values().forEach(slot -> slot.requireFits(network, operation));
  }
}
