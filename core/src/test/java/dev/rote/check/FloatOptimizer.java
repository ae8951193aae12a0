package dev.rote.check;

import dev.rote.check.FloatEngine.Style;
import dev.rote.engine.Parameters;
import dev.rote.network.Optimizer;

/// The optimisers in float32, each operation rounded.
final class FloatOptimizer {
  private final Optimizer optimizer;
  private final boolean corrected;
  private final float[] w;
  private final float[] average;
  private final float[] variance;
  private int steps;

  /// @param corrected whether Adam undoes the start of its averages at 0
  /// @param parameters that are moved
  FloatOptimizer(Optimizer optimizer, boolean corrected, Parameters parameters) {
    this.optimizer = optimizer;
    this.corrected = corrected;
    w = parameters.values();
    average = new float[w.length];
    variance = new float[w.length];
  }

  void step(float[] gradient, Style style, double asked) {
    steps++;
    double rate = style.rate(asked, steps);
    for (int i = 0; i < w.length; i++) {
      switch (optimizer) {
        case Optimizer.Sgd sgd -> sgd(sgd, i, gradient[i], (float) rate);
        case Optimizer.Adam adam ->
            adam(adam, i, gradient[i] + (float) adam.weightDecay() * w[i], rate);
        case Optimizer.AdamW(double base, double b1, double b2, double epsilon, double decay) -> {
          w[i] -= (float) rate * (float) decay * w[i];
          adam(new Optimizer.Adam(base, b1, b2, epsilon, 0), i, gradient[i], rate);
        }
      }
    }
  }

  private void sgd(Optimizer.Sgd sgd, int i, float plain, float rate) {
    float momentum = (float) sgd.momentum();
    float g = plain + (float) sgd.weightDecay() * w[i];
    average[i] = momentum * average[i] + g;
    w[i] -= rate * (sgd.nesterov() ? g + momentum * average[i] : average[i]);
  }

  private void adam(Optimizer.Adam adam, int i, float g, double rate) {
    average[i] = (float) adam.beta1() * average[i] + (float) (1 - adam.beta1()) * g;
    variance[i] = (float) adam.beta2() * variance[i] + (float) (1 - adam.beta2()) * g * g;
    double first = corrected ? 1 - StrictMath.pow(adam.beta1(), steps) : 1;
    double second = corrected ? 1 - StrictMath.pow(adam.beta2(), steps) : 1;
    float root = (float) Math.sqrt(variance[i]) / (float) Math.sqrt(second);
    w[i] -= (float) (rate / first) * average[i] / (root + (float) adam.epsilon());
  }
}
