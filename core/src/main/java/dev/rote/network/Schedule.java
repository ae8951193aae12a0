package dev.rote.network;

import dev.rote.fault.RoteException;

/// How the learning rate moves during a run: a factor on the optimiser's rate, per step.
///
/// Steps are counted from 0 to `totalSteps − 1` over the whole run, `stepsPerEpoch` to the epoch.
public sealed interface Schedule {

  /// The factor for one step.
  ///
  /// @param step this step, counted from 0
  /// @param stepsPerEpoch steps of one epoch, at least 1
  /// @param totalSteps steps of the whole run, above `step`
  /// @return 0 to 1
  double factor(long step, long stepsPerEpoch, long totalSteps);

  /// The name in recipes.
  String word();

  /// Factor 1 throughout.
  record Constant() implements Schedule {
    @Override
    public double factor(long step, long stepsPerEpoch, long totalSteps) {
      return 1;
    }

    @Override
    public String word() {
      return "constant";
    }
  }

  /// Multiplies by `decay` after every `every` epochs: decay^⌊epoch / every⌋.
  ///
  /// @param every epochs between two drops, at least 1
  /// @param decay above 0, at most 1
  record Step(int every, double decay) implements Schedule {
    public Step {
      if (every < 1) {
        throw new RoteException(
            "step schedule", "every of 1 or more epochs", "" + every, "raise it");
      }
      if (!(decay > 0 && decay <= 1)) {
        throw new RoteException(
            "step schedule", "decay above 0, at most 1", "" + decay, "correct it");
      }
    }

    @Override
    public double factor(long step, long stepsPerEpoch, long totalSteps) {
      long drops = step / stepsPerEpoch / every;
      return StrictMath.pow(decay, (double) drops);
    }

    @Override
    public String word() {
      return "step";
    }
  }

  /// Falls along half a cosine from 1 at the first step towards `floor` at the end:
  /// floor + (1 − floor) (1 + cos(π step / totalSteps)) / 2.
  ///
  /// Source: Loshchilov and Hutter 2017, arXiv 1608.03983, without restarts.
  ///
  /// @param floor the factor it falls to, 0 to 1
  record Cosine(double floor) implements Schedule {
    public Cosine {
      if (!(floor >= 0 && floor <= 1)) {
        throw new RoteException("cosine schedule", "floor from 0 to 1", "" + floor, "correct it");
      }
    }

    @Override
    public double factor(long step, long stepsPerEpoch, long totalSteps) {
      double turn = StrictMath.cos(StrictMath.PI * step / totalSteps);
      return floor + (1 - floor) * (1 + turn) / 2;
    }

    @Override
    public String word() {
      return "cosine";
    }
  }

  /// Rises in equal steps from 1/`steps` to 1, then follows another schedule as if it had been
  /// running from the start.
  ///
  /// @param steps length of the rise, at least 1
  /// @param then the schedule that follows; not a warm-up itself
  record WarmUp(int steps, Schedule then) implements Schedule {
    public WarmUp {
      if (steps < 1) {
        throw new RoteException("warm-up", "1 step or more", "" + steps, "raise it");
      }
      if (then instanceof WarmUp) {
        throw new RoteException("warm-up", "one warm-up", "two", "name the schedule after it");
      }
    }

    @Override
    public double factor(long step, long stepsPerEpoch, long totalSteps) {
      double base = then.factor(step, stepsPerEpoch, totalSteps);
      return step < steps ? base * (step + 1) / steps : base;
    }

    @Override
    public String word() {
      return "warm-up";
    }
  }
}
