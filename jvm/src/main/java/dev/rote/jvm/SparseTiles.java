package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import java.util.Arrays;

/// The product that leaves out zeros, on vectors: how it goes over rows, terms and columns.
/*
 * Rows leave out different terms, so many rows at once would leave out few: of Fashion-MNIST's pixels
 * 50 % are not 0, of the pairs of pixels of two pictures 66 %, of six 84 %. One row at a time, on the
 * other hand, reads a vector of B for every multiply-add, which no processor delivers at the speed of
 * its multiply-adds. Groups of two or three rows are the middle; of three that are alike ([Groups]) 62 %.
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
  public final void groupAlike(Marked A, int rows) {
    A.groups.alike(A, rows, group);
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
    int[] order = A.groups.order;
    int own = Panels.LEAD + group * panel;
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
        int r2 = order[i + group - 1];
        long marks = A.marks[m + r] | A.marks[m + r1] | A.marks[m + r2];
        int p = block + r * A.row;
        int p1 = block + r1 * A.row;
        int p2 = block + r2 * A.row;
        int to = own + i * panel;
        group(A.bytes, p, p1, p2, A.step, marks, B, k, sums, w == 0 ? Panels.LEAD : to, to);
      }
    }
    for (int i = 0; i < rows; i++) {
      add(Y, y + order[i] * stride, s, sums, own + i * panel);
    }
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
