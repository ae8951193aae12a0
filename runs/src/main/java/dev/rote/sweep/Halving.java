package dev.rote.sweep;

import java.util.ArrayList;
import java.util.List;

/// Successive halving: all points train a few epochs, the best 1/`eta` of them `eta` times as many,
/// and so on, until the last train to their end (Jamieson and Talwalkar 2016, arXiv 1502.07943).
///
/// Rungs are synchronous: a rung is judged when every point on it has come to its epochs, so the
/// outcome does not depend on which finishes first.
///
/// @param first epochs of the first rung, at least 1
/// @param eta one point in so many goes on, at least 2
public record Halving(int first, int eta) {

  /// Epochs at which points are judged, and as the last, all of them.
  List<Integer> rungs(int epochs) {
    List<Integer> rungs = new ArrayList<>();
    for (long rung = first; rung < epochs; rung *= eta) {
      rungs.add((int) rung);
    }
    rungs.add(epochs);
    return rungs;
  }

  /// How many of so many go on: at least one.
  int keep(int points) {
    return Math.max(1, points / eta);
  }
}
