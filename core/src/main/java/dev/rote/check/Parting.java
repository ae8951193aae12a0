package dev.rote.check;

import dev.rote.check.ParityCheck.Side;
import dev.rote.data.Batch;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Parameters;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.network.Activation;
import dev.rote.network.TensorShape;
import java.util.List;
import java.util.Optional;

/// The first step at which two engines that train side by side part by more than rounding.
///
/// Up to there their gradients differ by no more than float32 may round in one step, smooth
/// activations granted. The usual reason is a kink: a sum before a ReLU has come so near zero that
/// it is positive for one engine and not for the other, so that a whole term of the gradient is
/// there or is not. From there on the runs are two runs.
///
/// @param step counted from 1
/// @param where the element of a gradient that is farthest past its tolerance: `0.weight [3, 4]`
/// @param apart how far the engines' gradients differ there
/// @param tolerance what roundings of both may come to
/// @param kink the ReLU that stands between them, if one does
public record Parting(int step, String where, double apart, double tolerance, Optional<Kink> kink) {

  /// Gradients that differ by less than this part of their largest element are not looked at more
  /// closely: no more than a few roundings of that element.
  private static final double CLOSE = 0x1p-16;

  /// A ReLU that the engines are on different sides of.
  ///
  /// @param layer counted from 0
  /// @param unit of the layer, counted from 0
  /// @param first its sum, in double, at the first engine's weights
  /// @param second the same at the second's
  public record Kink(int layer, int unit, double first, double second) {}

  /// Trains with two engines until they part.
  ///
  /// @param plan what is trained; its last reported step ends the search
  /// @return empty if they do not part, or if one of them diverges first
  /// @throws dev.rote.fault.RoteException if an engine refuses the job, or the data do not fit
  public static Optional<Parting> between(Side first, Side second, ParityPlan plan) {
    try (Session one = first.engine().open(plan.job(), plan.start(), first.resources());
        Session two = second.engine().open(plan.job(), plan.start(), second.resources())) {
      int epoch = 0;
      Batch batch = plan.epoch(epoch);
      for (int step = 1; step <= plan.last(); step++) {
        if (!batch.next()) {
          batch = plan.epoch(++epoch);
          batch.next();
        }
        Optional<Parting> found = at(step, batch, one, two, plan);
        if (found.isPresent()) {
          return found;
        }
        one.step(batch, plan.rate(step), new Tally());
        two.step(batch, plan.rate(step), new Tally());
      }
      return Optional.empty();
    } catch (DivergedException _) {
      return Optional.empty();
    }
  }

  private static Optional<Parting> at(
      int step, Batch batch, Session one, Session two, ParityPlan plan) {
    Parameters a = one.gradient(batch);
    Parameters b = two.gradient(batch);
    if (close(a.values(), b.values())) {
      return Optional.empty();
    }
    ReferenceNetwork network = ReferenceNetwork.of(plan.job());
    Examples examples = Examples.of(batch);
    double[] first = ReferenceNetwork.widen(one.parameters());
    RoundingBound bound = new RoundingBound(network, first, examples, false);
    int worst = -1;
    double most = 1;
    for (int i = 0; i < first.length; i++) {
      double share = Math.abs((double) a.values()[i] - b.values()[i]) / (2 * bound.bounds()[i]);
      if (share > most) {
        most = share;
        worst = i;
      }
    }
    if (worst < 0) {
      return Optional.empty();
    }
    double[] second = ReferenceNetwork.widen(two.parameters());
    return Optional.of(
        new Parting(
            step,
            place(a.tensors(), worst),
            Math.abs((double) a.values()[worst] - b.values()[worst]),
            2 * bound.bounds()[worst],
            kink(network, network.forward(first, examples), network.forward(second, examples))));
  }

  private static boolean close(float[] a, float[] b) {
    double largest = 0;
    double apart = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i]));
      apart = Math.max(apart, Math.abs((double) a[i] - b[i]));
    }
    return apart <= CLOSE * largest;
  }

  private static String place(List<TensorShape> tensors, int element) {
    int from = 0;
    for (TensorShape tensor : tensors) {
      int to = from + (int) tensor.size();
      if (element < to) {
        return tensor.name() + " " + GradientCheck.position(tensor, element - from);
      }
      from = to;
    }
    throw new IllegalArgumentException("no element " + element);
  }

  /// The first ReLU on different sides, from the input on.
  private static Optional<Kink> kink(
      ReferenceNetwork network,
      ReferenceNetwork.ForwardPass first,
      ReferenceNetwork.ForwardPass second) {
    for (int l = 0; l < network.layers().size(); l++) {
      Affine layer = network.layers().get(l);
      double[] z = first.preActivations().get(l);
      double[] other = second.preActivations().get(l);
      for (int i = 0; i < z.length; i++) {
        if (layer.activation() == Activation.RELU && z[i] > 0 != other[i] > 0) {
          return Optional.of(new Kink(l, i % layer.outputs(), z[i], other[i]));
        }
      }
    }
    return Optional.empty();
  }
}
