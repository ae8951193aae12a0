package dev.rote.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.check.ReferenceNetwork;
import dev.rote.check.ReferenceOptimizer;
import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.engine.Session;
import dev.rote.network.Optimizer;

/// Holds one step of an engine against the optimiser's formula in double, element by element.
final class OptimizerFormula {
  private OptimizerFormula() {}

  /// Requires that one step moved every weight as the formula says.
  ///
  /// @param step what is taken
  /// @param before the weights from before it
  /// @param state the optimiser's memory from before it
  /// @param session after it
  static void requireStep(Step step, Parameters before, OptimizerState state, Session session) {
    double[] w = ReferenceNetwork.widen(before);
    ReferenceOptimizer reference = new ReferenceOptimizer(step.optimizer(), w.length);
    reference.load(state);
    reference.step(w, ReferenceNetwork.widen(step.gradient()), step.rate());
    float[] after = session.parameters().values();
    for (int i = 0; i < after.length; i++) {
      assertThat(Math.abs(after[i] - w[i]))
          .as("weight %d: %s, not %s, from %s", i, after[i], w[i], before.values()[i])
          .isLessThanOrEqualTo(reference.rounding(i, step.batch()) + Float.MIN_NORMAL);
    }
  }

  /// One step.
  ///
  /// @param gradient of the batch, before decay
  /// @param rate η
  /// @param batch its examples
  record Step(Optimizer optimizer, Parameters gradient, double rate, int batch) {}
}
