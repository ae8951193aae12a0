package dev.rote.audit;

import java.util.stream.IntStream;

/// Work on many numbers in parts that do not meet, side by side on all cores.
final class Side {
  private static final int PARTS = 16;

  private Side() {}

  /// Work on the numbers from one to before another.
  interface Part {
    void work(int from, int to);
  }

  /// Does all parts of 0 to `size` − 1, in any order.
  static void bySide(int size, Part part) {
    IntStream.range(0, PARTS)
        .parallel()
        .forEach(
            p -> part.work((int) ((long) size * p / PARTS), (int) ((long) size * (p + 1) / PARTS)));
  }
}
