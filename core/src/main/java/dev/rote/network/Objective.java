package dev.rote.network;

import java.util.List;

/// What training makes small: a loss of one example's logits f and its label.
///
/// Objectives take logits, never probabilities, so that each can be computed in the form that
/// neither overflows nor takes the logarithm of zero. With y the one-hot label, s = softmax(f):
///
/// | objective | loss of one example | ∂L/∂f_k |
/// |---|---|---|
/// | [SoftmaxCrossEntropy] | −log s_y | s_k − y_k |
/// | [SoftmaxSquaredError] | Σ_i (s_i − y_i)² | 2 s_k ((s_k − y_k) − Σ_i s_i (s_i − y_i)) |
/// | [SquaredError] | Σ_i (f_i − y_i)² | 2 (f_k − y_k) |
///
/// Sums over classes are sums, not means; over the examples of a batch see [Reduction].
/// Derived in docs/maths.md.
public sealed interface Objective {

  /// The name in recipes and model files.
  String word();

  /// Negative log-likelihood of the label under the softmax, in nats: torch's `CrossEntropyLoss`.
  record SoftmaxCrossEntropy() implements Objective {
    @Override
    public String word() {
      return "softmax-cross-entropy";
    }
  }

  /// Squared distance between the softmax and the one-hot label, 0 to 2 (the Brier score).
  record SoftmaxSquaredError() implements Objective {
    @Override
    public String word() {
      return "softmax-squared-error";
    }
  }

  /// Squared distance between the raw outputs and the one-hot label.
  record SquaredError() implements Objective {
    @Override
    public String word() {
      return "squared-error";
    }
  }

  /// Every objective there is, in the order of the table above.
  static List<Objective> all() {
    return List.of(new SoftmaxCrossEntropy(), new SoftmaxSquaredError(), new SquaredError());
  }
}
