package dev.rote.report;

import java.util.List;

/// One recipe, trained from one or more seeds.
///
/// @param id by which [Comparison] names it
/// @param title what a line in a chart is called; short reads best: "ReLU, rate 0.01"
/// @param regime the choices behind it, in a sentence
/// @param recipeYaml the recipe as text
/// @param runs one a seed
public record Experiment(
    String id, String title, String regime, String recipeYaml, List<SeedRun> runs) {
  public Experiment {
    runs = List.copyOf(runs);
  }
}
