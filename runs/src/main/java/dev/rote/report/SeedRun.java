package dev.rote.report;

import dev.rote.train.EpochStats;
import java.util.List;
import java.util.Optional;

/// One training run of an experiment.
///
/// @param seed of the recipe
/// @param epochs the epochs it finished, in order; a number that is not finite counts as not
///     measured
/// @param diverged why it stopped early: "loss is NaN in epoch 3"
public record SeedRun(long seed, List<EpochStats> epochs, Optional<String> diverged) {
  public SeedRun {
    epochs = List.copyOf(epochs);
  }

  /// A run that did not diverge.
  public SeedRun(long seed, List<EpochStats> epochs) {
    this(seed, epochs, Optional.empty());
  }
}
