package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import dev.rote.jvm.Kernels.Strides;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The matrix product on the Vector API, defined anew for each vector width as [VectorKernels] is.
/*
 * accumulate walks Y panel by panel in tiles whose sums stay in registers. With 512 bits there are 32
 * registers: 6 rows × 4 vectors are 24 sums, 4 vectors of B and a broadcast of A, and 10 loads feed
 * 24 multiply-adds. Narrower vectors come with 16 registers and take 4 rows × 2 vectors. B lies in
 * panels, so that a tile reads it straight on: rows of a wide matrix would fall into the same few
 * lines of the cache. The tiles are methods of their own, so that the compiler sees each as a small
 * loop nest and enters none by on-stack replacement.
 */
final class VectorTiles implements Product {
  private static final int LANES = Kernels.LANES;
  private static final int PANEL = Kernels.PANEL;

  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final int L = S.length();

  @Override
  public void accumulate(float[] Y, Rows y, float[] A, Strides a, float[] B, int K, float s) {
    for (int c = 0; c < y.C(); c += PANEL) {
      int w = y.width(c);
      if (L < LANES) {
        pairs(Y, y, A, a, B, c, K, s);
      } else if (w == PANEL) {
        wide(Y, y, A, a, B, c, K, s);
      } else {
        single(Y, y, A, a, B, c, K, s);
      }
    }
  }

  /// A whole panel, in vectors of 512 bits.
  private static void wide(
      float[] Y, Rows y, float[] A, Strides a, float[] B, int c, int K, float s) {
    int stride = y.stride(c);
    int at = y.panel(c);
    int r = y.from();
    for (; r + 6 <= y.to(); r += 6) {
      tile6x4(Y, at + r * stride, stride, A, r * a.row(), a, B, K * c, PANEL, K, s);
    }
    for (; r + 2 <= y.to(); r += 2) {
      tile2x4(Y, at + r * stride, stride, A, r * a.row(), a, B, K * c, PANEL, K, s);
    }
    if (r < y.to()) {
      tile1x4(Y, at + r * stride, A, r * a.row(), a, B, K * c, PANEL, K, s);
    }
  }

  /// The last panel, in vectors of 512 bits: one after the other.
  private static void single(
      float[] Y, Rows y, float[] A, Strides a, float[] B, int c, int K, float s) {
    int w = y.width(c);
    int stride = y.stride(c);
    for (int v = 0; v < w; v += L) {
      int at = y.panel(c) + v;
      int r = y.from();
      for (; r + 6 <= y.to(); r += 6) {
        tile6x1(Y, at + r * stride, stride, A, r * a.row(), a, B, K * c + v, w, K, s);
      }
      for (; r < y.to(); r++) {
        tile1x1(Y, at + r * stride, A, r * a.row(), a, B, K * c + v, w, K, s);
      }
    }
  }

  /// Any panel, in narrower vectors, of which it has an even number.
  private static void pairs(
      float[] Y, Rows y, float[] A, Strides a, float[] B, int c, int K, float s) {
    int w = y.width(c);
    int stride = y.stride(c);
    int at = y.panel(c);
    int r = y.from();
    for (; r + 4 <= y.to(); r += 4) {
      for (int v = 0; v < w; v += 2 * L) {
        tile4x2(Y, at + r * stride + v, stride, A, r * a.row(), a, B, K * c + v, w, K, s);
      }
    }
    for (; r < y.to(); r++) {
      int v = 0;
      for (; v + 4 * L <= w; v += 4 * L) {
        tile1x4(Y, at + r * stride + v, A, r * a.row(), a, B, K * c + v, w, K, s);
      }
      for (; v < w; v += L) {
        tile1x1(Y, at + r * stride + v, A, r * a.row(), a, B, K * c + v, w, K, s);
      }
    }
  }

  /// Six rows and four vectors.
  private static void tile6x4(
      float[] Y,
      int y,
      int stride,
      float[] A,
      int a,
      Strides at,
      float[] B,
      int b,
      int w,
      int K,
      float s) {
    int row = at.row();
    int term = at.term();
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
    for (int k = 0; k < K; k++) {
      FloatVector b0 = FloatVector.fromArray(S, B, b);
      FloatVector b1 = FloatVector.fromArray(S, B, b + L);
      FloatVector b2 = FloatVector.fromArray(S, B, b + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, B, b + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, A[a]);
      y00 = x0.fma(b0, y00);
      y01 = x0.fma(b1, y01);
      y02 = x0.fma(b2, y02);
      y03 = x0.fma(b3, y03);
      FloatVector x1 = FloatVector.broadcast(S, A[a1]);
      y10 = x1.fma(b0, y10);
      y11 = x1.fma(b1, y11);
      y12 = x1.fma(b2, y12);
      y13 = x1.fma(b3, y13);
      FloatVector x2 = FloatVector.broadcast(S, A[a2]);
      y20 = x2.fma(b0, y20);
      y21 = x2.fma(b1, y21);
      y22 = x2.fma(b2, y22);
      y23 = x2.fma(b3, y23);
      FloatVector x3 = FloatVector.broadcast(S, A[a3]);
      y30 = x3.fma(b0, y30);
      y31 = x3.fma(b1, y31);
      y32 = x3.fma(b2, y32);
      y33 = x3.fma(b3, y33);
      FloatVector x4 = FloatVector.broadcast(S, A[a4]);
      y40 = x4.fma(b0, y40);
      y41 = x4.fma(b1, y41);
      y42 = x4.fma(b2, y42);
      y43 = x4.fma(b3, y43);
      FloatVector x5 = FloatVector.broadcast(S, A[a5]);
      y50 = x5.fma(b0, y50);
      y51 = x5.fma(b1, y51);
      y52 = x5.fma(b2, y52);
      y53 = x5.fma(b3, y53);
      a += term;
      a1 += term;
      a2 += term;
      a3 += term;
      a4 += term;
      a5 += term;
      b += w;
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y01, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y02, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y03, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    scale.fma(y10, FloatVector.fromArray(S, Y, y + stride)).intoArray(Y, y + stride);
    scale.fma(y11, FloatVector.fromArray(S, Y, y + stride + L)).intoArray(Y, y + stride + L);
    scale
        .fma(y12, FloatVector.fromArray(S, Y, y + stride + 2 * L))
        .intoArray(Y, y + stride + 2 * L);
    scale
        .fma(y13, FloatVector.fromArray(S, Y, y + stride + 3 * L))
        .intoArray(Y, y + stride + 3 * L);
    scale.fma(y20, FloatVector.fromArray(S, Y, y + 2 * stride)).intoArray(Y, y + 2 * stride);
    scale
        .fma(y21, FloatVector.fromArray(S, Y, y + 2 * stride + L))
        .intoArray(Y, y + 2 * stride + L);
    scale
        .fma(y22, FloatVector.fromArray(S, Y, y + 2 * stride + 2 * L))
        .intoArray(Y, y + 2 * stride + 2 * L);
    scale
        .fma(y23, FloatVector.fromArray(S, Y, y + 2 * stride + 3 * L))
        .intoArray(Y, y + 2 * stride + 3 * L);
    scale.fma(y30, FloatVector.fromArray(S, Y, y + 3 * stride)).intoArray(Y, y + 3 * stride);
    scale
        .fma(y31, FloatVector.fromArray(S, Y, y + 3 * stride + L))
        .intoArray(Y, y + 3 * stride + L);
    scale
        .fma(y32, FloatVector.fromArray(S, Y, y + 3 * stride + 2 * L))
        .intoArray(Y, y + 3 * stride + 2 * L);
    scale
        .fma(y33, FloatVector.fromArray(S, Y, y + 3 * stride + 3 * L))
        .intoArray(Y, y + 3 * stride + 3 * L);
    scale.fma(y40, FloatVector.fromArray(S, Y, y + 4 * stride)).intoArray(Y, y + 4 * stride);
    scale
        .fma(y41, FloatVector.fromArray(S, Y, y + 4 * stride + L))
        .intoArray(Y, y + 4 * stride + L);
    scale
        .fma(y42, FloatVector.fromArray(S, Y, y + 4 * stride + 2 * L))
        .intoArray(Y, y + 4 * stride + 2 * L);
    scale
        .fma(y43, FloatVector.fromArray(S, Y, y + 4 * stride + 3 * L))
        .intoArray(Y, y + 4 * stride + 3 * L);
    scale.fma(y50, FloatVector.fromArray(S, Y, y + 5 * stride)).intoArray(Y, y + 5 * stride);
    scale
        .fma(y51, FloatVector.fromArray(S, Y, y + 5 * stride + L))
        .intoArray(Y, y + 5 * stride + L);
    scale
        .fma(y52, FloatVector.fromArray(S, Y, y + 5 * stride + 2 * L))
        .intoArray(Y, y + 5 * stride + 2 * L);
    scale
        .fma(y53, FloatVector.fromArray(S, Y, y + 5 * stride + 3 * L))
        .intoArray(Y, y + 5 * stride + 3 * L);
  }

  /// Two rows and four vectors.
  private static void tile2x4(
      float[] Y,
      int y,
      int stride,
      float[] A,
      int a,
      Strides at,
      float[] B,
      int b,
      int w,
      int K,
      float s) {
    int row = at.row();
    int term = at.term();
    FloatVector y00 = FloatVector.zero(S);
    FloatVector y01 = y00;
    FloatVector y02 = y00;
    FloatVector y03 = y00;
    FloatVector y10 = y00;
    FloatVector y11 = y00;
    FloatVector y12 = y00;
    FloatVector y13 = y00;
    int a1 = a + row;
    for (int k = 0; k < K; k++) {
      FloatVector b0 = FloatVector.fromArray(S, B, b);
      FloatVector b1 = FloatVector.fromArray(S, B, b + L);
      FloatVector b2 = FloatVector.fromArray(S, B, b + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, B, b + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, A[a]);
      y00 = x0.fma(b0, y00);
      y01 = x0.fma(b1, y01);
      y02 = x0.fma(b2, y02);
      y03 = x0.fma(b3, y03);
      FloatVector x1 = FloatVector.broadcast(S, A[a1]);
      y10 = x1.fma(b0, y10);
      y11 = x1.fma(b1, y11);
      y12 = x1.fma(b2, y12);
      y13 = x1.fma(b3, y13);
      a += term;
      a1 += term;
      b += w;
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y01, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y02, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y03, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    scale.fma(y10, FloatVector.fromArray(S, Y, y + stride)).intoArray(Y, y + stride);
    scale.fma(y11, FloatVector.fromArray(S, Y, y + stride + L)).intoArray(Y, y + stride + L);
    scale
        .fma(y12, FloatVector.fromArray(S, Y, y + stride + 2 * L))
        .intoArray(Y, y + stride + 2 * L);
    scale
        .fma(y13, FloatVector.fromArray(S, Y, y + stride + 3 * L))
        .intoArray(Y, y + stride + 3 * L);
  }

  /// One row and four vectors.
  private static void tile1x4(
      float[] Y, int y, float[] A, int a, Strides at, float[] B, int b, int w, int K, float s) {
    int term = at.term();
    FloatVector y00 = FloatVector.zero(S);
    FloatVector y01 = y00;
    FloatVector y02 = y00;
    FloatVector y03 = y00;
    for (int k = 0; k < K; k++) {
      FloatVector b0 = FloatVector.fromArray(S, B, b);
      FloatVector b1 = FloatVector.fromArray(S, B, b + L);
      FloatVector b2 = FloatVector.fromArray(S, B, b + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, B, b + 3 * L);
      FloatVector x0 = FloatVector.broadcast(S, A[a]);
      y00 = x0.fma(b0, y00);
      y01 = x0.fma(b1, y01);
      y02 = x0.fma(b2, y02);
      y03 = x0.fma(b3, y03);
      a += term;
      b += w;
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y01, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y02, FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    scale.fma(y03, FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
  }

  /// Four rows and two vectors.
  private static void tile4x2(
      float[] Y,
      int y,
      int stride,
      float[] A,
      int a,
      Strides at,
      float[] B,
      int b,
      int w,
      int K,
      float s) {
    int row = at.row();
    int term = at.term();
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
    for (int k = 0; k < K; k++) {
      FloatVector b0 = FloatVector.fromArray(S, B, b);
      FloatVector b1 = FloatVector.fromArray(S, B, b + L);
      FloatVector x0 = FloatVector.broadcast(S, A[a]);
      y00 = x0.fma(b0, y00);
      y01 = x0.fma(b1, y01);
      FloatVector x1 = FloatVector.broadcast(S, A[a1]);
      y10 = x1.fma(b0, y10);
      y11 = x1.fma(b1, y11);
      FloatVector x2 = FloatVector.broadcast(S, A[a2]);
      y20 = x2.fma(b0, y20);
      y21 = x2.fma(b1, y21);
      FloatVector x3 = FloatVector.broadcast(S, A[a3]);
      y30 = x3.fma(b0, y30);
      y31 = x3.fma(b1, y31);
      a += term;
      a1 += term;
      a2 += term;
      a3 += term;
      b += w;
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y01, FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    scale.fma(y10, FloatVector.fromArray(S, Y, y + stride)).intoArray(Y, y + stride);
    scale.fma(y11, FloatVector.fromArray(S, Y, y + stride + L)).intoArray(Y, y + stride + L);
    scale.fma(y20, FloatVector.fromArray(S, Y, y + 2 * stride)).intoArray(Y, y + 2 * stride);
    scale
        .fma(y21, FloatVector.fromArray(S, Y, y + 2 * stride + L))
        .intoArray(Y, y + 2 * stride + L);
    scale.fma(y30, FloatVector.fromArray(S, Y, y + 3 * stride)).intoArray(Y, y + 3 * stride);
    scale
        .fma(y31, FloatVector.fromArray(S, Y, y + 3 * stride + L))
        .intoArray(Y, y + 3 * stride + L);
  }

  /// Six rows and one vector.
  private static void tile6x1(
      float[] Y,
      int y,
      int stride,
      float[] A,
      int a,
      Strides at,
      float[] B,
      int b,
      int w,
      int K,
      float s) {
    int row = at.row();
    int term = at.term();
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
    for (int k = 0; k < K; k++) {
      FloatVector b0 = FloatVector.fromArray(S, B, b);
      y00 = FloatVector.broadcast(S, A[a]).fma(b0, y00);
      y10 = FloatVector.broadcast(S, A[a1]).fma(b0, y10);
      y20 = FloatVector.broadcast(S, A[a2]).fma(b0, y20);
      y30 = FloatVector.broadcast(S, A[a3]).fma(b0, y30);
      y40 = FloatVector.broadcast(S, A[a4]).fma(b0, y40);
      y50 = FloatVector.broadcast(S, A[a5]).fma(b0, y50);
      a += term;
      a1 += term;
      a2 += term;
      a3 += term;
      a4 += term;
      a5 += term;
      b += w;
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    scale.fma(y10, FloatVector.fromArray(S, Y, y + stride)).intoArray(Y, y + stride);
    scale.fma(y20, FloatVector.fromArray(S, Y, y + 2 * stride)).intoArray(Y, y + 2 * stride);
    scale.fma(y30, FloatVector.fromArray(S, Y, y + 3 * stride)).intoArray(Y, y + 3 * stride);
    scale.fma(y40, FloatVector.fromArray(S, Y, y + 4 * stride)).intoArray(Y, y + 4 * stride);
    scale.fma(y50, FloatVector.fromArray(S, Y, y + 5 * stride)).intoArray(Y, y + 5 * stride);
  }

  /// One row and one vector.
  private static void tile1x1(
      float[] Y, int y, float[] A, int a, Strides at, float[] B, int b, int w, int K, float s) {
    int term = at.term();
    FloatVector y00 = FloatVector.zero(S);
    for (int k = 0; k < K; k++) {
      FloatVector b0 = FloatVector.fromArray(S, B, b);
      FloatVector x0 = FloatVector.broadcast(S, A[a]);
      y00 = x0.fma(b0, y00);
      a += term;
      b += w;
    }
    FloatVector scale = FloatVector.broadcast(S, s);
    scale.fma(y00, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
  }
}
