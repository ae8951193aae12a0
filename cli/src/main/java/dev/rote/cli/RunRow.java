package dev.rote.cli;

import dev.rote.runs.RecipeKeys;
import dev.rote.store.Run;
import dev.rote.train.EpochStats;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A run in a list; its recipe is read when it is first asked for. Confined to one thread.
final class RunRow {
  private final Run run;
  private final Optional<EpochStats> best;
  private final Instant now;
  private @Nullable Map<String, String> recipe;

  /// @param best epoch, if it was looked up
  /// @param now what ages are reckoned to
  RunRow(Run run, Optional<EpochStats> best, Instant now) {
    this.run = run;
    this.best = best;
    this.now = now;
  }

  Run run() {
    return run;
  }

  Optional<EpochStats> best() {
    return best;
  }

  Instant now() {
    return now;
  }

  Map<String, String> recipe() {
    if (recipe == null) {
      recipe = RecipeKeys.of(run.description().recipe());
    }
    return recipe;
  }
}
