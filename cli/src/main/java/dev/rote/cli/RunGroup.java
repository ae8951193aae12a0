package dev.rote.cli;

import dev.rote.report.Experiment;
import dev.rote.report.SeedRun;
import dev.rote.runs.RecipeKeys;
import dev.rote.store.Run;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import dev.rote.train.EpochStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Runs of a store that differ in their seeds alone.
///
/// @param experiment what they are in a report; its title says how they differ from the others
/// @param runs in the order of the experiment's
/// @param differing keys in which the groups differ, with this group's values
record RunGroup(Experiment experiment, List<Run> runs, Map<String, String> differing) {

  /// Groups runs, best first: those that came furthest in their training, then by held-out loss.
  static List<RunGroup> ranked(RunStore store, List<Run> runs) {
    Map<Map<String, String>, List<Run>> alike = new LinkedHashMap<>();
    runs.forEach(run -> alike.computeIfAbsent(keys(run), _ -> new ArrayList<>()).add(run));
    List<RecipeKeys.Difference> differences = differences(List.copyOf(alike.keySet()));
    List<RunGroup> groups = new ArrayList<>();
    for (List<Run> group : alike.values()) {
      int index = groups.size();
      Map<String, String> differing = new LinkedHashMap<>();
      for (RecipeKeys.Difference difference : differences) {
        differing.put(difference.key(), difference.values().get(index).orElse("–"));
      }
      groups.add(of(store, "run-" + (index + 1), group, differing));
    }
    groups.sort(
        Comparator.comparing(RunGroup::diverged)
            .thenComparing(group -> -group.share())
            .thenComparingDouble(group -> order(group.loss())));
    return groups;
  }

  /// Of keys that differ alike, as the activations of all layers may, the first.
  private static List<RecipeKeys.Difference> differences(List<Map<String, String>> recipes) {
    Map<List<Optional<String>>, RecipeKeys.Difference> distinct = new LinkedHashMap<>();
    RecipeKeys.differences(recipes).forEach(d -> distinct.putIfAbsent(d.values(), d));
    return List.copyOf(distinct.values());
  }

  private static double order(double loss) {
    return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
  }

  /// What decides a training but the seed.
  private static Map<String, String> keys(Run run) {
    Map<String, String> keys = new LinkedHashMap<>(RecipeKeys.of(run.description().recipe()));
    keys.remove("name");
    keys.remove("seed");
    keys.put("engine", run.description().provenance().engine().replaceFirst(":.*", ""));
    return keys;
  }

  private static RunGroup of(
      RunStore store, String id, List<Run> runs, Map<String, String> differing) {
    String differs =
        differing.entrySet().stream()
            .filter(entry -> !entry.getValue().equals("–"))
            .map(entry -> bare(entry.getKey()) + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    Run first = runs.getFirst();
    String title = differs.isEmpty() ? first.description().name() : differs;
    List<SeedRun> seeds =
        runs.stream()
            .map(
                run ->
                    new SeedRun(
                        run.description().provenance().seed(),
                        store.epochs(run.id()),
                        why(store, run)))
            .toList();
    Experiment experiment = new Experiment(id, title, "", first.description().recipe(), seeds);
    return new RunGroup(experiment, List.copyOf(runs), differing);
  }

  private static String bare(String key) {
    return key.substring(key.lastIndexOf('.') + 1).matches("\\d+")
        ? key
        : key.substring(key.lastIndexOf('.') + 1);
  }

  private static Optional<String> why(RunStore store, Run run) {
    return run.status() == RunStatus.DIVERGED
        ? store.events(run.id()).stream()
            .filter(event -> event.kind().equals("diverged"))
            .map(event -> event.text())
            .findFirst()
            .or(() -> Optional.of("diverged"))
        : Optional.empty();
  }

  String title() {
    return experiment.title();
  }

  boolean diverged() {
    return experiment.runs().stream().anyMatch(run -> run.diverged().isPresent());
  }

  /// Whether every run has come to its end.
  boolean whole() {
    return runs.stream().allMatch(run -> run.status() == RunStatus.FINISHED);
  }

  /// Epochs that every run has finished.
  int epochs() {
    return experiment.runs().stream().mapToInt(run -> run.epochs().size()).min().orElse(0);
  }

  private double share() {
    return (double) epochs() / runs.getFirst().description().epochs();
  }

  /// Mean held-out loss after the last common epoch; NaN if there is none.
  double loss() {
    return mean(EpochStats::heldOutLoss);
  }

  /// The same of the accuracy.
  double accuracy() {
    return mean(EpochStats::heldOutAccuracy);
  }

  private double mean(ToDoubleFunction<EpochStats> value) {
    int last = epochs();
    return last == 0
        ? Double.NaN
        : experiment.runs().stream()
            .mapToDouble(run -> value.applyAsDouble(run.epochs().get(last - 1)))
            .average()
            .orElse(Double.NaN);
  }
}
