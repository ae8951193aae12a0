package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The matrix product on vectors of 512 bits; see [NarrowTiles] for what both have in common.
/*
 * Such vectors come with 32 registers: 6 rows × 4 vectors are 24 sums, 4 vectors of B and a broadcast
 * of A, and 10 loads feed 24 multiply-adds. Columns past the last four vectors go one at a time.
 */
final class WideTiles implements Product {
  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final int L = Kernels.LANES;
  private static final int PANEL = 4 * L;

  /// Terms of an inner loop.
  private static final int STRIP = 512;

  @Override
  public int panel() {
    return PANEL;
  }

  @Override
  public void accumulate(float[] Y, Rows y, float[] A, int a, int row, float[] B, int K, float s) {
    int c = 0;
    for (; c + PANEL <= y.C(); c += PANEL) {
      whole(Y, y, c, A, a, row, B, K, s);
    }
    for (; c < y.C(); c += L) {
      rest(Y, y, c, A, a, row, B, K, s);
    }
  }

  /// Four vectors of columns.
  private static void whole(
      float[] Y, Rows y, int c, float[] A, int a, int row, float[] B, int K, float s) {
    int sixes = y.from() + 6 * y.sixes();
    int fours = sixes + 4 * y.fours();
    int stride = y.stride(c);
    int at = y.panel(c);
    int from = a;
    int r = y.from();
    for (; r < sixes; r += 6, from += 6 * row) {
      tile6x4(Y, at + r * stride, stride, A, from, row, B, K * c, K, s);
    }
    for (; r < fours; r += 4, from += 4 * row) {
      tile4x4(Y, at + r * stride, stride, A, from, row, B, K * c, K, s);
    }
    for (; r < y.to(); r++, from += row) {
      tile1x4(Y, at + r * stride, A, from, B, K * c, K, s);
    }
  }

  /// One vector of columns.
  private static void rest(
      float[] Y, Rows y, int c, float[] A, int a, int row, float[] B, int K, float s) {
    int stride = y.stride(c);
    int at = y.panel(c);
    int from = a;
    int r = y.from();
    for (; r + 6 <= y.to(); r += 6, from += 6 * row) {
      tile6x1(Y, at + r * stride, stride, A, from, row, B, K * c, K, s);
    }
    for (; r < y.to(); r++, from += row) {
      tile1x1(Y, at + r * stride, A, from, B, K * c, K, s);
    }
  }

  /// Six rows and four vectors.
  private static void tile6x4(
      float[] Y, int y, int stride, float[] A, int a, int row, float[] B, int b, int K, float s) {
    FloatVector y00 = FloatVector.zero(S);
    FloatVector y01 = y00;
    FloatVector y02 = y00;
    FloatVector y03 = y00;
    FloatVector y10 = y00;
    FloatVector y11 = y00;
    FloatVector y12 = y00;
    FloatVector y13 = y00;
    FloatVector y20 = y00;
    FloatVector y21 = y00;
    FloatVector y22 = y00;
    FloatVector y23 = y00;
    FloatVector y30 = y00;
    FloatVector y31 = y00;
    FloatVector y32 = y00;
    FloatVector y33 = y00;
    FloatVector y40 = y00;
    FloatVector y41 = y00;
    FloatVector y42 = y00;
    FloatVector y43 = y00;
    FloatVector y50 = y00;
    FloatVector y51 = y00;
    FloatVector y52 = y00;
    FloatVector y53 = y00;
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
        FloatVector b2 = FloatVector.fromArray(S, B, b + k * PANEL + 2 * L);
        FloatVector b3 = FloatVector.fromArray(S, B, b + k * PANEL + 3 * L);
        FloatVector x0 = FloatVector.broadcast(S, A[a + k]);
        y00 = x0.fma(b0, y00);
        y01 = x0.fma(b1, y01);
        y02 = x0.fma(b2, y02);
        y03 = x0.fma(b3, y03);
        FloatVector x1 = FloatVector.broadcast(S, A[a1 + k]);
        y10 = x1.fma(b0, y10);
        y11 = x1.fma(b1, y11);
        y12 = x1.fma(b2, y12);
        y13 = x1.fma(b3, y13);
        FloatVector x2 = FloatVector.broadcast(S, A[a2 + k]);
        y20 = x2.fma(b0, y20);
        y21 = x2.fma(b1, y21);
        y22 = x2.fma(b2, y22);
        y23 = x2.fma(b3, y23);
        FloatVector x3 = FloatVector.broadcast(S, A[a3 + k]);
        y30 = x3.fma(b0, y30);
        y31 = x3.fma(b1, y31);
        y32 = x3.fma(b2, y32);
        y33 = x3.fma(b3, y33);
        FloatVector x4 = FloatVector.broadcast(S, A[a4 + k]);
        y40 = x4.fma(b0, y40);
        y41 = x4.fma(b1, y41);
        y42 = x4.fma(b2, y42);
        y43 = x4.fma(b3, y43);
        FloatVector x5 = FloatVector.broadcast(S, A[a5 + k]);
        y50 = x5.fma(b0, y50);
        y51 = x5.fma(b1, y51);
        y52 = x5.fma(b2, y52);
        y53 = x5.fma(b3, y53);
      }
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y01, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y02, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y03, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    y += stride;
    scale.fma(y10, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y11, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y12, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y13, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    y += stride;
    scale.fma(y20, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y21, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y22, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y23, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    y += stride;
    scale.fma(y30, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y31, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y32, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y33, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    y += stride;
    scale.fma(y40, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y41, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y42, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y43, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    y += stride;
    scale.fma(y50, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y51, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y52, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y53, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
  }

  /// Four rows and four vectors.
  private static void tile4x4(
      float[] Y, int y, int stride, float[] A, int a, int row, float[] B, int b, int K, float s) {
    FloatVector y00 = FloatVector.zero(S);
    FloatVector y01 = y00;
    FloatVector y02 = y00;
    FloatVector y03 = y00;
    FloatVector y10 = y00;
    FloatVector y11 = y00;
    FloatVector y12 = y00;
    FloatVector y13 = y00;
    FloatVector y20 = y00;
    FloatVector y21 = y00;
    FloatVector y22 = y00;
    FloatVector y23 = y00;
    FloatVector y30 = y00;
    FloatVector y31 = y00;
    FloatVector y32 = y00;
    FloatVector y33 = y00;
    int a1 = a + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    for (int from = 0; from < K; from += STRIP) {
      int to = Math.min(K, from + STRIP);
      for (int k = from; k < to; k++) {
        FloatVector b0 = FloatVector.fromArray(S, B, b + k * PANEL);
        FloatVector b1 = FloatVector.fromArray(S, B, b + k * PANEL + L);
        FloatVector b2 = FloatVector.fromArray(S, B, b + k * PANEL + 2 * L);
        FloatVector b3 = FloatVector.fromArray(S, B, b + k * PANEL + 3 * L);
        FloatVector x0 = FloatVector.broadcast(S, A[a + k]);
        y00 = x0.fma(b0, y00);
        y01 = x0.fma(b1, y01);
        y02 = x0.fma(b2, y02);
        y03 = x0.fma(b3, y03);
        FloatVector x1 = FloatVector.broadcast(S, A[a1 + k]);
        y10 = x1.fma(b0, y10);
        y11 = x1.fma(b1, y11);
        y12 = x1.fma(b2, y12);
        y13 = x1.fma(b3, y13);
        FloatVector x2 = FloatVector.broadcast(S, A[a2 + k]);
        y20 = x2.fma(b0, y20);
        y21 = x2.fma(b1, y21);
        y22 = x2.fma(b2, y22);
        y23 = x2.fma(b3, y23);
        FloatVector x3 = FloatVector.broadcast(S, A[a3 + k]);
        y30 = x3.fma(b0, y30);
        y31 = x3.fma(b1, y31);
        y32 = x3.fma(b2, y32);
        y33 = x3.fma(b3, y33);
      }
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y01, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y02, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y03, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    y += stride;
    scale.fma(y10, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y11, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y12, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y13, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    y += stride;
    scale.fma(y20, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y21, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y22, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y23, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    y += stride;
    scale.fma(y30, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y31, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y32, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y33, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
  }

  /// One row and four vectors.
  private static void tile1x4(
      float[] Y, int y, float[] A, int a, float[] B, int b, int K, float s) {
    FloatVector y00 = FloatVector.zero(S);
    FloatVector y01 = y00;
    FloatVector y02 = y00;
    FloatVector y03 = y00;
    for (int from = 0; from < K; from += STRIP) {
      int to = Math.min(K, from + STRIP);
      for (int k = from; k < to; k++) {
        FloatVector b0 = FloatVector.fromArray(S, B, b + k * PANEL);
        FloatVector b1 = FloatVector.fromArray(S, B, b + k * PANEL + L);
        FloatVector b2 = FloatVector.fromArray(S, B, b + k * PANEL + 2 * L);
        FloatVector b3 = FloatVector.fromArray(S, B, b + k * PANEL + 3 * L);
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
    scale.fma(y02, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y03, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
  }

  /// Six rows and one vector.
  private static void tile6x1(
      float[] Y, int y, int stride, float[] A, int a, int row, float[] B, int b, int K, float s) {
    FloatVector y00 = FloatVector.zero(S);
    FloatVector y10 = y00;
    FloatVector y20 = y00;
    FloatVector y30 = y00;
    FloatVector y40 = y00;
    FloatVector y50 = y00;
    int a1 = a + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    for (int from = 0; from < K; from += STRIP) {
      int to = Math.min(K, from + STRIP);
      for (int k = from; k < to; k++) {
        FloatVector b0 = FloatVector.fromArray(S, B, b + k * L);
        FloatVector x0 = FloatVector.broadcast(S, A[a + k]);
        y00 = x0.fma(b0, y00);
        FloatVector x1 = FloatVector.broadcast(S, A[a1 + k]);
        y10 = x1.fma(b0, y10);
        FloatVector x2 = FloatVector.broadcast(S, A[a2 + k]);
        y20 = x2.fma(b0, y20);
        FloatVector x3 = FloatVector.broadcast(S, A[a3 + k]);
        y30 = x3.fma(b0, y30);
        FloatVector x4 = FloatVector.broadcast(S, A[a4 + k]);
        y40 = x4.fma(b0, y40);
        FloatVector x5 = FloatVector.broadcast(S, A[a5 + k]);
        y50 = x5.fma(b0, y50);
      }
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    y += stride;
    scale.fma(y10, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    y += stride;
    scale.fma(y20, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    y += stride;
    scale.fma(y30, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    y += stride;
    scale.fma(y40, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    y += stride;
    scale.fma(y50, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
  }

  /// One row and one vector.
  private static void tile1x1(
      float[] Y, int y, float[] A, int a, float[] B, int b, int K, float s) {
    FloatVector y00 = FloatVector.zero(S);
    for (int from = 0; from < K; from += STRIP) {
      int to = Math.min(K, from + STRIP);
      for (int k = from; k < to; k++) {
        FloatVector b0 = FloatVector.fromArray(S, B, b + k * L);
        FloatVector x0 = FloatVector.broadcast(S, A[a + k]);
        y00 = x0.fma(b0, y00);
      }
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
  }
}
