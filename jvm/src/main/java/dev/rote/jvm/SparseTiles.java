package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import java.util.Arrays;

/// The product that leaves out zeros, on vectors: how it goes over rows, terms and columns.
/*
 * Rows leave out different terms, so many rows at once would leave out few: of Fashion-MNIST's pixels
 * 50 % are not 0, of the pairs of pixels of two pictures 66 %, of six 84 %. One row at a time, on the
 * other hand, reads a vector of B for every multiply-add, which no processor delivers at the speed of
 * its multiply-adds. Groups of two to four rows are the middle; of three that are alike ([Groups]) 62 %.
 *
 * What is not 0 in one of them is the union of their words of marks. So nothing is listed, no factor is
 * a float before it is in a register, and turning rows and columns turns bits. So as to have B in the
 * first cache, all groups go over a block of 64 terms of one panel before the next, and take up their
 * sums where they left them.
 */
abstract class SparseTiles {
  /// Rows by themselves.
  abstract Row row();

  /// Columns of a whole panel.
  abstract int panel();

  /// Rows that are taken at a time.
  abstract int height();

  /// [SparseProduct#groupAlike].
  final void groupAlike(Marked A, int rows) {
    A.groups.alike(A, rows, height());
  }

  /// [SparseProduct#accumulateSparse].
  final void accumulateSparse(
      float[] Y, Rows y, Marked A, float[] B, int K, float s, float[] sums) {
    int rows = y.to() - y.from();
    int own = Panels.LEAD + height() * panel();
    for (int c = y.left(); c < y.right(); c += y.width(c)) {
      int width = y.width(c);
      sum(sums, width, A, rows, B, Panels.LEAD + K * c);
      int at = y.panel(c) + y.from() * y.stride(c);
      for (int i = 0; i < rows; i++) {
        row().add(Y, at + A.groups.order[i] * y.stride(c), width, s, sums, own + i * width);
      }
    }
  }

  /// [SparseProduct#forwardSparse].
  final void forwardSparse(
      float[] Y, Rows y, float[] Z, float least, Marked A, float[] B, int K, float[] sums) {
    int rows = y.to() - y.from();
    int own = Panels.LEAD + height() * panel();
    for (int c = y.left(); c < y.right(); c += y.width(c)) {
      int width = y.width(c);
      sum(sums, width, A, rows, B, Panels.LEAD + K * c);
      int at = y.panel(c) + y.from() * y.stride(c);
      for (int i = 0; i < rows; i++) {
        int to = at + A.groups.order[i] * y.stride(c);
        row().put(Y, to, width, Z, c, least, sums, own + i * width);
      }
    }
  }

  /// Sums of a panel, rows in the order of the groups.
  private void sum(float[] sums, int width, Marked A, int rows, float[] B, int b) {
    int own = Panels.LEAD + height() * panel();
    if (width == panel()) {
      groups(sums, own, A, rows, B, b);
      return;
    }
    for (int i = 0; i < rows; i++) {
      row().single(sums, own + i * width, A, A.groups.order[i], B, b, width);
    }
  }

  private void groups(float[] sums, int own, Marked A, int rows, float[] B, int b) {
    int[] order = A.groups.order;
    int panel = panel();
    int group = height();
    if (A.words == 0) {
      Arrays.fill(sums, own, own + rows * panel, 0);
    }
    for (int w = 0; w < A.words; w++) {
      int m = A.first + w * A.height;
      int block = A.at + w * Marked.WORD * A.step;
      int k = b + w * Marked.WORD * panel;
      for (int i = 0; i < rows; i += group) {
        int r = order[i];
        int r1 = order[i + 1];
        int r2 = order[i + Math.min(2, group - 1)];
        int r3 = order[i + group - 1];
        long pair = A.marks[m + r] | A.marks[m + r1];
        long marks = pair | A.marks[m + r2] | A.marks[m + r3];
        int p = block + r * A.row;
        int p1 = block + r1 * A.row;
        int p2 = block + r2 * A.row;
        int p3 = block + r3 * A.row;
        int to = own + i * panel;
        group(A.bytes, p, p1, p2, p3, A.step, marks, B, k, sums, w == 0 ? Panels.LEAD : to, to);
      }
    }
  }

  /// Some rows of a panel, over a block of terms.
  ///
  /// @param p where the block's bytes of the first row begin, `step` from one to the next
  /// @param p1 where those of the second row begin
  /// @param p2 where those of the third row begin, if there are groups of three or four
  /// @param p3 where those of the fourth row begin, if there are groups of four
  /// @param marks which terms of the block
  /// @param b where the block begins in B
  /// @param z where the rows' sums so far stand
  /// @param to where they go
  abstract void group(
      byte[] P,
      int p,
      int p1,
      int p2,
      int p3,
      int step,
      long marks,
      float[] B,
      int b,
      float[] sums,
      int z,
      int to);

  /// What is done a row at a time.
  interface Row {
    /// Adds a row of sums to one of Y, times s.
    ///
    /// @param count columns
    void add(float[] Y, int y, int count, float s, float[] sums, int sum);

    /// Makes a row of Y of one of Z and one of sums.
    ///
    /// @param count columns
    void put(float[] Y, int y, int count, float[] Z, int z, float least, float[] sums, int sum);

    /// Lays down a row of sums over all terms: the rare rest.
    ///
    /// @param width columns of the panel
    void single(float[] sums, int to, Marked A, int r, float[] B, int b, int width);
  }
}
