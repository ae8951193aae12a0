package dev.rote.audit;

import dev.rote.data.Randomness;

/// Does a network know anything of held-out labels? Exact, and without training anything anew.
///
/// Null hypothesis: given the answers, the labels are exchangeable. Of B random permutations of the
/// labels, b reach the accuracy observed; p = (1 + b) / (1 + B), so p is never 0 and is valid at
/// any size. Sources: M. Ojala and G. Garriga, JMLR 11 (2010); B. Phipson and G. Smyth,
/// "Permutation p-values should never be zero" (2010).
public final class PermutationTest {

  /// B.
  public static final int PERMUTATIONS = 9_999;

  private PermutationTest() {}

  /// The p-value.
  public static double pValue(Answers heldOut, long seed) {
    int[] labels = heldOut.labels().clone();
    int[] answers = heldOut.predictions();
    int observed = heldOut.right();
    Randomness random = new Randomness(seed, Randomness.Purpose.AUDIT, 0);
    int reached = 0;
    for (int b = 0; b < PERMUTATIONS; b++) {
      int right = 0;
      for (int i = labels.length - 1; i >= 0; i--) {
        int j = random.below(i + 1);
        int drawn = labels[j];
        labels[j] = labels[i];
        labels[i] = drawn;
        right += drawn == answers[i] ? 1 : 0;
      }
      reached += right >= observed ? 1 : 0;
    }
    return (1.0 + reached) / (1 + PERMUTATIONS);
  }
}
