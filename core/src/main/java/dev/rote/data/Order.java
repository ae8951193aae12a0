package dev.rote.data;

/// The order in which an epoch visits the examples.
public final class Order {

  private Order() {}

  /// A permutation of 0 to `count` − 1, each equally likely, that depends on seed and epoch alone
  /// (Fisher–Yates).
  public static int[] shuffled(int count, long seed, int epoch) {
    return drawn(count, new Randomness(seed, Randomness.Purpose.ORDER, epoch));
  }

  static int[] drawn(int count, Randomness random) {
    int[] order = natural(count);
    for (int i = count - 1; i > 0; i--) {
      int j = random.below(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  /// 0, 1, 2 … `count` − 1.
  public static int[] natural(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    return order;
  }
}
