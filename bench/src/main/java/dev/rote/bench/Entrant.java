package dev.rote.bench;

import java.util.List;
import java.util.SortedMap;

/// A system in one of its settings: what takes a turn. It runs in a process of its own.
///
/// @param system the name users type: `torch`
/// @param threads it is told to use
/// @param environment variables it is given beside those of the race, from which what tunes
///     libraries is removed
/// @param command that starts its process
record Entrant(
    String system, int threads, SortedMap<String, String> environment, List<String> command) {

  /// The setting in words: "2 threads, OPENBLAS_NUM_THREADS=1".
  String setting() {
    StringBuilder words =
        new StringBuilder().append(threads).append(threads == 1 ? " thread" : " threads");
    environment.forEach((name, value) -> words.append(", ").append(name).append('=').append(value));
    return words.toString();
  }

  @Override
  public String toString() {
    return system + ", " + setting();
  }
}
