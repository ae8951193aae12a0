package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The product that leaves out zeros, on vectors, defined anew for each width as [VectorKernels] is.
/*
 * Each row of A skips other terms, so rows cannot share what they read of B, as they do in a tile. The
 * first cache has to deliver instead: by panels of eight vectors and blocks of terms, all rows go
 * over a piece of B that stays there meanwhile, and take up their sums where they left them. Eight
 * sums hide how long a multiply-add takes; a panel is as wide as they are, so that one check of
 * bounds does for eight loads.
 */
final class SparseTiles implements SparseProduct {
  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final int L = S.length();
  private static final int PANEL = 8 * L;

  @Override
  public int sparsePanel() {
    return PANEL;
  }

  @Override
  public void accumulateSparse(
      float[] Y, Rows y, float[] A, int a, int row, float[] B, int K, float s, Lists lists) {
    int blocks = Lists.blocks(K);
    int rows = y.to() - y.from();
    int c = 0;
    for (; c + PANEL <= y.C(); c += PANEL) {
      int stride = y.stride(c);
      int at = y.panel(c) + y.from() * stride;
      for (int block = 0; block < blocks; block++) {
        for (int r = 0; r < rows; r++) {
          int sums = r * PANEL;
          int z = block == 0 ? lists.zeros : sums;
          int to = block == blocks - 1 ? -1 : sums;
          int list = r * blocks + block;
          panel(Y, at + r * stride, s, A, a + r * row, B, K * c, lists, list, z, to);
        }
      }
    }
    for (; c < y.C(); c += Kernels.LANES) {
      for (int v = 0; v < Kernels.LANES; v += L) {
        for (int r = 0; r < rows; r++) {
          int at = y.panel(c) + (y.from() + r) * y.stride(c) + v;
          vector(Y, at, s, A, a + r * row, B, K * c + v, lists, r * blocks, (r + 1) * blocks);
        }
      }
    }
  }

  /// A row of a panel, over one list.
  ///
  /// @param z where the sums so far stand
  /// @param to where they go, or −1 if they are whole and belong to Y
  private static void panel(
      float[] Y,
      int y,
      float s,
      float[] A,
      int a,
      float[] B,
      int b,
      Lists lists,
      int list,
      int z,
      int to) {
    float[] sums = lists.sums;
    int[] terms = lists.terms;
    int end = lists.bounds[list + 1];
    FloatVector y0 = FloatVector.fromArray(S, sums, z);
    FloatVector y1 = FloatVector.fromArray(S, sums, z + 1 * L);
    FloatVector y2 = FloatVector.fromArray(S, sums, z + 2 * L);
    FloatVector y3 = FloatVector.fromArray(S, sums, z + 3 * L);
    FloatVector y4 = FloatVector.fromArray(S, sums, z + 4 * L);
    FloatVector y5 = FloatVector.fromArray(S, sums, z + 5 * L);
    FloatVector y6 = FloatVector.fromArray(S, sums, z + 6 * L);
    FloatVector y7 = FloatVector.fromArray(S, sums, z + 7 * L);
    for (int j = lists.bounds[list]; j < end; j++) {
      int k = terms[j];
      int at = b + k * PANEL;
      FloatVector x = FloatVector.broadcast(S, A[a + k]);
      y0 = x.fma(FloatVector.fromArray(S, B, at), y0);
      y1 = x.fma(FloatVector.fromArray(S, B, at + 1 * L), y1);
      y2 = x.fma(FloatVector.fromArray(S, B, at + 2 * L), y2);
      y3 = x.fma(FloatVector.fromArray(S, B, at + 3 * L), y3);
      y4 = x.fma(FloatVector.fromArray(S, B, at + 4 * L), y4);
      y5 = x.fma(FloatVector.fromArray(S, B, at + 5 * L), y5);
      y6 = x.fma(FloatVector.fromArray(S, B, at + 6 * L), y6);
      y7 = x.fma(FloatVector.fromArray(S, B, at + 7 * L), y7);
    }
    if (to >= 0) {
      y0.intoArray(sums, to);
      y1.intoArray(sums, to + 1 * L);
      y2.intoArray(sums, to + 2 * L);
      y3.intoArray(sums, to + 3 * L);
      y4.intoArray(sums, to + 4 * L);
      y5.intoArray(sums, to + 5 * L);
      y6.intoArray(sums, to + 6 * L);
      y7.intoArray(sums, to + 7 * L);
      return;
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y0, FloatVector.fromArray(S, Y, y + 0 * L)).intoArray(Y, y + 0 * L);
    scale.fma(y1, FloatVector.fromArray(S, Y, y + 1 * L)).intoArray(Y, y + 1 * L);
    scale.fma(y2, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y3, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    scale.fma(y4, FloatVector.fromArray(S, Y, y + 4 * L)).intoArray(Y, y + 4 * L);
    scale.fma(y5, FloatVector.fromArray(S, Y, y + 5 * L)).intoArray(Y, y + 5 * L);
    scale.fma(y6, FloatVector.fromArray(S, Y, y + 6 * L)).intoArray(Y, y + 6 * L);
    scale.fma(y7, FloatVector.fromArray(S, Y, y + 7 * L)).intoArray(Y, y + 7 * L);
  }

  /// A row of one vector, over the lists from one to another.
  private static void vector(
      float[] Y, int y, float s, float[] A, int a, float[] B, int b, Lists lists, int from, int to) {
    int[] terms = lists.terms;
    int end = lists.bounds[to];
    FloatVector sum = FloatVector.zero(S);
    for (int j = lists.bounds[from]; j < end; j++) {
      int k = terms[j];
      FloatVector x = FloatVector.broadcast(S, A[a + k]);
      sum = x.fma(FloatVector.fromArray(S, B, b + k * Kernels.LANES), sum);
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(sum, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
  }
}
