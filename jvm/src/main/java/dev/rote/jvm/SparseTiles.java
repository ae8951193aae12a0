package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The product that leaves out zeros, on vectors, defined anew for each width as [VectorKernels]
/// is.
/*
 * Rows leave out different terms, so many rows at once would leave out few: of Fashion-MNIST's pixels
 * 50 % are not 0, of the pairs of pixels of two pictures 66 %, of six 84 %. One row at a time, on the
 * other hand, reads a vector of B for every multiply-add, which no processor delivers at the speed of
 * its multiply-adds. Two rows × 4 vectors are the middle: 8 sums, which hide how long a multiply-add
 * takes, for 6 loads. So as to have B in the first cache, all pairs go over a block of terms of one
 * panel before the next, and take up their sums where they left them.
 */
final class SparseTiles implements SparseProduct {
  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final int L = S.length();
  private static final int PANEL = 4 * L;

  @Override
  public int sparsePanel() {
    return PANEL;
  }

  @Override
  public void accumulateSparse(float[] Y, Rows y, float[] B, int K, float s, Lists lists) {
    int blocks = Lists.blocks(K);
    int rows = y.to() - y.from();
    int paired = rows / 2 * 2;
    int c = 0;
    for (; c + PANEL <= y.C(); c += PANEL) {
      int stride = y.stride(c);
      int at = y.panel(c) + y.from() * stride;
      int b = Panels.LEAD + K * c;
      for (int block = 0; block < blocks; block++) {
        for (int r = 0; r < paired; r += 2) {
          int sums = r * PANEL;
          int z = block == 0 ? lists.zeros : sums;
          int to = block == blocks - 1 ? -1 : sums;
          int list = r / 2 * blocks + block;
          tile(Y, at + r * stride, stride, B, b, s, lists, list, z, to);
        }
      }
      if (paired < rows) {
        single(Y, at + paired * stride, PANEL, B, b, s, lists, paired, blocks);
      }
    }
    for (; c < y.C(); c += Kernels.LANES) {
      for (int r = 0; r < rows; r++) {
        int at = y.panel(c) + (y.from() + r) * y.stride(c);
        single(Y, at, Kernels.LANES, B, Panels.LEAD + K * c, s, lists, r, blocks);
      }
    }
  }

  /// Two rows of a panel, over one list.
  ///
  /// @param z where the sums so far stand
  /// @param to where they go, or −1 if they are whole and belong to Y
  private static void tile(
      float[] Y,
      int y,
      int stride,
      float[] B,
      int b,
      float s,
      Lists lists,
      int list,
      int z,
      int to) {
    float[] sums = lists.sums;
    int[] terms = lists.terms;
    float[] upper = lists.upper;
    float[] lower = lists.lower;
    int end = lists.bounds[list + 1];
    FloatVector y00 = FloatVector.fromArray(S, sums, z);
    FloatVector y01 = FloatVector.fromArray(S, sums, z + 1 * L);
    FloatVector y02 = FloatVector.fromArray(S, sums, z + 2 * L);
    FloatVector y03 = FloatVector.fromArray(S, sums, z + 3 * L);
    FloatVector y10 = FloatVector.fromArray(S, sums, z + PANEL);
    FloatVector y11 = FloatVector.fromArray(S, sums, z + PANEL + 1 * L);
    FloatVector y12 = FloatVector.fromArray(S, sums, z + PANEL + 2 * L);
    FloatVector y13 = FloatVector.fromArray(S, sums, z + PANEL + 3 * L);
    for (int j = lists.bounds[list]; j < end; j++) {
      int at = b + terms[j] * PANEL;
      FloatVector b0 = FloatVector.fromArray(S, B, at);
      FloatVector b1 = FloatVector.fromArray(S, B, at + 1 * L);
      FloatVector b2 = FloatVector.fromArray(S, B, at + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, B, at + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, upper[j]);
      y00 = x0.fma(b0, y00);
      y01 = x0.fma(b1, y01);
      y02 = x0.fma(b2, y02);
      y03 = x0.fma(b3, y03);
      FloatVector x1 = FloatVector.broadcast(S, lower[j]);
      y10 = x1.fma(b0, y10);
      y11 = x1.fma(b1, y11);
      y12 = x1.fma(b2, y12);
      y13 = x1.fma(b3, y13);
    }
    if (to >= 0) {
      y00.intoArray(sums, to);
      y01.intoArray(sums, to + 1 * L);
      y02.intoArray(sums, to + 2 * L);
      y03.intoArray(sums, to + 3 * L);
      y10.intoArray(sums, to + PANEL);
      y11.intoArray(sums, to + PANEL + 1 * L);
      y12.intoArray(sums, to + PANEL + 2 * L);
      y13.intoArray(sums, to + PANEL + 3 * L);
      return;
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y01, FloatVector.fromArray(S, Y, y + 1 * L)).intoArray(Y, y + 1 * L);
    scale.fma(y02, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y03, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    y += stride;
    scale.fma(y10, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y11, FloatVector.fromArray(S, Y, y + 1 * L)).intoArray(Y, y + 1 * L);
    scale.fma(y12, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y13, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
  }

  /// One row of a panel of `width` columns: the rare rest, a vector at a time.
  private static void single(
      float[] Y, int y, int width, float[] B, int b, float s, Lists lists, int r, int blocks) {
    int[] terms = lists.terms;
    float[] X = r % 2 == 0 ? lists.upper : lists.lower;
    int from = lists.bounds[r / 2 * blocks];
    int to = lists.bounds[(r / 2 + 1) * blocks];
    FloatVector scale = FloatVector.broadcast(S, s);
    for (int v = 0; v < width; v += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int j = from; j < to; j++) {
        FloatVector x = FloatVector.broadcast(S, X[j]);
        sum = x.fma(FloatVector.fromArray(S, B, b + terms[j] * width + v), sum);
      }
      scale.fma(sum, FloatVector.fromArray(S, Y, y + v)).intoArray(Y, y + v);
    }
  }
}
