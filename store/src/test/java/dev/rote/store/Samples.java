package dev.rote.store;

import dev.rote.runs.Machine;
import dev.rote.runs.Provenance;
import dev.rote.runs.RecipeFile;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Runs to keep.
public final class Samples {
  static final Instant STARTED = Instant.parse("2026-11-23T12:46:01.250Z");

  private Samples() {}

  static Recipe recipe(String name, String... overrides) {
    return RecipeFile.parse(
        "{name: " + name + ", epochs: 20, batch: 16, seed: 7}",
        name,
        Path.of("/"),
        List.of(overrides));
  }

  public static RunDescription run(String name, Path folder, String... overrides) {
    Recipe recipe = recipe(name, overrides);
    return RunDescription.of(recipe, provenance(recipe), folder);
  }

  /// Every optional fact is there, and words that would hurt were they not bound.
  public static RunDescription full(Path folder) {
    Recipe recipe = recipe("full");
    Provenance plain = provenance(recipe);
    Provenance provenance =
        new Provenance(
            plain.version(),
            plain.engine(),
            Optional.of("scalar kernels'); DROP TABLE runs; --"),
            plain.recipeFingerprint(),
            plain.trainFingerprint(),
            plain.heldOutFingerprint(),
            Optional.of("random over 2 classes: \"50 %\" of ünicode \u2028 labels changed"),
            Long.MIN_VALUE,
            plain.machine(),
            plain.started());
    return RunDescription.of(recipe, provenance, folder)
        .repeating("20261122-0900-0000")
        .with(Optional.of(new GitState("0123456789abcdef0123456789abcdef01234567", true)));
  }

  private static Provenance provenance(Recipe recipe) {
    return new Provenance(
        "0.1.0",
        "jvm: vector kernels",
        Optional.empty(),
        RecipeFile.fingerprint(recipe),
        "a".repeat(64),
        "b".repeat(64),
        Optional.empty(),
        recipe.seed(),
        new Machine("a processor", 2, "Linux 6 amd64", "25, somebody"),
        STARTED);
  }

  public static EpochStats epoch(int number) {
    double x = 1.0 / (number + 2);
    return new EpochStats(number, x, 1 - x, 1.1 * x, 1 - 1.1 * x, 12345.678 * number, 0.1 + x);
  }

  public static RunRecord.Epoch epochRecord(int number) {
    return new RunRecord.Epoch(epoch(number));
  }
}
