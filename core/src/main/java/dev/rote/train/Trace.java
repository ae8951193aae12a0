package dev.rote.train;

import dev.rote.engine.Parameters;
import java.util.List;

/// What a run left behind.
///
/// @param epochs one entry for each finished epoch, in order
/// @param parameters the weights at the end
/// @param interrupted true if it was asked to stop before its last epoch was over
public record Trace(List<EpochStats> epochs, Parameters parameters, boolean interrupted) {
  public Trace {
    epochs = List.copyOf(epochs);
  }
}
