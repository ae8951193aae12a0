package dev.rote.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.engine.Session;
import dev.rote.network.Optimizer;
import java.util.SequencedMap;

/// The optimisers' formulas in double, one element at a time, to hold engines against.
/*
 * Tolerance. A float step rounds each of its at most twelve operations by at most u = 2⁻²⁴ of the
 * result, and each constant by u. Sums here are w + Δ with Δ itself a product of sums; no operation
 * subtracts like quantities except g + λ w and the moments' averages, whose terms are bounded by the
 * magnitudes below. So |error| ≤ 16 u (|w| + M), with M the update computed from absolute values.
 */
final class OptimizerFormula {
  private static final double ROUNDING = 16 * 0x1p-24;

  private OptimizerFormula() {}

  /// Requires that one step moved every weight as the formula says.
  ///
  /// @param gradient of the batch, before decay
  /// @param session after the step
  static void requireStep(
      Optimizer optimizer,
      double rate,
      Parameters before,
      OptimizerState state,
      float[] gradient,
      Session session) {
    float[] after = session.parameters().values();
    for (int i = 0; i < after.length; i++) {
      double w = before.values()[i];
      double moved = step(optimizer, rate, state, i, w, gradient[i]);
      double most = magnitude(optimizer, rate, state, i, w, gradient[i]);
      assertThat(Math.abs(after[i] - (w + moved)))
          .as("weight %d: %s from %s by %s", i, after[i], w, moved)
          .isLessThanOrEqualTo(ROUNDING * (Math.abs(w) + most) + Float.MIN_NORMAL);
    }
  }

  private static double step(
      Optimizer optimizer, double rate, OptimizerState state, int i, double w, double g0) {
    return switch (optimizer) {
      case Optimizer.Sgd(double _, double momentum, boolean nesterov, double decay) -> {
        double g = g0 + decay * w;
        double v = momentum * slot(state, "velocity", i) + g;
        yield -rate * (nesterov ? g + momentum * v : v);
      }
      case Optimizer.Adam(double _, double b1, double b2, double epsilon, double decay) ->
          adam(rate, b1, b2, epsilon, state, i, g0 + decay * w);
      case Optimizer.AdamW(double _, double b1, double b2, double epsilon, double decay) ->
          -rate * decay * w + adam(rate, b1, b2, epsilon, state, i, g0);
    };
  }

  private static double adam(
      double rate, double b1, double b2, double epsilon, OptimizerState state, int i, double g) {
    double t = state.steps() + 1.0;
    double m = b1 * slot(state, "mean", i) + (1 - b1) * g;
    double v = b2 * slot(state, "variance", i) + (1 - b2) * g * g;
    double root = Math.sqrt(v) / Math.sqrt(1 - Math.pow(b2, t)) + epsilon;
    return -rate / (1 - Math.pow(b1, t)) * m / root;
  }

  /// The step with every term taken positive: what rounding errors are relative to.
  private static double magnitude(
      Optimizer optimizer, double rate, OptimizerState state, int i, double w, double g0) {
    return switch (optimizer) {
      case Optimizer.Sgd(double _, double momentum, boolean _, double decay) -> {
        double g = Math.abs(g0) + decay * Math.abs(w);
        yield rate * (g + 2 * (momentum * Math.abs(slot(state, "velocity", i)) + g));
      }
      case Optimizer.Adam _, Optimizer.AdamW _ -> adamMagnitude(optimizer, rate, state, i, w, g0);
    };
  }

  /// Rounding of g² under the root: with decay, v is computed from a g that may itself have
  /// cancelled, so its error is relative to (|g₀| + λ |w|)².
  private static double adamMagnitude(
      Optimizer optimizer, double rate, OptimizerState state, int i, double w, double g0) {
    double decay = optimizer instanceof Optimizer.Adam adam ? adam.weightDecay() * Math.abs(w) : 0;
    double g = Math.abs(g0) + decay;
    Optimizer.Adam like =
        switch (optimizer) {
          case Optimizer.Adam adam -> adam;
          case Optimizer.AdamW(double r, double b1, double b2, double e, double _) ->
              new Optimizer.Adam(r, b1, b2, e, 0);
          case Optimizer.Sgd sgd -> new Optimizer.Adam(sgd.rate());
        };
    double t = state.steps() + 1.0;
    double m = like.beta1() * Math.abs(slot(state, "mean", i)) + (1 - like.beta1()) * g;
    double exact = g0 + (optimizer instanceof Optimizer.Adam a ? a.weightDecay() * w : 0);
    double v = like.beta2() * slot(state, "variance", i) + (1 - like.beta2()) * exact * exact;
    double root = Math.sqrt(v) / Math.sqrt(1 - Math.pow(like.beta2(), t)) + like.epsilon();
    double amplified = exact == 0 ? 1 : g / Math.abs(exact);
    return rate / (1 - Math.pow(like.beta1(), t)) * m / root * (1 + amplified);
  }

  private static double slot(OptimizerState state, String name, int i) {
    SequencedMap<String, Parameters> slots = state.slots();
    Parameters slot = slots.get(name);
    return slot == null ? 0 : slot.values()[i];
  }
}
