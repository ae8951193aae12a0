package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;

/// The product that leaves out zeros, on vectors: how it goes over rows, terms and columns.
/*
 * Rows leave out different terms, so many rows at once would leave out few: of Fashion-MNIST's pixels
 * 50 % are not 0, of the pairs of pixels of two pictures 66 %, of six 84 %. One row at a time, on the
 * other hand, reads a vector of B for every multiply-add, which no processor delivers at the speed of
 * its multiply-adds. Groups of two or three rows are the middle.
 *
 * What is not 0 in one of them is the union of their words of marks. So nothing is listed, no factor is
 * a float before it is in a register, and turning rows and columns turns bits. So as to have B in the
 * first cache, all groups go over a block of 64 terms of one panel before the next, and take up their
 * sums where they left them.
 */
abstract class SparseTiles implements SparseProduct {
  private final int lanes;
  private final int panel;
  private final int group;

  /// @param lanes numbers in a vector
  /// @param panel columns of a whole panel
  /// @param group rows that are taken at a time
  SparseTiles(int lanes, int panel, int group) {
    this.lanes = lanes;
    this.panel = panel;
    this.group = group;
  }

  @Override
  public final int sparsePanel() {
    return panel;
  }

  @Override
  public final void accumulateSparse(
      float[] Y, Rows y, Marked A, float[] B, int K, float s, float[] sums) {
    int rows = y.to() - y.from();
    for (int c = 0; c < y.C(); c += y.width(c)) {
      int width = y.width(c);
      int stride = y.stride(c);
      int at = y.panel(c) + y.from() * stride;
      int b = Panels.LEAD + K * c;
      if (width == panel) {
        groups(Y, at, stride, A, rows, B, b, s, sums);
        continue;
      }
      for (int r = 0; r < rows; r++) {
        for (int v = 0; v < width; v += lanes) {
          single(Y, at + r * stride + v, A, r, B, b + v, width, s);
        }
      }
    }
  }

  private void groups(
      float[] Y, int y, int stride, Marked A, int rows, float[] B, int b, float s, float[] sums) {
    int own = Panels.LEAD + group * panel;
    for (int w = 0; w < Math.max(1, A.words); w++) {
      int block = A.at + w * Marked.WORD * A.step;
      for (int r = 0; r < rows; r += group) {
        int last = Math.min(r + group, rows) - 1;
        int p = block + r * A.row;
        int p1 = block + Math.min(r + 1, last) * A.row;
        int p2 = block + Math.min(r + 2, last) * A.row;
        int to = own + r * panel;
        int z = w == 0 ? Panels.LEAD : to;
        long marks = union(A, r, last, w);
        group(A.bytes, p, p1, p2, A.step, marks, B, b + w * Marked.WORD * panel, sums, z, to);
      }
    }
    for (int r = 0; r < rows; r++) {
      add(Y, y + r * stride, s, sums, own + r * panel);
    }
  }

  private static long union(Marked A, int r, int last, int w) {
    long union = 0;
    for (int i = r; w < A.words && i <= last; i++) {
      union |= A.marks[A.first + i + w * A.height];
    }
    return union;
  }

  /// Some rows of a panel, over a block of terms.
  ///
  /// @param p where the block's bytes of the first row begin, `step` from one to the next
  /// @param p1 where those of the second row begin
  /// @param p2 where those of the third row begin, if there are groups of three
  /// @param marks which terms of the block
  /// @param b where the block begins in B
  /// @param z where the rows' sums so far stand
  /// @param to where they go
  abstract void group(
      byte[] P,
      int p,
      int p1,
      int p2,
      int step,
      long marks,
      float[] B,
      int b,
      float[] sums,
      int z,
      int to);

  /// Adds a row of sums to one of Y, times s.
  abstract void add(float[] Y, int y, float s, float[] sums, int sum);

  /// One vector of one row, over all terms: the rare rest.
  ///
  /// @param width columns of the panel
  abstract void single(float[] Y, int y, Marked A, int r, float[] B, int b, int width, float s);
}
