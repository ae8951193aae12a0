package dev.rote.store;

import dev.rote.fault.RoteException;
import dev.rote.runs.Provenance;
import dev.rote.runs.RecipeKeys;
import dev.rote.train.EpochStats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// Runs side by side: in what their recipes and surroundings differ, and whether what came out is
/// equal to the bit.
///
/// @param runs two or more
public record RunComparison(List<RunHistory> runs) {

  /// Whether results are equal.
  public enum Models {
    /// The files have the same SHA-256.
    EQUAL,
    /// They have not.
    DIFFERENT,
    /// Not every run has a result.
    UNKNOWN
  }

  /// @throws RoteException if there are fewer than two
  public RunComparison {
    runs = List.copyOf(runs);
    if (runs.size() < 2) {
      throw new RoteException("compare runs", "two or more", "" + runs.size(), "name another");
    }
  }

  /// The recipe's keys that are not the same in all of them.
  public List<RecipeKeys.Difference> recipe() {
    return RecipeKeys.differences(runs.stream().map(RunHistory::recipe).toList());
  }

  /// What else a result may depend on and is not the same for all: version, engine, data, machine.
  public List<RecipeKeys.Difference> surroundings() {
    return surroundings(runs.stream().map(run -> run.run().description().provenance()).toList());
  }

  /// The same of runs that need not be in a store.
  public static List<RecipeKeys.Difference> surroundings(List<Provenance> provenances) {
    return RecipeKeys.differences(provenances.stream().map(RunComparison::texts).toList());
  }

  private static Map<String, String> texts(Provenance provenance) {
    Map<String, String> texts = new LinkedHashMap<>();
    RunFacts.surroundings(provenance).forEach((key, value) -> texts.put(key, value.toString()));
    return texts;
  }

  /// How many epochs all of them have.
  public int commonEpochs() {
    return runs.stream().mapToInt(run -> run.epochs().size()).min().orElse(0);
  }

  /// The first of the common epochs in which losses or accuracies are not the same to the bit.
  public OptionalInt partingEpoch() {
    return partingEpoch(runs.stream().map(RunHistory::epochs).toList());
  }

  /// The same of runs that need not be in a store.
  public static OptionalInt partingEpoch(List<List<EpochStats>> histories) {
    int common = histories.stream().mapToInt(List::size).min().orElse(0);
    return IntStream.range(0, common)
        .filter(i -> histories.stream().map(run -> numbers(run.get(i))).distinct().count() > 1)
        .map(i -> histories.getFirst().get(i).epoch())
        .findFirst();
  }

  /// What the recipe and the data decide, and the clock does not.
  private static List<Double> numbers(EpochStats stats) {
    return List.of(
        (double) stats.epoch(),
        stats.trainLoss(),
        stats.trainAccuracy(),
        stats.heldOutLoss(),
        stats.heldOutAccuracy());
  }

  /// Whether the results are the same file, bit for bit.
  public Models models() {
    List<Optional<String>> hashes = runs.stream().map(run -> run.run().modelSha256()).toList();
    if (hashes.stream().anyMatch(Optional::isEmpty)) {
      return Models.UNKNOWN;
    }
    return hashes.stream().distinct().count() == 1 ? Models.EQUAL : Models.DIFFERENT;
  }

  /// As maps and lists for JSON.
  public SequencedMap<String, Object> facts() {
    SequencedMap<String, Object> facts = new LinkedHashMap<>();
    facts.put("runs", runs.stream().map(run -> RunFacts.summary(run.run(), run.best())).toList());
    facts.put("recipe", differences(recipe()));
    facts.put("surroundings", differences(surroundings()));
    facts.put("common_epochs", commonEpochs());
    partingEpoch().ifPresent(epoch -> facts.put("parting_epoch", epoch));
    switch (models()) {
      case EQUAL -> facts.put("models_equal", true);
      case DIFFERENT -> facts.put("models_equal", false);
      case UNKNOWN -> {}
    }
    return facts;
  }

  /// By key, then by run.
  private SequencedMap<String, Object> differences(List<RecipeKeys.Difference> differences) {
    SequencedMap<String, Object> byKey = new LinkedHashMap<>();
    for (RecipeKeys.Difference difference : differences) {
      SequencedMap<String, String> byRun = new LinkedHashMap<>();
      for (int i = 0; i < runs.size(); i++) {
        String id = runs.get(i).run().id();
        difference.values().get(i).ifPresent(value -> byRun.put(id, value));
      }
      byKey.put(difference.key(), byRun);
    }
    return byKey;
  }
}
