package dev.rote.jvm;

/// What a sparse product has to note down: for pairs of rows of its left factor the terms that are
/// not 0 in both, in blocks, and its sums so far. Confined to one thread.
final class Lists {

  /// Terms of a block. With 32 columns they are half of a cache of 32 KiB.
  static final int BLOCK = 128;

  /// Numbers of terms, block by block of pair by pair. A last row without a partner is a pair too,
  /// with itself.
  final int[] terms;

  /// The two rows' factors in these terms.
  final float[] upper;

  final float[] lower;

  /// Where the list of a pair and block begins; it ends where the next one begins.
  final int[] bounds;

  /// Sums of a panel's columns, a row each, and two rows of zeros to begin with.
  final float[] sums;

  /// Where the zeros stand.
  final int zeros;

  /// @param rows of the left factor, at most
  /// @param most terms of a row, at most
  /// @param panel columns of a whole panel
  Lists(int rows, int most, int panel) {
    int pairs = pairs(rows);
    terms = new int[Math.addExact(Math.multiplyExact(pairs, most), Kernels.LANES)];
    upper = new float[terms.length];
    lower = new float[terms.length];
    bounds = new int[Math.multiplyExact(pairs, blocks(most)) + 1];
    zeros = Math.multiplyExact(rows, panel);
    sums = new float[zeros + 2 * panel];
  }

  private static int pairs(int rows) {
    return (rows + 1) / 2;
  }

  /// Blocks of so many terms, at least one.
  static int blocks(int terms) {
    return Math.max(1, (terms + BLOCK - 1) / BLOCK);
  }

  /// Lists the terms that are not 0 in both rows of a pair.
  ///
  /// @param A read; `rows` rows of K from `a` on, `row` from one to the next
  void fill(Kernels kernels, float[] A, int a, int row, int rows, int K) {
    int n = 0;
    int list = 0;
    for (int r = 0; r < rows; r += 2) {
      int x = a + r * row;
      int next = r + 1 < rows ? x + row : x;
      for (int block = 0; block < blocks(K); block++) {
        int from = block * BLOCK;
        bounds[list++] = n;
        n = kernels.pairs(this, n, A, x, next, from, Math.min(K, from + BLOCK));
      }
    }
    bounds[list] = n;
  }
}
