package dev.rote.check;

import dev.rote.data.Batch;
import dev.rote.engine.Engine;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.network.TensorShape;
import java.util.ArrayList;
import java.util.List;

/// Compares an engine's float32 gradient with the double reference at the same float32 weights.
///
/// Each element may be off by its own bound, derived from the unit roundoff of float32 and the sums
/// that lead to it ([RoundingBound]), never by a number somebody chose. The engine must hold its
/// exp, sigmoid and tanh to 4 units in the last place.
public final class EngineCheck {
  private EngineCheck() {}

  /// What became of one tensor.
  ///
  /// @param maxError the largest |engine − reference|
  /// @param maxRatio the largest error as a part of its own bound; passed if at most 1
  /// @param worst where that was: `[3, 4]`
  /// @param largest the largest element of the reference's gradient, in absolute value
  /// @param hidden the largest bound: an error up to it may go unnoticed
  public record Row(
      TensorShape tensor,
      double maxError,
      double maxRatio,
      String worst,
      double largest,
      double hidden) {

    /// Whether every element is within its bound.
    public boolean passed() {
      return maxRatio <= 1;
    }
  }

  /// What became of an engine.
  ///
  /// @param engine its name
  /// @param rows one for each tensor, in the order of the slab
  /// @param ambiguous sums before a ReLU so near zero that float32 cannot tell their sign
  public record Report(String engine, List<Row> rows, int ambiguous) {
    public Report {
      rows = List.copyOf(rows);
    }

    /// Whether every tensor passed.
    public boolean passed() {
      return rows.stream().allMatch(Row::passed);
    }
  }

  /// Opens a session at the given weights and checks its gradient of one batch.
  ///
  /// @param batch with at least one example: [Batch#next] must have said so
  /// @throws dev.rote.fault.RoteException if weights or batch do not fit the network, or the engine
  ///     refuses the job
  public static Report check(Engine engine, Job job, Parameters parameters, Batch batch) {
    parameters.requireFits(job.network(), "engine check");
    RoundingBound bound =
        new RoundingBound(
            ReferenceNetwork.of(job), ReferenceNetwork.widen(parameters), Examples.of(batch));
    try (Session session = engine.open(job, parameters, Resources.single(batch.size()))) {
      Parameters gradient = session.gradient(batch);
      gradient.requireFits(job.network(), "gradient of engine " + engine.name());
      return compare(engine.name(), gradient, bound);
    }
  }

  private static Report compare(String engine, Parameters gradient, RoundingBound bound) {
    List<Row> rows = new ArrayList<>();
    int from = 0;
    for (TensorShape tensor : gradient.tensors()) {
      int to = from + (int) tensor.size();
      rows.add(row(tensor, from, to, gradient.values(), bound));
      from = to;
    }
    return new Report(engine, rows, bound.ambiguous());
  }

  private static Row row(
      TensorShape tensor, int from, int to, float[] gradient, RoundingBound bound) {
    double maxError = 0;
    double maxRatio = 0;
    int worst = 0;
    double largest = 0;
    double hidden = 0;
    for (int i = from; i < to; i++) {
      double error = Math.abs(gradient[i] - bound.gradient()[i]);
      double ratio = ratio(error, bound.bounds()[i]);
      if (ratio > maxRatio) {
        maxRatio = ratio;
        worst = i - from;
      }
      maxError = Math.max(maxError, error);
      largest = Math.max(largest, Math.abs(bound.gradient()[i]));
      hidden = Math.max(hidden, bound.bounds()[i]);
    }
    return new Row(
        tensor, maxError, maxRatio, GradientCheck.position(tensor, worst), largest, hidden);
  }

  /// An error where none is allowed, or past all numbers, is infinitely too large.
  private static double ratio(double error, double bound) {
    if (error == 0) {
      return 0;
    }
    return Double.isFinite(error) && Double.isFinite(bound)
        ? error / bound
        : Double.POSITIVE_INFINITY;
  }
}
