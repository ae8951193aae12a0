package dev.rote.report;

/// What a chapter shows, under a title of its own.
public sealed interface Exhibit permits Comparison, Reach, Grid, Parallel {
  /// Its title.
  String title();
}
