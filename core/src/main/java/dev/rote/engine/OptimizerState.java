package dev.rote.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What an optimiser remembers between steps.
///
/// @param steps steps taken so far, t of Adam's bias correction
/// @param slots one slab shaped like the weights for each thing remembered: `velocity` of SGD with
///     momentum; `mean` and `variance` of Adam and AdamW; none for plain SGD
public record OptimizerState(long steps, SequencedMap<String, Parameters> slots) {
  public OptimizerState {
    slots = new LinkedHashMap<>(slots);
  }

  /// An unmodifiable view of the slabs.
  @Override
  public SequencedMap<String, Parameters> slots() {
    return Collections.unmodifiableSequencedMap(slots);
  }
}
