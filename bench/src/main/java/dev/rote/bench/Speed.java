package dev.rote.bench;

import java.util.List;

/// What several rounds measured, in examples a second.
///
/// @param median of the rounds; with an even number of them the mean of the middle two
/// @param min the slowest round
/// @param max the fastest round
record Speed(double median, double min, double max) {

  /// Of at least one round.
  static Speed of(List<Double> rounds) {
    List<Double> sorted = rounds.stream().sorted().toList();
    int half = sorted.size() / 2;
    double upper = sorted.get(half);
    double median = sorted.size() % 2 == 1 ? upper : (sorted.get(half - 1) + upper) / 2;
    return new Speed(median, sorted.getFirst(), sorted.getLast());
  }
}
