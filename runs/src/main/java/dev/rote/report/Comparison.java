package dev.rote.report;

import java.util.List;

/// One chart: which experiments it lays over each other, and which number of theirs.
///
/// @param title what is seen: "Sigmoid needs three times the epochs"
/// @param text what to look for, in a sentence or two; may be empty
/// @param experimentIds the experiments in the order of their lines, at least one
/// @param metric what is drawn
/// @param references level lines to read it against; may be empty
public record Comparison(
    String title,
    String text,
    List<String> experimentIds,
    Metric metric,
    List<Reference> references)
    implements Exhibit {
  public Comparison {
    experimentIds = List.copyOf(experimentIds);
    references = List.copyOf(references);
  }

  /// A chart that needs no words and no level lines.
  public Comparison(String title, List<String> experimentIds, Metric metric) {
    this(title, "", experimentIds, metric, List.of());
  }
}
