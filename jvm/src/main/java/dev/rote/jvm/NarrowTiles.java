package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The matrix product on vectors of 128 or 256 bits, defined anew for each as [VectorKernels] is.
/*
 * Such vectors come with 16 registers: 6 rows × 2 vectors are 12 sums, 2 vectors of B and a broadcast
 * of A. Two things keep the inner loop to those loads and multiply-adds alone. B lies in panels as
 * wide as a tile of 256 bits, so it is read straight on; and every index in the loop is k times a constant
 * and something fixed, so that the compiler checks bounds once, before the loop. That is why A is
 * never read down a column: its rows are turned first where they have to be. The inner loop is cut
 * into strips by hand: some collectors have the compiler do that, and under the others, the serial and
 * the parallel one, it makes of the uncut loop code that takes 1.6 times as long. The tiles are
 * methods of their own, so that none is entered by on-stack replacement.
 */
final class NarrowTiles implements Product {
  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final int L = S.length();
  private static final int PANEL = Kernels.LANES;

  /// Terms of an inner loop.
  private static final int STRIP = 512;

  @Override
  public int panel() {
    return PANEL;
  }

  @Override
  public void accumulate(
      float[] Y, Rows y, float[] A, int a, int row, float[] B, int K, float s, float[] sums) {
    int sixes = y.from() + 6 * y.sixes();
    int fours = sixes + 4 * y.fours();
    for (int c = 0; c < y.C(); c += PANEL) {
      int stride = y.stride(c);
      for (int v = 0; v < PANEL; v += 2 * L) {
        int at = y.panel(c) + v;
        int b = Panels.LEAD + K * c + v;
        int from = a;
        int r = y.from();
        for (; r < sixes; r += 6, from += 6 * row) {
          tile6x2(Y, at + r * stride, stride, A, from, row, B, b, K, s);
        }
        for (; r < fours; r += 4, from += 4 * row) {
          tile4x2(Y, at + r * stride, stride, A, from, row, B, b, K, s);
        }
      }
    }
    for (int r = fours; r < y.to(); r++) {
      single(Y, y, r, A, a + (r - y.from()) * row, B, K, s);
    }
  }

  /// One row, in four vectors where there are as many, since two alone would wait for each other.
  private static void single(
      float[] Y, Rows y, int r, float[] A, int a, float[] B, int K, float s) {
    int c = 0;
    for (; c + 2 * PANEL <= y.C(); c += 2 * PANEL) {
      int at = y.panel(c) + r * y.stride(c);
      int next = y.panel(c + PANEL) + r * y.stride(c + PANEL) - at;
      for (int v = 0; v < PANEL; v += 2 * L) {
        int b = Panels.LEAD + K * c + v;
        tile1x2x2(Y, at + v, next, A, a, B, b, b + K * PANEL, K, s);
      }
    }
    for (; c < y.C(); c += PANEL) {
      for (int v = 0; v < PANEL; v += 2 * L) {
        int b = Panels.LEAD + K * c + v;
        tile1x2(Y, y.panel(c) + r * y.stride(c) + v, A, a, B, b, K, s);
      }
    }
  }

  /// Six rows and two vectors.
  private static void tile6x2(
      float[] Y, int y, int stride, float[] A, int a, int row, float[] B, int b, int K, float s) {
    FloatVector y00 = FloatVector.zero(S);
    FloatVector y01 = y00;
    FloatVector y10 = y00;
    FloatVector y11 = y00;
    FloatVector y20 = y00;
    FloatVector y21 = y00;
    FloatVector y30 = y00;
    FloatVector y31 = y00;
    FloatVector y40 = y00;
    FloatVector y41 = y00;
    FloatVector y50 = y00;
    FloatVector y51 = y00;
    int a1 = a + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    for (int from = 0; from < K; from += STRIP) {
      int to = Math.min(K, from + STRIP);
      for (int k = from; k < to; k++) {
        FloatVector b0 = FloatVector.fromArray(S, B, b + k * PANEL);
        FloatVector b1 = FloatVector.fromArray(S, B, b + k * PANEL + L);
        FloatVector x0 = FloatVector.broadcast(S, A[a + k]);
        y00 = x0.fma(b0, y00);
        y01 = x0.fma(b1, y01);
        FloatVector x1 = FloatVector.broadcast(S, A[a1 + k]);
        y10 = x1.fma(b0, y10);
        y11 = x1.fma(b1, y11);
        FloatVector x2 = FloatVector.broadcast(S, A[a2 + k]);
        y20 = x2.fma(b0, y20);
        y21 = x2.fma(b1, y21);
        FloatVector x3 = FloatVector.broadcast(S, A[a3 + k]);
        y30 = x3.fma(b0, y30);
        y31 = x3.fma(b1, y31);
        FloatVector x4 = FloatVector.broadcast(S, A[a4 + k]);
        y40 = x4.fma(b0, y40);
        y41 = x4.fma(b1, y41);
        FloatVector x5 = FloatVector.broadcast(S, A[a5 + k]);
        y50 = x5.fma(b0, y50);
        y51 = x5.fma(b1, y51);
      }
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y01, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    y += stride;
    scale.fma(y10, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y11, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    y += stride;
    scale.fma(y20, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y21, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    y += stride;
    scale.fma(y30, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y31, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    y += stride;
    scale.fma(y40, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y41, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    y += stride;
    scale.fma(y50, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y51, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
  }

  /// Four rows and two vectors.
  private static void tile4x2(
      float[] Y, int y, int stride, float[] A, int a, int row, float[] B, int b, int K, float s) {
    FloatVector y00 = FloatVector.zero(S);
    FloatVector y01 = y00;
    FloatVector y10 = y00;
    FloatVector y11 = y00;
    FloatVector y20 = y00;
    FloatVector y21 = y00;
    FloatVector y30 = y00;
    FloatVector y31 = y00;
    int a1 = a + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    for (int from = 0; from < K; from += STRIP) {
      int to = Math.min(K, from + STRIP);
      for (int k = from; k < to; k++) {
        FloatVector b0 = FloatVector.fromArray(S, B, b + k * PANEL);
        FloatVector b1 = FloatVector.fromArray(S, B, b + k * PANEL + L);
        FloatVector x0 = FloatVector.broadcast(S, A[a + k]);
        y00 = x0.fma(b0, y00);
        y01 = x0.fma(b1, y01);
        FloatVector x1 = FloatVector.broadcast(S, A[a1 + k]);
        y10 = x1.fma(b0, y10);
        y11 = x1.fma(b1, y11);
        FloatVector x2 = FloatVector.broadcast(S, A[a2 + k]);
        y20 = x2.fma(b0, y20);
        y21 = x2.fma(b1, y21);
        FloatVector x3 = FloatVector.broadcast(S, A[a3 + k]);
        y30 = x3.fma(b0, y30);
        y31 = x3.fma(b1, y31);
      }
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y01, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    y += stride;
    scale.fma(y10, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y11, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    y += stride;
    scale.fma(y20, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y21, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    y += stride;
    scale.fma(y30, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y31, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
  }

  /// One row and two vectors of each of two panels, which are `stride` apart in Y.
  private static void tile1x2x2(
      float[] Y, int y, int stride, float[] A, int a, float[] B, int b, int next, int K, float s) {
    FloatVector y00 = FloatVector.zero(S);
    FloatVector y01 = y00;
    FloatVector y02 = y00;
    FloatVector y03 = y00;
    for (int from = 0; from < K; from += STRIP) {
      int to = Math.min(K, from + STRIP);
      for (int k = from; k < to; k++) {
        FloatVector b0 = FloatVector.fromArray(S, B, b + k * PANEL);
        FloatVector b1 = FloatVector.fromArray(S, B, b + k * PANEL + L);
        FloatVector b2 = FloatVector.fromArray(S, B, next + k * PANEL);
        FloatVector b3 = FloatVector.fromArray(S, B, next + k * PANEL + L);
        FloatVector x0 = FloatVector.broadcast(S, A[a + k]);
        y00 = x0.fma(b0, y00);
        y01 = x0.fma(b1, y01);
        y02 = x0.fma(b2, y02);
        y03 = x0.fma(b3, y03);
      }
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y01, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y02, FloatVector.fromArray(S, Y, y + stride)).intoArray(Y, y + stride);
    scale.fma(y03, FloatVector.fromArray(S, Y, y + stride + L)).intoArray(Y, y + stride + L);
  }

  /// One row and two vectors.
  private static void tile1x2(
      float[] Y, int y, float[] A, int a, float[] B, int b, int K, float s) {
    FloatVector y00 = FloatVector.zero(S);
    FloatVector y01 = y00;
    for (int from = 0; from < K; from += STRIP) {
      int to = Math.min(K, from + STRIP);
      for (int k = from; k < to; k++) {
        FloatVector b0 = FloatVector.fromArray(S, B, b + k * PANEL);
        FloatVector b1 = FloatVector.fromArray(S, B, b + k * PANEL + L);
        FloatVector x0 = FloatVector.broadcast(S, A[a + k]);
        y00 = x0.fma(b0, y00);
        y01 = x0.fma(b1, y01);
      }
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y01, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
  }
}
