package dev.rote.audit;

import dev.rote.data.Dataset;
import java.util.Optional;

/// What is known of every training example, a column each. Arrays are kept, not copied.
public final class Examples {
  private final Trajectory trajectory;
  private final Optional<Unseen> unseen;
  private final double[] lossScore;
  private final double[] disputedScore;
  private final int[] proposed;
  private final boolean[] issue;

  Examples(
      Trajectory trajectory,
      Optional<Unseen> unseen,
      double[] lossScore,
      double[] disputedScore,
      int[] proposed,
      boolean[] issue) {
    this.trajectory = trajectory;
    this.unseen = unseen;
    this.lossScore = lossScore;
    this.disputedScore = disputedScore;
    this.proposed = proposed;
    this.issue = issue;
  }

  /// Of the recipe's own training.
  public Trajectory trajectory() {
    return trajectory;
  }

  /// Mean over the halves it was not in; empty at depth quick.
  public Optional<Unseen> unseen() {
    return unseen;
  }

  /// Ranks labels that are almost surely wrong: mean loss, in and out of sample.
  public double[] lossScore() {
    return lossScore;
  }

  /// Ranks labels between look-alikes: D, in and out of sample.
  public double[] disputedScore() {
    return disputedScore;
  }

  /// The class that networks give it.
  public int[] proposed() {
    return proposed;
  }

  /// Whether its label counts as wrong, by the estimated rates.
  public boolean[] issue() {
    return issue;
  }

  /// Out of sample: means over trainings that did not have the example.
  public static final class Unseen {
    private final float[] loss;
    private final float[] disputed;
    private final float[] probability;
    private final int[] answer;

    Unseen(float[] loss, float[] disputed, float[] probability, int[] answer) {
      this.loss = loss;
      this.disputed = disputed;
      this.probability = probability;
      this.answer = answer;
    }

    /// Mean over epochs and trainings.
    public float[] loss() {
      return loss;
    }

    /// D likewise.
    public float[] disputed() {
      return disputed;
    }

    /// Of the label, likewise.
    public float[] probability() {
      return probability;
    }

    /// The last training's last answer that was not the label, or the label.
    public int[] answer() {
      return answer;
    }
  }

  /// Of a training alone, without an audit around it.
  public static Examples of(Dataset train, Trajectory trained) {
    return of(train, trained, Optional.empty(), Optional.empty());
  }

  static Examples of(
      Dataset train, Trajectory trained, Optional<Unseen> unseen, Optional<ErrorRate> rate) {
    int n = train.size();
    double[] loss = new double[n];
    double[] disputed = new double[n];
    int[] proposed = new int[n];
    for (int i = 0; i < n; i++) {
      loss[i] = trained.meanLoss(i);
      disputed[i] = trained.disputed(i);
      proposed[i] = trained.lastOther(i);
      if (unseen.isPresent()) {
        loss[i] = (loss[i] + unseen.get().loss()[i]) / 2;
        disputed[i] = (disputed[i] + unseen.get().disputed()[i]) / 2;
        proposed[i] = unseen.get().answer()[i];
      }
    }
    Examples examples = new Examples(trained, unseen, loss, disputed, proposed, new boolean[n]);
    rate.ifPresent(r -> examples.mark(loss, r.random().estimate()));
    rate.ifPresent(r -> examples.mark(disputed, r.cautious().estimate()));
    return examples;
  }

  private void mark(double[] scores, double share) {
    for (int i : Ranking.highest(scores, (int) Math.round(share * scores.length))) {
      issue[i] = true;
    }
  }

  /// Examples.
  public int size() {
    return lossScore.length;
  }

  /// How well the label agrees with what networks say, 0 to 1: mean probability, out of sample
  /// where there is such.
  public double labelScore(int example) {
    return unseen
        .map(u -> (double) u.probability()[example])
        .orElseGet(() -> trajectory.confidence(example));
  }
}
