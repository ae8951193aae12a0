package dev.rote.bench;

import java.util.Optional;

/// How an entrant did in a heat.
///
/// @param entrant a system and its setting
/// @param speed examples a second; empty if it failed
/// @param lossDifference how far its first losses are from the first entrant's, the largest as a
///     share of the loss; empty if it starts from weights of its own
/// @param accuracy on test pictures, after as many examples as everybody's
/// @param objection why it does not count, or empty
record Result(
    Entrant entrant,
    Optional<Speed> speed,
    Optional<Double> lossDifference,
    double accuracy,
    Optional<String> objection) {

  static Result failed(Entrant entrant, String why) {
    return new Result(
        entrant, Optional.empty(), Optional.empty(), Double.NaN, Optional.of("failed: " + why));
  }

  Result withObjection(String why) {
    return new Result(entrant, speed, lossDifference, accuracy, Optional.of(why));
  }

  /// Whether its speed counts.
  boolean counts() {
    return speed.isPresent() && objection.isEmpty();
  }

  /// Examples a second of its median turn; 0 if it failed.
  double median() {
    return speed.map(Speed::median).orElse(0.0);
  }
}
