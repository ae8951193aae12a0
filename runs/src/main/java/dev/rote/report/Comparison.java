package dev.rote.report;

import java.util.List;

/// One chart: which experiments it lays over each other, and which number of theirs.
///
/// @param title what is seen: "Sigmoid needs three times the epochs"
/// @param experimentIds the experiments in the order of their lines, at least one
/// @param metric what is drawn
public record Comparison(String title, List<String> experimentIds, Metric metric) {
  public Comparison {
    experimentIds = List.copyOf(experimentIds);
  }
}
