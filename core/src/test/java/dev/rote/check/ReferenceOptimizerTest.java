package dev.rote.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rote.check.FloatEngine.Order;
import dev.rote.data.Randomness;
import dev.rote.engine.Parameters;
import dev.rote.network.Network;
import dev.rote.network.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReferenceOptimizerTest {

  /// Where w = 1 is after steps of rate 0.1 with the gradients 2, −1.
  private static double afterTwo(Optimizer optimizer) {
    ReferenceOptimizer reference = new ReferenceOptimizer(optimizer, 1);
    double[] w = {1};
    reference.step(w, new double[] {2}, 0.1);
    reference.step(w, new double[] {-1}, 0.1);
    return w[0];
  }

  @Test
  void step_sgdByHand_isThat() {
    // 1 − 0.2 = 0.8; v = 0.5 · 2 − 1 = 0
    assertThat(afterTwo(new Optimizer.Sgd(1, 0.5, false, 0))).isCloseTo(0.8, within(1e-15));
    // 1 − 0.1 (2 + 0.5 · 2) = 0.7; v = 0, so 0.7 − 0.1 (−1)
    assertThat(afterTwo(new Optimizer.Sgd(1, 0.5, true, 0))).isCloseTo(0.8, within(1e-15));
    // g = 2 + 1 = 3: 0.7; g = −1 + 0.7
    assertThat(afterTwo(new Optimizer.Sgd(1, 0, false, 1))).isCloseTo(0.73, within(1e-15));
  }

  @Test
  void step_adamByHand_isThat() {
    // first 1 − 0.1 · 2 / (2 + ½); then m = (½ · 1 − ½) = 0
    assertThat(afterTwo(new Optimizer.Adam(1, 0.5, 0.5, 0.5, 0))).isCloseTo(0.92, within(1e-15));
    // each step shrinks w by 0.1 · 0.1 first
    assertThat(afterTwo(new Optimizer.AdamW(1, 0.5, 0.5, 0.5, 0.1)))
        .isCloseTo((1 - 0.01 - 0.08) * 0.99, within(1e-15));
    // decay 1: g = 3, w = 1 − 0.1 · 3 / 3.5; g = w − 1, m = ½ · 1.5 + ½ g, v = ½ · 4.5 + ½ g²
    double w = 1 - 0.3 / 3.5;
    double g = w - 1;
    double root = Math.sqrt((2.25 + g * g / 2) / 0.75) + 0.5;
    assertThat(afterTwo(new Optimizer.Adam(1, 0.5, 0.5, 0.5, 1)))
        .isCloseTo(w - 0.1 * (0.75 + g / 2) / 0.75 / root, within(1e-15));
  }

  /// The bound of one step against what float32 makes of it from the same numbers.
  @ParameterizedTest
  @MethodSource("dev.rote.check.ParityCheckTest#optimizers")
  void rounding_floatStep_isCoveredAndNotByFar(Optimizer optimizer) {
    Network network = Network.parse("99-50");
    Randomness random = new Randomness(1, Randomness.Purpose.CHECK, 11);
    Parameters weights = Parameters.zeros(network);
    Parameters gradient = Parameters.zeros(network);
    for (int i = 0; i < weights.values().length; i++) {
      weights.values()[i] = (float) random.normal();
      gradient.values()[i] = (float) random.normal();
    }
    double[] w = ReferenceNetwork.widen(weights);
    ReferenceOptimizer reference = new ReferenceOptimizer(optimizer, w.length);
    reference.step(w, ReferenceNetwork.widen(gradient), 0.3);
    new FloatOptimizer(optimizer, true, weights).step(gradient.values(), Order.FORWARD, 0.3);
    double closest = 0;
    for (int i = 0; i < w.length; i++) {
      double error = Math.abs(weights.values()[i] - w[i]);
      closest = Math.max(closest, error / reference.rounding(i, 1));
    }
    assertThat(closest).isBetween(0.02, 1.0);
  }
}
