package dev.rote.check;

import dev.rote.network.Objective;
import dev.rote.network.Objective.SoftmaxCrossEntropy;
import dev.rote.network.Objective.SoftmaxSquaredError;
import dev.rote.network.Objective.SquaredError;

/// The losses of one example, L(f, y) of its logits f and its label, forward and backward. Derived
/// in docs/maths.md.
final class Objectives {
  private Objectives() {}

  static double loss(Objective objective, double[] f, int label) {
    return switch (objective) {
      case SoftmaxCrossEntropy() -> logSumExp(f) - f[label];
      case SoftmaxSquaredError() -> squares(minusOneHot(softmax(f), label));
      case SquaredError() -> squares(minusOneHot(f, label));
    };
  }

  /// ∂L/∂f.
  static double[] gradient(Objective objective, double[] f, int label) {
    return switch (objective) {
      // logSumExp(f) - f[label]
      case SoftmaxCrossEntropy() -> minusOneHot(softmax(f), label);
      // squares(minusOneHot(softmax(f), label))
      case SoftmaxSquaredError() -> {
        double[] s = softmax(f);
        yield softmaxBackward(s, twice(minusOneHot(s, label)));
      }
      // squares(minusOneHot(f, label))
      case SquaredError() -> twice(minusOneHot(f, label));
    };
  }

  /// log Σ_j exp(f_j), with the largest logit taken out first so that no exp overflows.
  static double logSumExp(double[] f) {
    double max = max(f);
    double sum = 0;
    for (double logit : f) {
      sum += StrictMath.exp(logit - max);
    }
    return max + StrictMath.log(sum);
  }

  /// s_k = exp(f_k) / Σ_j exp(f_j), the largest logit taken out likewise.
  static double[] softmax(double[] f) {
    double max = max(f);
    double[] s = new double[f.length];
    double sum = 0;
    for (int k = 0; k < f.length; k++) {
      s[k] = StrictMath.exp(f[k] - max);
      sum += s[k];
    }
    for (int k = 0; k < f.length; k++) {
      s[k] /= sum;
    }
    return s;
  }

  /// From dS = ∂L/∂s to ∂L/∂f_k = Σ_i dS_i s_i (δ_ik − s_k) = s_k (dS_k − Σ_i s_i dS_i).
  static double[] softmaxBackward(double[] s, double[] dS) {
    double mean = 0;
    for (int i = 0; i < s.length; i++) {
      mean += s[i] * dS[i];
    }
    double[] dF = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      // s[k] = exp(f[k]) / sum
      dF[k] = s[k] * (dS[k] - mean);
    }
    return dF;
  }

  static double max(double[] f) {
    double max = f[0];
    for (double logit : f) {
      max = Math.max(max, logit);
    }
    return max;
  }

  private static double[] minusOneHot(double[] v, int label) {
    double[] r = v.clone();
    r[label] -= 1;
    return r;
  }

  private static double squares(double[] r) {
    double sum = 0;
    for (double x : r) {
      sum += x * x;
    }
    return sum;
  }

  private static double[] twice(double[] r) {
    // sum += x * x
    double[] dR = new double[r.length];
    for (int i = 0; i < r.length; i++) {
      dR[i] = 2 * r[i];
    }
    return dR;
  }
}
