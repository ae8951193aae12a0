package dev.rote.cli;

import dev.rote.data.Split;
import dev.rote.fault.RoteException;
import dev.rote.runs.Provenance;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.RecipeKeys;
import dev.rote.runs.RunFiles;
import dev.rote.store.Run;
import dev.rote.store.RunComparison;
import dev.rote.store.RunFacts;
import dev.rote.store.RunHistory;
import dev.rote.store.RunStore;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// A run that is trained again from its stored recipe, and whether it comes to the same bits.
final class Repetition {
  private final RunHistory original;

  private Repetition(RunHistory original) {
    this.original = original;
  }

  /// @throws RoteException if the store has no such run
  static Repetition of(StoreOptions stores, String id) {
    try (RunStore store = stores.open()) {
      return new Repetition(store.history(id));
    }
  }

  /// The run that is repeated.
  String id() {
    return original.run().id();
  }

  private Provenance provenance() {
    return original.run().description().provenance();
  }

  Recipe recipe() {
    return RecipeFile.parse(
        original.run().description().recipe(), "of run " + id(), Path.of(""), List.of());
  }

  /// Refuses an engine that nobody asked for and the run was not trained on.
  void requireEngine(String engine) {
    String trained = provenance().engine().replaceFirst(":.*", "");
    if (!trained.equals(engine)) {
      throw new RoteException(
          "repeat run " + id(),
          "--engine " + trained + ", which it was trained on",
          "none",
          "add it, or --engine " + engine + " to train it there all the same");
    }
  }

  /// What makes other bits likely, known before anything is trained.
  Optional<String> warning(Split split) {
    boolean same =
        split.train().fingerprint().equals(provenance().trainFingerprint())
            && split.heldOut().fingerprint().equals(provenance().heldOutFingerprint());
    return same
        ? Optional.empty()
        : Optional.of("the data are not those that run " + id() + " learned from");
  }

  /// What came of it.
  ///
  /// @param original the run that was repeated
  /// @param equal whether the models are, if the original has one
  /// @param parting the first epoch that is not the same to the bit
  /// @param different what the result may depend on and is not the same, there and here
  /// @param text all of it in one line
  record Outcome(
      String original,
      Optional<Boolean> equal,
      OptionalInt parting,
      List<RecipeKeys.Difference> different,
      String text) {}

  /// Compares what was trained now.
  Outcome compare(Provenance now, Trace trace, Path model) {
    OptionalInt parting = RunComparison.partingEpoch(List.of(original.epochs(), trace.epochs()));
    Optional<Boolean> equal =
        original.run().modelSha256().map(sha256 -> sha256.equals(RunFiles.sha256(model)));
    List<RecipeKeys.Difference> different = RunComparison.surroundings(List.of(provenance(), now));
    return new Outcome(id(), equal, parting, different, text(trace, parting, equal, different));
  }

  private String text(
      Trace trace,
      OptionalInt parting,
      Optional<Boolean> equal,
      List<RecipeKeys.Difference> different) {
    String epochs = epochs(trace, parting);
    if (equal.isEmpty()) {
      Run run = original.run();
      String lacks =
          "run " + id() + ", " + run.status().word() + ", has no model to compare with; ";
      return lacks + epochs + (parting.isPresent() ? "; " + causes(different) : "");
    }
    return equal.get()
        ? "the same bits as run " + id() + ": the model, and " + epochs
        : "not the bits of run " + id() + ": " + epochs + "; " + causes(different);
  }

  private String epochs(Trace trace, OptionalInt parting) {
    if (parting.isEmpty()) {
      int common = Math.min(original.epochs().size(), trace.epochs().size());
      return switch (common) {
        case 0 -> "no epoch to compare";
        case 1 -> "losses and accuracies of its one epoch are equal";
        default -> "losses and accuracies of all " + common + " epochs are equal";
      };
    }
    int epoch = parting.getAsInt();
    Map<String, Object> before = RunFacts.epoch(original.epochs().get(epoch - 1));
    Map<String, Object> now = RunFacts.epoch(trace.epochs().get(epoch - 1));
    return before.keySet().stream()
        .filter(key -> !Objects.equals(before.get(key), now.get(key)))
        .findFirst()
        .map(
            key ->
                "it parts in epoch %d: %s was %s, is %s"
                    .formatted(epoch, key.replace('_', ' '), before.get(key), now.get(key)))
        .orElseThrow();
  }

  private static String causes(List<RecipeKeys.Difference> different) {
    if (different.isEmpty()) {
      return "version, engine, data and machine are the same";
    }
    return "not the same: "
        + String.join(
            "; ",
            different.stream()
                .map(
                    fact ->
                        "%s (was %s, is %s)"
                            .formatted(
                                fact.key().replace('_', ' '),
                                fact.values().get(0).orElse("none"),
                                fact.values().get(1).orElse("none")))
                .toList());
  }
}
