package dev.rote.jvm;

/// Whether steps go faster with the whole team, or by the caller alone: found out by trying, again
/// and again, since other programs come and go, and the host of a virtual machine moves its cores.
/// Confined to one thread.
/*
 * Batches of 16 of 784-128-64-10 on two threads take 5/6 of the time of one thread when the cores are
 * near each other, and 5/3 when they are far apart.
 */
final class Tempo {
  /// Steps of a trial. The first does not count: it fetches what the other way has left elsewhere.
  private static final int TRIAL = 4;

  /// Steps from one trial to the next; each time twice as many while the other way is clearly
  /// slower, up to the most.
  private static final int PERIOD = 1000;

  private static final int LONGEST_PERIOD = 8000;
  private static final double CLEARLY = 1.5;

  /// What a change must gain.
  private static final double GAIN = 0.95;

  /// Weight of a step in the mean of the present way.
  private static final double WEIGHT = 0.125;

  private boolean together = true;

  /// Mean time of a step as things are done now; 0 before the first.
  private double present;

  private int period = PERIOD;
  private int sinceTrial;
  private double trialBest;
  private int tried = TRIAL;

  /// Whether the next step is for the whole team.
  boolean isTogether() {
    return isTrial() ? !together : together;
  }

  private boolean isTrial() {
    return tried < TRIAL;
  }

  /// Learns how long a step took, all of which are of one size.
  ///
  /// @param time in any unit, above 0
  void took(double time) {
    if (isTrial()) {
      tryOut(time);
      return;
    }
    present = present == 0 ? time : present + WEIGHT * (time - present);
    if (++sinceTrial == period) {
      tried = 0;
      sinceTrial = 0;
      trialBest = Double.POSITIVE_INFINITY;
    }
  }

  private void tryOut(double time) {
    trialBest = tried == 0 ? trialBest : Math.min(trialBest, time);
    tried++;
    if (isTrial()) {
      return;
    }
    boolean clear = trialBest > CLEARLY * present;
    period = clear ? Math.min(2 * period, LONGEST_PERIOD) : PERIOD;
    if (trialBest < GAIN * present) {
      together = !together;
      present = trialBest;
    }
  }
}
