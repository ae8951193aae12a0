package dev.rote.engine;

/// What the logits of one example say: the answer, and how sure it is. Stateless.
public final class Logits {
  private Logits() {}

  /// Index of the largest of K logits, the first of equals.
  ///
  /// @param F read from `at` to `at` + K − 1
  /// @param K classes, at least 1
  public static int largest(float[] F, int at, int K) {
    int best = 0;
    for (int k = 1; k < K; k++) {
      if (F[at + k] > F[at + best]) {
        best = k;
      }
    }
    return best;
  }

  /// The label's logit minus the largest other one; 0 if there is no other.
  ///
  /// @param F read from `at` to `at` + K − 1
  /// @param K classes, at least 1
  /// @param label 0 to K − 1
  public static float margin(float[] F, int at, int K, int label) {
    float other = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < K; k++) {
      if (k != label) {
        other = Math.max(other, F[at + k]);
      }
    }
    return K == 1 ? 0 : F[at + label] - other;
  }
}
