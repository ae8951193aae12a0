package dev.rote.reproduce;

import dev.rote.report.Experiment;
import java.util.List;

/// What claims are judged by.
///
/// @param study what was trained
/// @param experiments what came of it, one for each item of the study
/// @param found what came of its search
/// @param heldOut how many examples question 2 was judged on, from each seed
record Evidence(Study study, List<Experiment> experiments, List<Trial.Found> found, int heldOut) {
  Evidence {
    experiments = List.copyOf(experiments);
    found = List.copyOf(found);
  }

  /// What one recipe came to on one engine.
  ///
  /// @throws IllegalArgumentException if it was not trained
  Experiment experiment(String name, String engine) {
    String id = new Study.Item(name, engine, study.recipe(name)).id();
    return experiments.stream()
        .filter(experiment -> experiment.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no experiment " + id));
  }
}
