package dev.rote.report;

/// What a chapter shows, under a title of its own.
public sealed interface Exhibit permits Comparison, Reach, Grid {
  /// Its title.
  String title();
}
