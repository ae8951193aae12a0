package dev.rote.report;

import java.util.List;

/// A table of the epochs that experiments take to given held-out accuracies.
///
/// @param title what it shows
/// @param experimentIds a row each, at least one
public record Reach(String title, List<String> experimentIds) implements Exhibit {
  public Reach {
    experimentIds = List.copyOf(experimentIds);
  }
}
