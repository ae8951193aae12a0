package dev.rote.check;

import static dev.rote.check.SumBound.UNIT;

import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.network.Optimizer;

/// The optimisers' formulas in double, by the plainest code there is, over a whole slab; and beside
/// each number what the rounding of a float32 engine's step is relative to.
///
/// Mutable: it remembers what the optimiser does. Confined to one thread.
/*
 * Rounding. An engine's step rounds each operation by at most u = 2⁻²⁴ of its result, and each
 * constant (η, μ, λ, β …) by u. Terms that may cancel are g + λ w, the averages and w − Δ; so errors
 * are taken relative to the same formulas computed from absolute values, here called sizes. On the
 * way into w a term of SGD is rounded at most 12 times: λ, product, sum | μ, product, sum | μ,
 * product, sum (Nesterov) | η, product, difference.
 *
 * Adam: m is off by 6 u of its size (λ, product, sum | β₁, product, sum); v by the 3 u of g twice,
 * and 4 u; so √v / correction + ε by 3 u a + 6 u of itself, where a = (1 − β₂) |g| size(g) / v is at
 * most size(g) / |g|: how much g + λ w has cancelled. With 4 u for the constant, product, quotient
 * and difference the step is off by (16 + 3 a) u of itself, which is within 16 u of its size times
 * 2 + a. To first order in u.
 *
 * Plain SGD may be fused into the gradient's sum over the batch: the weight is then rounded once
 * for each of the B examples. (RoundingBound counts what that does to the terms of the sum.)
 */
public final class ReferenceOptimizer {
  private static final int ROUNDINGS = 16;

  private final Optimizer optimizer;

  /// SGD's velocity, Adam's mean.
  private double[] average;

  /// Adam's.
  private double[] variance;

  private final double[] averageSizes;
  private final double[] varianceSizes;
  private final double[] sizes;
  private long steps;

  /// An optimiser before its first step.
  ///
  /// @param size elements of the slab
  public ReferenceOptimizer(Optimizer optimizer, int size) {
    this.optimizer = optimizer;
    average = new double[size];
    variance = new double[size];
    averageSizes = new double[size];
    varianceSizes = new double[size];
    sizes = new double[size];
  }

  /// Goes on where an engine stands.
  ///
  /// @param state of the same optimiser; a slot it does not have counts as 0
  public void load(OptimizerState state) {
    steps = state.steps();
    switch (optimizer) {
      case Optimizer.Sgd _ -> average = slot(state, "velocity");
      case Optimizer.Adam _, Optimizer.AdamW _ -> {
        average = slot(state, "mean");
        variance = slot(state, "variance");
      }
    }
  }

  private double[] slot(OptimizerState state, String name) {
    Parameters slot = state.slots().get(name);
    return slot == null ? new double[sizes.length] : ReferenceNetwork.widen(slot);
  }

  /// Takes one step.
  ///
  /// @param w the weights; read and written
  /// @param gradient ∂L/∂w, decay left out; read
  /// @param rate η of this step, the schedule applied
  public void step(double[] w, double[] gradient, double rate) {
    steps++;
    switch (optimizer) {
      case Optimizer.Sgd sgd -> sgd(sgd, w, gradient, rate);
      case Optimizer.Adam adam -> adam(adam, 0, w, gradient, rate);
      case Optimizer.AdamW(double base, double b1, double b2, double epsilon, double decay) ->
          adam(new Optimizer.Adam(base, b1, b2, epsilon, 0), decay, w, gradient, rate);
    }
  }

  private void sgd(Optimizer.Sgd sgd, double[] w, double[] gradient, double rate) {
    double decay = sgd.weightDecay();
    double momentum = sgd.momentum();
    double[] velocity = average;
    for (int i = 0; i < w.length; i++) {
      double g = gradient[i] + decay * w[i];
      double gSize = Math.abs(gradient[i]) + decay * Math.abs(w[i]);
      averageSizes[i] = momentum * Math.abs(velocity[i]) + gSize;
      velocity[i] = momentum * velocity[i] + g;
      double along = sgd.nesterov() ? g + momentum * velocity[i] : velocity[i];
      double alongSize = sgd.nesterov() ? gSize + momentum * averageSizes[i] : averageSizes[i];
      sizes[i] = Math.abs(w[i]) + rate * alongSize;
      w[i] -= rate * along;
    }
  }

  /// @param shrink AdamW's decay, apart from the moments
  private void adam(
      Optimizer.Adam adam, double shrink, double[] w, double[] gradient, double rate) {
    double[] mean = average;
    double share1 = 1 - adam.beta1();
    double share2 = 1 - adam.beta2();
    double t = (double) steps;
    double rise = rate / (1 - StrictMath.pow(adam.beta1(), t));
    double correction = Math.sqrt(1 - StrictMath.pow(adam.beta2(), t));
    for (int i = 0; i < w.length; i++) {
      double g = gradient[i] + adam.weightDecay() * w[i];
      double gSize = Math.abs(gradient[i]) + adam.weightDecay() * Math.abs(w[i]);
      averageSizes[i] = adam.beta1() * Math.abs(mean[i]) + share1 * gSize;
      mean[i] = adam.beta1() * mean[i] + share1 * g;
      double cross = share2 * Math.abs(g) * gSize;
      varianceSizes[i] = adam.beta2() * variance[i] + cross;
      variance[i] = adam.beta2() * variance[i] + share2 * g * g;
      double root = Math.sqrt(variance[i]) / correction + adam.epsilon();
      double cancelled = variance[i] == 0 ? 0 : cross / variance[i];
      double shrunk = rate * shrink * w[i];
      sizes[i] =
          Math.abs(w[i]) + Math.abs(shrunk) + rise * averageSizes[i] / root * (2 + cancelled);
      w[i] -= shrunk + rise * mean[i] / root;
    }
  }

  /// How far a float32 engine's last step may be from this one, for each weight, if both started
  /// from the same numbers.
  ///
  /// @param i the weight's place in the slab
  /// @param batch examples of the step
  public double rounding(int i, int batch) {
    return unit(batch) * sizes[i];
  }

  private double unit(int batch) {
    boolean plain =
        optimizer instanceof Optimizer.Sgd sgd && sgd.momentum() == 0 && sgd.weightDecay() == 0;
    return (ROUNDINGS + (plain ? batch : 0)) * UNIT;
  }

  /// Moves the last step's weights and slots by all that rounding may do, in directions that add up
  /// to the largest change: against the sign, as the step of a gradient of this sign does.
  ///
  /// @param w the weights; read and written
  /// @param signs +1 or −1 for each; read
  void disturb(double[] w, double[] signs, int batch) {
    double unit = unit(batch);
    for (int i = 0; i < w.length; i++) {
      w[i] -= signs[i] * unit * sizes[i];
    }
    for (int i = 0; i < w.length; i++) {
      // a smaller variance makes a longer step, a larger one a shorter
      double longer = signs[i] * Math.signum(average[i]) * unit * varianceSizes[i];
      variance[i] = Math.max(0, variance[i] - longer);
      average[i] += signs[i] * unit * averageSizes[i];
    }
  }
}
