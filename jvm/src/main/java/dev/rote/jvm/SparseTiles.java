package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;

/// The product that leaves out zeros, on vectors: how it goes over rows, terms and columns.
/*
 * Rows leave out different terms, so many rows at once would leave out few: of Fashion-MNIST's pixels
 * 50 % are not 0, of the pairs of pixels of two pictures 66 %, of six 84 %. One row at a time, on the
 * other hand, reads a vector of B for every multiply-add, which no processor delivers at the speed of
 * its multiply-adds. Pairs of rows are the middle.
 *
 * What is not 0 in one of the two is the union of two words of marks. So nothing is listed, no factor is a
 * float before it is in a register, and turning rows and columns turns bits. So as to have B in the first
 * cache, all pairs go over a block of 64 terms of one panel before the next, and take up their sums
 * where they left them.
 */
abstract class SparseTiles implements SparseProduct {
  private final int lanes;
  private final int panel;

  /// @param lanes numbers in a vector
  /// @param panel columns of a whole panel
  SparseTiles(int lanes, int panel) {
    this.lanes = lanes;
    this.panel = panel;
  }

  @Override
  public final int sparsePanel() {
    return panel;
  }

  @Override
  public final void accumulateSparse(
      float[] Y, Rows y, Marked A, float[] B, int K, float s, float[] sums) {
    int rows = y.to() - y.from();
    int paired = rows / 2 * 2;
    for (int c = 0; c < y.C(); c += y.width(c)) {
      int stride = y.stride(c);
      int at = y.panel(c) + y.from() * stride;
      int b = Panels.LEAD + K * c;
      boolean whole = y.width(c) == panel;
      if (whole) {
        pairs(Y, at, stride, A, paired, B, b, s, sums);
      }
      for (int r = whole ? paired : 0; r < rows; r++) {
        for (int v = 0; v < y.width(c); v += lanes) {
          single(Y, at + r * stride + v, A, r, B, b + v, y.width(c), s);
        }
      }
    }
  }

  private void pairs(
      float[] Y, int y, int stride, Marked A, int rows, float[] B, int b, float s, float[] sums) {
    int last = Math.max(0, A.words - 1);
    for (int w = 0; w <= last; w++) {
      int p = A.at + w * Marked.WORD * A.step;
      int block = b + w * Marked.WORD * panel;
      for (int r = 0; r < rows; r += 2) {
        int own = Panels.LEAD + (r + 2) * panel;
        int z = w == 0 ? Panels.LEAD : own;
        int to = w == last ? -1 : own;
        int upper = p + r * A.row;
        long marks = A.words == 0 ? 0 : union(A, r, w);
        pair(
            Y, y + r * stride, stride, A.bytes, upper, upper + A.row, A.step, marks, B, block, s, sums, z, to);
      }
    }
  }

  private static long union(Marked A, int r, int w) {
    int at = A.first + r + w * A.height;
    return A.marks[at] | A.marks[at + 1];
  }

  /// Two rows of a panel, over a block of terms.
  ///
  /// @param y where the first row of Y begins, `stride` before the second
  /// @param upper where the block's bytes of the first row begin, `step` from one to the next
  /// @param lower where those of the second begin
  /// @param marks which terms of the block
  /// @param b where the block begins in B
  /// @param z where the sums so far stand
  /// @param to where they go, or −1 if they are whole and belong to Y
  abstract void pair(
      float[] Y,
      int y,
      int stride,
      byte[] P,
      int upper,
      int lower,
      int step,
      long marks,
      float[] B,
      int b,
      float s,
      float[] sums,
      int z,
      int to);

  /// One vector of one row, over all terms: the rare rest.
  ///
  /// @param width columns of the panel
  abstract void single(float[] Y, int y, Marked A, int r, float[] B, int b, int width, float s);
}
