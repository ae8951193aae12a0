package dev.rote.store;

import dev.rote.runs.Provenance;
import dev.rote.runs.RecipeFile;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.Optional;

/// What a run is, known when it begins.
///
/// @param name the recipe's
/// @param recipe as YAML, every default spelt out
/// @param epochs planned
/// @param batch examples a step
/// @param provenance what the result depends on
/// @param folder where its files lie, absolute
/// @param parent the run that this one repeats
/// @param git the working folder's state
public record RunDescription(
    String name,
    String recipe,
    int epochs,
    int batch,
    Provenance provenance,
    Path folder,
    Optional<String> parent,
    Optional<GitState> git) {

  public RunDescription {
    folder = folder.toAbsolutePath().normalize();
  }

  /// A run of a recipe that repeats no other; git is asked when it is kept.
  public static RunDescription of(Recipe recipe, Provenance provenance, Path folder) {
    return new RunDescription(
        recipe.name(),
        RecipeFile.write(recipe),
        recipe.epochs(),
        recipe.batch(),
        provenance,
        folder,
        Optional.empty(),
        Optional.empty());
  }

  /// The same, repeating a run.
  public RunDescription repeating(String run) {
    return new RunDescription(
        name, recipe, epochs, batch, provenance, folder, Optional.of(run), git);
  }

  RunDescription with(Optional<GitState> state) {
    return new RunDescription(name, recipe, epochs, batch, provenance, folder, parent, state);
  }
}
