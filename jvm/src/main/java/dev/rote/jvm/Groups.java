package dev.rote.jvm;

/// Which rows of a left factor a product that leaves out zeros takes together, and in what order.
///
/// Confined to one thread.
final class Groups {

  /// Rows of a group, at most.
  static final int MOST = 4;

  /// Words of a row that tell how alike two rows are.
  private static final int SEEN = 4;

  /// Rows one group after the other. Where the last group is not full, its last row is repeated.
  final int[] order;

  private final long[] seen;

  /// @param most rows, at most [Marked#WORD]
  Groups(int most) {
    order = new int[most + MOST - 1];
    seen = new long[SEEN * most];
    neighbours(most);
  }

  /// Puts rows together as they stand.
  void neighbours(int rows) {
    for (int i = 0; i < order.length; i++) {
      order[i] = Math.min(i, rows - 1);
    }
  }

  /// Puts rows together that leave out much the same terms, so that few terms are left in any of
  /// them.
  /*
   * To the next row that is left, those one to three that are nearest by the number of terms that one of
   * both leaves out and the other does not. Four words of a row tell nearly as much as all.
   */
  void alike(Marked A, int rows, int group) {
    neighbours(rows);
    int looks = Math.min(SEEN, A.words);
    for (int n = 0; n < looks; n++) {
      int m = A.first + (2 * n + 1) * A.words / (2 * looks) * A.height;
      for (int r = 0; r < rows; r++) {
        seen[SEEN * r + n] = A.marks[m + r];
      }
    }
    for (int own = 0; own + group < rows; own += group) {
      bringNearest(own, rows, group);
    }
  }

  private void bringNearest(int own, int rows, int group) {
    long w0 = seen[SEEN * own];
    long w1 = seen[SEEN * own + 1];
    long w2 = seen[SEEN * own + 2];
    long w3 = seen[SEEN * own + 3];
    int nearest = Integer.MAX_VALUE;
    int second = Integer.MAX_VALUE;
    int third = Integer.MAX_VALUE;
    for (int i = own + 1; i < rows; i++) {
      int apart =
          Long.bitCount(w0 ^ seen[SEEN * i])
              + Long.bitCount(w1 ^ seen[SEEN * i + 1])
              + Long.bitCount(w2 ^ seen[SEEN * i + 2])
              + Long.bitCount(w3 ^ seen[SEEN * i + 3]);
      int candidate = apart * Marked.WORD + i;
      third = Math.min(third, Math.max(second, candidate));
      second = Math.min(second, Math.max(nearest, candidate));
      nearest = Math.min(nearest, candidate);
    }
    int first = nearest % Marked.WORD;
    swap(own + 1, first);
    if (group > 2) {
      int next = whereabouts(second % Marked.WORD, own + 1, first);
      swap(own + 2, next);
      if (group > 3) {
        int last = whereabouts(third % Marked.WORD, own + 1, first);
        swap(own + 3, whereabouts(last, own + 2, next));
      }
    }
  }

  /// Where a row stands after two have changed places.
  private static int whereabouts(int row, int one, int other) {
    return row == one ? other : row == other ? one : row;
  }

  private void swap(int i, int j) {
    int row = order[i];
    order[i] = order[j];
    order[j] = row;
    for (int n = 0; n < SEEN; n++) {
      long word = seen[SEEN * i + n];
      seen[SEEN * i + n] = seen[SEEN * j + n];
      seen[SEEN * j + n] = word;
    }
  }
}
