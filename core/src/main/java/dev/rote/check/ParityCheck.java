package dev.rote.check;

import dev.rote.check.ParityReport.Divergence;
import dev.rote.check.ParityReport.Moment;
import dev.rote.check.ParityReport.Row;
import dev.rote.data.Batch;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Engine;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.network.Reduction;
import dev.rote.network.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/// Trains with two engines side by side, each left to itself, and says whether what comes between
/// them is no more than float32 can explain: the loss, every gradient and every weight.
///
/// The tolerance of a tensor at a step is what runs in double stray that are disturbed by all that
/// one step may round, at every step. No tolerance is tuned. Equal arguments give equal reports if
/// the engines give equal bits.
/*
 * Why the tolerances are right, what of it is proof, and what is sampling.
 *
 * One step, from the same float32 weights, moves an engine away from the formulas by no more than
 *   G_i, in each element of the gradient (RoundingBound), and
 *   r_i, in each new weight and each number the optimiser remembers (ReferenceOptimizer).
 * This much is proof, to first order in u = 2⁻²⁴: worst case over orders of summation and signs,
 * kinks of ReLU included whose side float32 cannot tell. The bounds are taken at the reference's
 * weights; the engine's differ from them by what has come together so far, which changes G and r by
 * the same small part of themselves. That the reference's weights are no float32 numbers does not
 * matter: no bound uses more of them than their size, and the rounding of each new weight is in r.
 *
 * How k such steps add up is the dynamics' business: to first order d_k = Σ_j P_kj n_j, where the
 * step's Jacobians make up P and |n_j| ≤ N_j, from G and r. The largest |d_k| would need the signs
 * of P; finding them costs a run for each element. The shadows are sampled from the box |n_j| ≤ N_j,
 * always at its corners: it is here that proof ends. In favour of it:
 *   - A shadow uses the whole bound in every element, every step in the same direction; the
 *     roundings of an engine are a small part of their bounds and cancel over the steps. In exchange,
 *     signs over the elements are random, so that their sum grows like a root; an engine's roundings
 *     are no more of one mind than that, but for the next point.
 *   - Roundings that are of one mind: a constant like η or 1/B, rounded once, scales all updates
 *     alike, at every step. That is the run ahead of the reference or behind it, which the pair with
 *     the signs of the gradient takes, by many times the rounding of a constant. In the loss it is
 *     even the worst there is, to first order, since the loss answers to d with g · d.
 *   - A tolerance is the largest over a tensor's elements, so one unlucky element does not make it
 *     small; tensors of one element have six shadows.
 *   - Kinks that a run meets because it has strayed, not because of its own rounding: a pair moves
 *     a sum to both sides by what float32 may do, and an engine that strays less meets no kink that
 *     the pair does not.
 *   - Adam divides by √v: where |g| is below G, the step is η up or down, and nothing small. No
 *     linear bound holds there. The shadows take the very steps, with g + G and g − G.
 * Two engines may stray to opposite sides, so between them twice the distance is allowed.
 *
 * Where the rate is so high that training is chaotic, roundings grow until the shadows are no longer
 * small disturbances, and the first order says nothing. The check ends there and says so: when a
 * shadow has strayed as far as the weights are long. Short of that, tolerances may be wide (bounds
 * of wide networks are, see docs/maths.md), and the check shows less; Row.size, which stands beside
 * them, says how much.
 */
public final class ParityCheck {
  private static final String REFERENCE = "double";

  private final ParityPlan plan;
  private final List<String> names;
  private final List<Session> sessions;
  private final Shadows shadows;
  private final List<Divergence> divergences = new ArrayList<>();

  private ParityCheck(ParityPlan plan, List<String> names, List<Session> sessions) {
    this.plan = plan;
    this.names = names;
    this.sessions = sessions;
    shadows = new Shadows(plan.job(), plan.start());
  }

  /// An engine that is compared.
  ///
  /// @param name what reports call it: `jvm:scalar`
  /// @param engine the engine itself
  /// @param resources what it runs on, wide enough for the plan's batch
  public record Side(String name, Engine engine, Resources resources) {}

  /// Trains with two engines.
  ///
  /// @param progress told the number of each step that is done
  /// @throws dev.rote.fault.RoteException if an engine refuses the job, or the data do not fit
  public static ParityReport between(
      Side first, Side second, ParityPlan plan, IntConsumer progress) {
    try (Session one = open(first, plan);
        Session two = open(second, plan)) {
      List<String> names = List.of(first.name(), second.name());
      return new ParityCheck(plan, names, List.of(one, two)).run(progress);
    }
  }

  /// Trains with one engine and compares it with the reference in double. Tolerances are half as
  /// wide: the reference does not round.
  ///
  /// @throws dev.rote.fault.RoteException if the engine refuses the job, or the data do not fit
  public static ParityReport withReference(Side side, ParityPlan plan) {
    try (Session session = open(side, plan)) {
      List<String> names = List.of(side.name(), REFERENCE);
      return new ParityCheck(plan, names, List.of(session)).run(_ -> {});
    }
  }

  private static Session open(Side side, ParityPlan plan) {
    return side.engine().open(plan.job(), plan.start(), side.resources());
  }

  private ParityReport run(IntConsumer progress) {
    List<Moment> moments = new ArrayList<>();
    OptionalInt lost = OptionalInt.empty();
    int epoch = 0;
    Batch batch = plan.epoch(epoch);
    for (int step = 1; step <= plan.last(); step++) {
      if (!batch.next()) {
        batch = plan.epoch(++epoch);
        batch.next();
      }
      shadows.step(Examples.of(batch), plan.rate(step));
      if (shadows.lost()) {
        lost = OptionalInt.of(step);
        break;
      }
      List<Reading> readings = readings(batch, step);
      if (!divergences.isEmpty()) {
        break;
      }
      moments.add(moment(step, readings.getFirst(), readings.getLast()));
      progress.accept(step);
    }
    return new ParityReport(names.getFirst(), names.getLast(), moments, divergences, lost);
  }

  /// What one party has to show at one step.
  private static final class Reading {
    private final double loss;
    private final double[] gradient;
    private final double[] weights;

    private Reading(double loss, double[] gradient, double[] weights) {
      this.loss = loss;
      this.gradient = gradient;
      this.weights = weights;
    }
  }

  private List<Reading> readings(Batch batch, int step) {
    List<Reading> readings = new ArrayList<>();
    for (int s = 0; s < sessions.size(); s++) {
      try {
        readings.add(reading(sessions.get(s), batch, step));
      } catch (DivergedException e) {
        divergences.add(new Divergence(names.get(s), step, String.valueOf(e.getMessage())));
      }
    }
    if (sessions.size() == 1) {
      readings.add(reference(step));
    }
    return readings;
  }

  private Reading reading(Session session, Batch batch, int step) {
    double[] gradient = {};
    if (plan.reported().contains(step)) {
      gradient = ReferenceNetwork.widen(session.gradient(batch));
    }
    Tally tally = new Tally();
    session.step(batch, plan.rate(step), tally);
    boolean mean = plan.job().reduction() == Reduction.MEAN;
    double loss = mean ? tally.meanLoss() : tally.lossSum();
    return new Reading(loss, gradient, ReferenceNetwork.widen(session.parameters()));
  }

  private Reading reference(int step) {
    if (!Float.isFinite((float) shadows.loss())) {
      divergences.add(new Divergence(REFERENCE, step, "loss " + shadows.loss()));
    }
    return new Reading(shadows.loss(), shadows.gradient(), shadows.weights());
  }

  private Moment moment(int step, Reading first, Reading second) {
    List<Row> gradients = List.of();
    if (plan.reported().contains(step)) {
      double[] apart = distances(first.gradient, second.gradient);
      gradients = rows("gradient of ", apart, shadows.gradientSpread(), shadows.gradient());
    }
    double[] apart = distances(first.weights, second.weights);
    double[] moved = distances(shadows.weights(), shadows.start());
    List<Row> weights = rows("", apart, shadows.weightSpread(), moved);
    double tolerance = tolerance(shadows.lossSpread());
    double between = Math.abs(first.loss - second.loss);
    Row loss = new Row("loss", between, tolerance, "", Math.abs(shadows.loss()));
    return new Moment(step, first.loss, second.loss, loss, gradients, weights);
  }

  private static double[] distances(double[] a, double[] b) {
    double[] distances = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      distances[i] = Math.abs(a[i] - b[i]);
    }
    return distances;
  }

  /// A row for each tensor of slabs of distances, spreads and sizes.
  private List<Row> rows(String prefix, double[] apart, double[] spread, double[] size) {
    List<Row> rows = new ArrayList<>();
    int from = 0;
    for (TensorShape tensor : plan.start().tensors()) {
      int to = from + (int) tensor.size();
      int worst = from;
      double widest = 0;
      double largest = 0;
      for (int i = from; i < to; i++) {
        // not a number is farther apart than any number
        worst = apart[worst] >= apart[i] || Double.isNaN(apart[worst]) ? worst : i;
        widest = Math.max(widest, spread[i]);
        largest = Math.max(largest, Math.abs(size[i]));
      }
      String where = GradientCheck.position(tensor, worst - from);
      rows.add(new Row(prefix + tensor, apart[worst], tolerance(widest), where, largest));
      from = to;
    }
    return rows;
  }

  /// Each engine may be as far from the reference as the shadows are.
  private double tolerance(double spread) {
    return Double.isNaN(spread) ? Double.POSITIVE_INFINITY : sessions.size() * spread;
  }
}
