package dev.rote.store;

import java.util.List;

/// What moved in a store since a reader last looked.
///
/// @param cursor to ask with the next time
/// @param touched runs that are new, or of which anything was written; heartbeats do not count
/// @param removed names of runs that are gone
public record Changes(long cursor, List<Run> touched, List<String> removed) {
  /// The cursor of one who has seen nothing.
  public static final long BEGINNING = 0;

  public Changes {
    touched = List.copyOf(touched);
    removed = List.copyOf(removed);
  }
}
