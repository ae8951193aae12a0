package dev.rote.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a heat came to.
///
/// @param results an entrant each, in the order of the systems and their settings
/// @param exchange nanoseconds a line of 64 bytes between two cores, the highest before or after
///     any of its turns on more than one thread; empty if none was measured
record Outcome(Heat heat, List<Result> results, Optional<Double> exchange) {

  /// A system's fastest setting, among those that count.
  Optional<Result> best(String system) {
    return results.stream()
        .filter(result -> result.entrant().system().equals(system) && result.counts())
        .max(Comparator.comparingDouble(Result::median));
  }

  /// How many times as fast as another system the first one is, each in its best setting; empty if
  /// one of them has none that counts.
  Optional<Double> ratio(String first, String other) {
    return best(first).flatMap(a -> best(other).map(b -> a.median() / b.median()));
  }
}
