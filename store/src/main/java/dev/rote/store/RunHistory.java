package dev.rote.store;

import dev.rote.runs.RecipeKeys;
import dev.rote.train.EpochStats;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// All that a store knows of one run.
///
/// @param run as it stands
/// @param epochs finished, in order
/// @param points measurements within epochs, by name and step
/// @param events in order of time
/// @param artifacts by kind and name
public record RunHistory(
    Run run,
    List<EpochStats> epochs,
    List<RunRecord.Point> points,
    List<RunRecord.Event> events,
    List<RunRecord.Artifact> artifacts) {

  public RunHistory {
    epochs = List.copyOf(epochs);
    points = List.copyOf(points);
    events = List.copyOf(events);
    artifacts = List.copyOf(artifacts);
  }

  /// The last finished epoch.
  public Optional<EpochStats> last() {
    return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.getLast());
  }

  /// The epoch with the lowest held-out loss: [EpochStats#best].
  public Optional<EpochStats> best() {
    return EpochStats.best(epochs);
  }

  /// The recipe as a flat table: [RecipeKeys#of].
  public SequencedMap<String, String> recipe() {
    return RecipeKeys.of(run.description().recipe());
  }
}
