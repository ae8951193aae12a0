package dev.rote.live;

import dev.rote.store.Order;
import dev.rote.store.Run;
import dev.rote.store.RunFacts;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import dev.rote.train.EpochStats;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Runs as rows of the page's table: what `rote runs list --json` shows, and a little more.
final class Rows {
  /// Of more runs the best epochs are read in one go.
  private static final int FEW = 200;

  /// Lines of a recipe that runs of one group may differ in.
  private static final Pattern OWN = Pattern.compile("(?m)^(name|seed):.*$");

  private final RunStore store;

  Rows(RunStore store) {
    this.store = store;
  }

  List<SequencedMap<String, Object>> of(List<Run> runs) {
    Map<String, Order> orders =
        runs.stream().anyMatch(run -> run.status() == RunStatus.RUNNING)
            ? store.orders()
            : Map.of();
    Map<String, EpochStats> many = runs.size() > FEW ? store.bestEpochs() : Map.of();
    Function<Run, Optional<EpochStats>> best =
        runs.size() > FEW
            ? run -> Optional.ofNullable(many.get(run.id()))
            : run -> EpochStats.best(store.epochs(run.id()));
    return runs.stream()
        .map(run -> row(RunFacts.summary(run, best.apply(run)), run, orders))
        .toList();
  }

  /// Adds to a run's facts.
  SequencedMap<String, Object> row(
      SequencedMap<String, Object> facts, Run run, Map<String, Order> orders) {
    facts.put("change", run.change());
    facts.put("group", Integer.toHexString(group(run).hashCode()));
    facts.put("duration", run.duration(Instant.now()).toMillis() / 1000.0);
    Optional.ofNullable(orders.get(run.id())).ifPresent(o -> facts.put("order", o.word()));
    return facts;
  }

  /// Equal for runs whose recipes and data are the same but for name and seed.
  private static String group(Run run) {
    return OWN.matcher(run.description().recipe()).replaceAll("")
        + run.description().provenance().trainFingerprint();
  }
}
