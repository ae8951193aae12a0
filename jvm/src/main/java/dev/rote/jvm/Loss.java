package dev.rote.jvm;

import dev.rote.engine.Logits;
import dev.rote.network.Objective;

/// The objective of one example: its loss, and the gradient of the logits.
///
/// Scalar code for both kinds of kernels: ten classes do not fill a vector, and the step is a
/// small part of the whole. Formulas and derivations in docs/maths.md. Stateless.
/*
 * softmax: s_k = e^(f_k − m) / Σ_j e^(f_j − m) with m the largest logit, so that nothing overflows.
 * Cross-entropy is log Σ_j e^(f_j − m) − (f_y − m): no logarithm of a probability.
 */
final class Loss {
  private Loss() {}

  /// Writes the gradient of one example's loss with respect to its logits, and returns the loss.
  ///
  /// @param D written at `at` to `at` + K − 1: s ∂L/∂f
  /// @param F logits, read at the same places; not the array D
  /// @param K classes
  /// @param label y
  /// @param s scale of the gradient: 1 / batch size for a mean, 1 for a sum
  static float gradient(
      Objective objective, float[] D, float[] F, int at, int K, int label, float s) {
    return switch (objective) {
      case Objective.SoftmaxCrossEntropy _ -> {
        float sum = softmax(D, at, F, at, K);
        for (int k = 0; k < K; k++) {
          D[at + k] = s * (D[at + k] - (k == label ? 1 : 0));
        }
        yield crossEntropy(F[at + label], F[at + Logits.largest(F, at, K)], sum);
      }
      case Objective.SoftmaxSquaredError _ -> {
        softmax(D, at, F, at, K);
        float loss = 0;
        float mean = 0;
        for (int k = 0; k < K; k++) {
          float error = D[at + k] - (k == label ? 1 : 0);
          loss = Fma.of(error, error, loss);
          mean = Fma.of(D[at + k], error, mean);
        }
        for (int k = 0; k < K; k++) {
          float error = D[at + k] - (k == label ? 1 : 0);
          D[at + k] = s * (2 * D[at + k] * (error - mean));
        }
        yield loss;
      }
      case Objective.SquaredError _ -> {
        float loss = 0;
        for (int k = 0; k < K; k++) {
          float error = F[at + k] - (k == label ? 1 : 0);
          loss = Fma.of(error, error, loss);
          D[at + k] = s * (2 * error);
        }
        yield loss;
      }
    };
  }

  /// Writes the softmax of K logits into S, from `s` on, and returns Σ_j e^(f_j − m).
  static float softmax(float[] S, int s, float[] F, int at, int K) {
    float largest = F[at + Logits.largest(F, at, K)];
    float sum = 0;
    for (int k = 0; k < K; k++) {
      S[s + k] = Exponential.exp(F[at + k] - largest);
      sum += S[s + k];
    }
    for (int k = 0; k < K; k++) {
      S[s + k] /= sum;
    }
    return sum;
  }

  /// log Σ − (f_y − m).
  static float crossEntropy(float own, float largest, float sum) {
    return (float) (StrictMath.log(sum) - ((double) own - largest));
  }
}
