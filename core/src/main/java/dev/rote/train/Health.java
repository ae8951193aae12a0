package dev.rote.train;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.engine.DivergedException;
import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.network.Activation;
import dev.rote.network.Dense;
import dev.rote.network.Network;
import java.util.OptionalDouble;

/// How the learning goes, as the weights of an epoch's end show it on the training split's first
/// 128 examples, or all if there are fewer.
///
/// It depends on weights, optimiser state and recipe alone, so a resumed run has the same values.
///
/// @param learningRate η of the epoch's last step, the schedule applied
/// @param gradientNorm ‖∇L‖₂ over all parameters, L the reduced loss of these examples; NaN if it
///     is not finite
/// @param updateRatio ‖w′ − w‖₂ / ‖w‖₂, where w′ is what the optimiser makes of the weights w in
///     one step on these examples, or in as many as 64 examples make where a batch has fewer; NaN
///     if the step diverges or all weights are 0
/// @param deadShare share of the hidden ReLU units that get no gradient from any of these examples,
///     0 to 1; empty if there is no such unit
public record Health(
    double learningRate, double gradientNorm, double updateRatio, OptionalDouble deadShare) {
  static final int EXAMPLES = 128;
  private static final int TRIED = 64;

  /*
   * The session itself takes the steps, which is right for every optimiser, and is then put back to
   * where it stood. One can go on from there with the same bits: that is what resuming rests on.
   */
  static Health of(Session session, Recipe recipe, Dataset data, double rate) {
    int count = Math.min(EXAMPLES, data.size());
    int[] order = Order.natural(count);
    Batch all = Batch.over(data, order, count);
    boolean _ = all.next();
    Parameters gradient = session.gradient(all);
    Parameters before = session.parameters();
    OptimizerState state = session.state();
    Batch batches = Batch.over(data, order, Math.min(recipe.batch(), count));
    double moved = moved(session, before.values(), batches, rate);
    session.load(before, state);
    return new Health(
        rate,
        finite(norm(gradient.values())),
        finite(moved / norm(before.values())),
        deadShare(recipe.network(), gradient));
  }

  /// ‖w′ − w‖₂; NaN if a step diverges.
  private static double moved(Session session, float[] w, Batch batches, double rate) {
    Tally tally = new Tally();
    try {
      while (tally.examples() < TRIED && batches.next()) {
        session.step(batches, rate, tally);
      }
    } catch (DivergedException _) {
      return Double.NaN;
    }
    float[] changed = session.parameters().values();
    for (int i = 0; i < w.length; i++) {
      changed[i] -= w[i];
    }
    return norm(changed);
  }

  /// ‖x‖₂. Even and odd elements are summed apart, which a processor does at once.
  private static double norm(float[] x) {
    double even = 0;
    double odd = 0;
    for (int i = 0; i + 1 < x.length; i += 2) {
      even += (double) x[i] * x[i];
      odd += (double) x[i + 1] * x[i + 1];
    }
    double last = x.length % 2 == 1 ? x[x.length - 1] : 0;
    return Math.sqrt(even + odd + last * last);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }

  private static OptionalDouble deadShare(Network network, Parameters gradient) {
    int units = 0;
    int dead = 0;
    for (int l = 0; l < network.layers().size() - 1; l++) {
      Dense layer = (Dense) network.layers().get(l);
      if (layer.activation() == Activation.RELU) {
        units += layer.outputs();
        // A unit that is off gives its bias the gradient 0; so does one whose gradients cancel out,
        // but not to its weights as well.
        dead += dead(layer, gradient, l);
      }
    }
    return units == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) dead / units);
  }

  private static int dead(Dense layer, Parameters gradient, int l) {
    int weights = gradient.offset(2 * l);
    int biases = gradient.offset(2 * l + 1);
    int dead = 0;
    for (int o = 0; o < layer.outputs(); o++) {
      int row = weights + o * layer.inputs();
      boolean quiet = gradient.values()[biases + o] == 0;
      for (int i = row; quiet && i < row + layer.inputs(); i++) {
        quiet = gradient.values()[i] == 0;
      }
      dead += quiet ? 1 : 0;
    }
    return dead;
  }
}
