package dev.rote.cli;

import dev.rote.runs.RecipeFile;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The words `RECIPE.yaml key=value …` of a command line.
///
/// @param file the recipe, if one is named
/// @param overrides keys to set otherwise
record RecipeWords(Optional<Path> file, List<String> overrides) {

  static RecipeWords of(List<String> words) {
    Optional<Path> file =
        words.stream().findFirst().filter(word -> !word.contains("=")).map(Path::of);
    return new RecipeWords(file, words.subList(file.isPresent() ? 1 : 0, words.size()));
  }

  /// The recipe; without a file, every default.
  static Recipe read(List<String> words) {
    RecipeWords parsed = of(words);
    return parsed.file().isPresent()
        ? RecipeFile.read(parsed.file().get(), parsed.overrides())
        : RecipeFile.parse("", "defaults", Path.of(""), parsed.overrides());
  }
}
