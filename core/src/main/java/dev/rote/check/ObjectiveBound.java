package dev.rote.check;

import static dev.rote.check.ActivationBound.FUNCTION;
import static dev.rote.check.SumBound.TINY;
import static dev.rote.check.SumBound.UNIT;
import static dev.rote.check.SumBound.gamma;

import dev.rote.network.Objective;
import dev.rote.network.Objective.SoftmaxCrossEntropy;
import dev.rote.network.Objective.SoftmaxSquaredError;
import dev.rote.network.Objective.SquaredError;

/// How errors of at most e_k in the logits f_k pass into the loss and into ∂L/∂f, in float32.
///
/// An engine may scale by the batch at any place, before or after it subtracts the label; the
/// roundings of that are counted at every difference s − y.
final class ObjectiveBound {
  private ObjectiveBound() {}

  /// Bounds the error of each ∂L/∂f_k of one example, batch scaling left out.
  static double[] gradient(Objective objective, double[] f, double[] e, int label) {
    return switch (objective) {
      case SoftmaxCrossEntropy() -> {
        double[] s = Objectives.softmax(f);
        yield differences(s, softmax(f, e, s), label);
      }
      case SoftmaxSquaredError() -> {
        double[] s = Objectives.softmax(f);
        yield softmaxBackward(s, softmax(f, e, s), label);
      }
      case SquaredError() -> {
        double[] d = differences(f, e, label);
        for (int k = 0; k < d.length; k++) {
          d[k] *= 2; // exact in binary
        }
        yield d;
      }
    };
  }

  /// Bounds the error of one example's loss.
  ///
  /// Cross-entropy, log Σ exp f − f_y, answers to a change δ of the logits with
  /// Σ_{j≠y} s_j (δ_j − δ_y): at most the probability of the wrong classes times the largest
  /// |δ_j| + |δ_y|. The roundings before the sum act like changes of the logits, too. Then come the
  /// sum of the exponentials, its logarithm, which must be as good as exp, and the additions of
  /// the largest logit and of f_y, in any order.
  static double loss(Objective objective, double[] f, double[] e, int label) {
    return switch (objective) {
      case SoftmaxCrossEntropy() -> crossEntropy(f, e, label);
      case SoftmaxSquaredError() -> {
        double[] s = Objectives.softmax(f);
        yield squares(s, softmax(f, e, s), label);
      }
      case SquaredError() -> squares(f, e, label);
    };
  }

  private static double crossEntropy(double[] f, double[] e, int label) {
    double top = Objectives.max(f);
    double slack = Objectives.max(e);
    double log = Objectives.logSumExp(f) - top;
    double[] s = Objectives.softmax(f);
    double[] es = softmax(f, e, s);
    double wrong = 0;
    double shifted = 0;
    for (int j = 0; j < f.length; j++) {
      wrong += j == label ? 0 : s[j] + es[j];
      shifted += (s[j] + es[j]) * UNIT * (top - f[j] + e[j] + slack);
    }
    double handedOn = Math.min(1, wrong) * (slack + e[label]) + shifted;
    double sum = gamma(f.length) - StrictMath.log1p(-FUNCTION) + 2 * f.length * TINY;
    double sizes = log + handedOn + sum + Math.abs(top) + slack + Math.abs(f[label]) + e[label];
    return handedOn + sum + FUNCTION * (log + handedOn + sum) + gamma(3) * sizes;
  }

  private static double squares(double[] v, double[] ev, int label) {
    double[] er = differences(v, ev, label);
    SumBound sum = new SumBound();
    for (int k = 0; k < v.length; k++) {
      double r = v[k] - (k == label ? 1 : 0);
      sum.add(r, er[k], r, er[k]);
    }
    return sum.bound();
  }

  /// Bounds the error of v − y: that of v, one rounding, and three more of v for scaling first.
  private static double[] differences(double[] v, double[] ev, int label) {
    double[] bounds = new double[v.length];
    for (int k = 0; k < v.length; k++) {
      double y = k == label ? 1 : 0;
      bounds[k] = ev[k] + gamma(4) * (Math.abs(v[k]) + ev[k] + y);
    }
    return bounds;
  }

  /// 2 s_k (r_k − Σ_i s_i r_i), r = s − y.
  private static double[] softmaxBackward(double[] s, double[] es, int label) {
    double[] er = differences(s, es, label);
    SumBound sum = new SumBound();
    double mean = 0;
    double[] r = s.clone();
    r[label] -= 1;
    for (int i = 0; i < s.length; i++) {
      mean += s[i] * r[i];
      sum.add(s[i], es[i], r[i], er[i]);
    }
    double[] bounds = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      double g = r[k] - mean;
      double eg = er[k] + sum.bound();
      eg += UNIT * (Math.abs(g) + eg);
      bounds[k] = 2 * new SumBound().add(s[k], es[k], g, eg).bound();
    }
    return bounds;
  }

  /// Bounds the error of the softmax.
  ///
  /// The errors of the logits, of the subtraction of the largest and of exp itself act like errors
  /// of at most t_k in the logits. Between f − t and f + t, s_k is largest where f_k is highest
  /// and all others lowest; with D the denominator there,
  ///
  ///     s_k(highest) − s_k = s_k Σ_{j≠k} s_j (exp(t_k) − exp(−t_j)) / D,
  ///     D = s_k exp(t_k) + Σ_{j≠k} s_j exp(−t_j)
  ///
  /// and so for the lowest with t negated. The rest is common to all classes: the sum of n
  /// exponentials and the division, or, where the engine goes by log Σ, that logarithm's rounding.
  static double[] softmax(double[] f, double[] e, double[] s) {
    double top = Objectives.max(f);
    double slack = Objectives.max(e);
    double log = Objectives.logSumExp(f) - top;
    double[] t = new double[f.length];
    double[] bounds = new double[f.length];
    for (int k = 0; k < f.length; k++) {
      t[k] = e[k] + UNIT * (top - f[k] + e[k] + slack) - StrictMath.log1p(-FUNCTION);
    }
    for (int k = 0; k < f.length; k++) {
      double moved = Math.max(farthest(s, t, k, 1), farthest(s, t, k, -1));
      double common =
          gamma(2 * f.length + 4) + FUNCTION * (1 + log) + UNIT * (top - f[k] + e[k] + slack + log);
      bounds[k] = moved + StrictMath.expm1(common) * (s[k] + moved) + 2 * f.length * TINY;
    }
    return bounds;
  }

  private static double farthest(double[] s, double[] t, int k, int sign) {
    double apart = 0;
    double denominator = s[k] * StrictMath.exp(sign * t[k]);
    for (int j = 0; j < s.length; j++) {
      if (j != k) {
        double difference = StrictMath.expm1(sign * t[k]) - StrictMath.expm1(-sign * t[j]);
        apart += s[j] * Math.abs(difference);
        denominator += s[j] * StrictMath.exp(-sign * t[j]);
      }
    }
    double distance = s[k] * apart / denominator;
    return distance <= 1 ? distance : 1; // a probability moves no farther; NaN if t is huge
  }
}
