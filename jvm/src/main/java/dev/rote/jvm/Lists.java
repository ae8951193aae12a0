package dev.rote.jvm;

/// What a sparse product has to note down: for some rows of its left factor the terms that are not
/// 0, in blocks, and its sums so far. Confined to one thread.
final class Lists {

  /// Terms of a block. With 64 columns they are half of a cache of 32 KiB.
  static final int BLOCK = 64;

  /// Numbers of terms, block by block of row by row.
  final int[] terms;

  /// Where the list of a row and block begins; it ends where the next one begins.
  final int[] bounds;

  /// Sums of a panel's columns, a row each, and a row of zeros to begin with.
  final float[] sums;

  /// Where the zeros stand.
  final int zeros;

  /// @param rows of the left factor, at most
  /// @param most terms of a row, at most
  /// @param panel columns of a whole panel
  Lists(int rows, int most, int panel) {
    terms = new int[Math.addExact(Math.multiplyExact(rows, most), Kernels.LANES)];
    bounds = new int[Math.multiplyExact(rows, blocks(most)) + 1];
    zeros = Math.multiplyExact(rows, panel);
    sums = new float[zeros + panel];
  }

  /// Blocks of so many terms, at least one.
  static int blocks(int terms) {
    return Math.max(1, (terms + BLOCK - 1) / BLOCK);
  }

  /// Lists the terms that are not 0.
  ///
  /// @param A read; `rows` rows of K from `a` on, `row` from one to the next
  void fill(Kernels kernels, float[] A, int a, int row, int rows, int K) {
    int n = 0;
    int list = 0;
    for (int r = 0; r < rows; r++) {
      for (int block = 0; block < blocks(K); block++) {
        int from = block * BLOCK;
        bounds[list++] = n;
        n = kernels.nonZeros(terms, n, A, a + r * row, from, Math.min(K, from + BLOCK));
      }
    }
    bounds[list] = n;
  }
}
