package dev.rote.bench;

import dev.rote.fault.RoteException;

/// How long a heat takes. A turn is one system's share of a round, and measures everything else.
///
/// | what | turns | why |
/// |---|---|---|
/// | warming up | at least 2 | the process is new, and a JIT compiles |
/// | warming up | at most 8 | a busy machine never settles |
/// | slice of warming up | 1/4 | speed is settled when three slices in a row are alike |
/// | rest before a turn | 1/4 | the other system's threads stop spinning |
/// | lead-in of a turn, not counted | 1/10 | caches and clock frequency come back |
///
/// @param rounds turns of each system in a heat, at least 1
/// @param seconds of a turn, above 0
record Pace(int rounds, double seconds) {
  private static final double SHORTEST_WARM_UP = 2;
  private static final double LONGEST_WARM_UP = 8;
  private static final double SLICE = 0.25;
  private static final double REST = 0.25;
  private static final double LEAD_IN = 0.1;

  /// Of a process, and of the task that judges it.
  private static final double SECONDS_TO_START = 2;

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

  /// A shorter one, for the many points of a curve.
  Pace brief() {
    return new Pace(Math.min(rounds, 3), Math.min(seconds, 0.4));
  }

  double shortestWarmUp() {
    return SHORTEST_WARM_UP * seconds;
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

  /// Seconds that so many heats of so many entrants are likely to take.
  double estimate(int heats, int entrants) {
    double turns = rounds * (1 + REST + LEAD_IN) + SHORTEST_WARM_UP;
    return heats * entrants * (turns * seconds + SECONDS_TO_START);
  }
}
