package dev.rote.bench;

import dev.rote.fault.RoteException;

/// How long a heat takes. A turn is one system's share of a round, and measures everything else.
///
/// | what | turns | why |
/// |---|---|---|
/// | warming up, a system's first heat | at least 2 | the JIT compiles |
/// | warming up, later heats | at least 1/2 | code is there, memory and branches are new |
/// | warming up, any heat | at most 8 | a busy machine never settles |
/// | slice of warming up | 1/4 | speed is settled when three slices in a row are alike |
/// | rest before a turn | 1/4 | the other system's threads stop spinning |
/// | lead-in of a turn, not counted | 1/10 | caches and clock frequency come back |
///
/// @param rounds turns of each system in a heat, at least 1
/// @param seconds of a turn, above 0
record Pace(int rounds, double seconds) {
  private static final double FIRST_WARM_UP = 2;
  private static final double LATER_WARM_UP = 0.5;
  private static final double LONGEST_WARM_UP = 8;
  private static final double SLICE = 0.25;
  private static final double REST = 0.25;
  private static final double LEAD_IN = 0.1;

  /// @throws RoteException if a value is out of its range
  Pace {
    if (rounds < 1) {
      throw new RoteException("race", "1 round or more", "" + rounds, "raise --rounds");
    }
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new RoteException(
          "race", "turns of above 0 to 3600 seconds", "" + seconds, "correct --seconds");
    }
  }

  double shortestWarmUp(boolean first) {
    return (first ? FIRST_WARM_UP : LATER_WARM_UP) * seconds;
  }

  double longestWarmUp() {
    return LONGEST_WARM_UP * seconds;
  }

  double slice() {
    return SLICE * seconds;
  }

  double rest() {
    return REST * seconds;
  }

  double leadIn() {
    return LEAD_IN * seconds;
  }

  /// Seconds that so many heats are likely to take.
  double estimate(int heats, int systems) {
    double turns = rounds * (1 + REST + LEAD_IN);
    double later = heats * (turns + 2 * LATER_WARM_UP);
    return systems * seconds * (later + FIRST_WARM_UP);
  }
}
