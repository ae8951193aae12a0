package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The matrix product on vectors of 512 bits, defined anew as [VectorKernels] is.
/*
 * Such vectors come with 32 registers: 6 rows × 4 vectors are 24 sums, 4 vectors of B and a broadcast
 * of A, and 10 loads feed 24 multiply-adds. Columns past the last four vectors go one at a time. As in
 * [NarrowTiles], every index in the loop is k times a constant and something fixed.
 *
 * So many sums stay in registers only if nothing stops the loop. The collector G1 has the compiler put
 * a safepoint into every loop that may turn more than 100 times, and around it C2 keeps the sums
 * in memory, which makes the product three times slower. So the terms go in strips, one call each, and
 * between strips the sums rest in an array. Where the launcher has told Java to leave such safepoints
 * out, strips are long.
 */
final class WideTiles implements Product {
  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final int STRIP = ClassConstants.strip(MethodHandles.lookup());
  private static final int L = Kernels.LANES;
  private static final int PANEL = 4 * L;

  @Override
  public int panel() {
    return PANEL;
  }

  @Override
  public void accumulate(
      float[] Y, Rows y, float[] A, int a, int row, float[] B, int K, float s, float[] sums) {
    int strip = strip(K);
    for (int c = 0; c < y.C(); c += y.width(c)) {
      int k = 0;
      do {
        if (y.width(c) == PANEL) {
          whole(Y, y, c, A, a, row, B, K, s, sums, k, strip);
        } else {
          rest(Y, y, c, A, a, row, B, K, s, sums, k, strip);
        }
        k += strip;
      } while (k < K);
    }
  }

  /// Terms of a strip: as even as can be.
  private static int strip(int K) {
    int strips = Math.max(1, (K + STRIP - 1) / STRIP);
    return (K + strips - 1) / strips;
  }

  /// Four vectors of columns, the strip of terms from k on.
  private static void whole(
      float[] Y,
      Rows y,
      int c,
      float[] A,
      int a,
      int row,
      float[] B,
      int K,
      float s,
      float[] sums,
      int k,
      int strip) {
    int sixes = y.from() + 6 * y.sixes();
    int fours = sixes + 4 * y.fours();
    int stride = y.stride(c);
    int at = y.panel(c) + y.from() * stride;
    int b = Panels.LEAD + K * c + k * PANEL;
    int from = a + k;
    int terms = Math.min(strip, K - k);
    boolean last = k + terms == K;
    int own = Panels.SUMS * PANEL;
    int r = y.from();
    for (; r < sixes; r += 6) {
      int z = k == 0 ? 0 : own;
      tile6x4(Y, at, stride, A, from, row, B, b, terms, sums, z, last ? -1 : own, s);
      at += 6 * stride;
      from += 6 * row;
      own += 6 * PANEL;
    }
    for (; r < fours; r += 4) {
      int z = k == 0 ? 0 : own;
      tile4x4(Y, at, stride, A, from, row, B, b, terms, sums, z, last ? -1 : own, s);
      at += 4 * stride;
      from += 4 * row;
      own += 4 * PANEL;
    }
    for (; r < y.to(); r++) {
      int z = k == 0 ? 0 : own;
      tile1x4(Y, at, A, from, B, b, terms, sums, z, last ? -1 : own, s);
      at += stride;
      from += row;
      own += PANEL;
    }
  }

  /// One vector of columns, the strip of terms from k on.
  private static void rest(
      float[] Y,
      Rows y,
      int c,
      float[] A,
      int a,
      int row,
      float[] B,
      int K,
      float s,
      float[] sums,
      int k,
      int strip) {
    int stride = y.stride(c);
    int at = y.panel(c) + y.from() * stride;
    int b = Panels.LEAD + K * c + k * L;
    int from = a + k;
    int terms = Math.min(strip, K - k);
    boolean last = k + terms == K;
    int own = Panels.SUMS * PANEL;
    int r = y.from();
    for (; r + 6 <= y.to(); r += 6) {
      int z = k == 0 ? 0 : own;
      tile6x1(Y, at, stride, A, from, row, B, b, terms, sums, z, last ? -1 : own, s);
      at += 6 * stride;
      from += 6 * row;
      own += 6 * L;
    }
    for (; r < y.to(); r++) {
      int z = k == 0 ? 0 : own;
      tile1x1(Y, at, A, from, B, b, terms, sums, z, last ? -1 : own, s);
      at += stride;
      from += row;
      own += L;
    }
  }

  /*
   * A tile takes up its sums in `sums` from z on, zeros at first. Then it leaves them there from `to`
   * on, or, if that is −1, adds them to Y times s. Both are the same multiply-adds, since 1 x + −0 is
   * x to the bit: two endings would be too much code for C2 to inline.
   */

  /// Six rows and four vectors.
  private static void tile6x4(
      float[] Y,
      int y,
      int stride,
      float[] A,
      int a,
      int row,
      float[] B,
      int b,
      int terms,
      float[] sums,
      int z,
      int to,
      float s) {
    FloatVector y00 = FloatVector.fromArray(S, sums, z);
    FloatVector y01 = FloatVector.fromArray(S, sums, z + L);
    FloatVector y02 = FloatVector.fromArray(S, sums, z + 2 * L);
    FloatVector y03 = FloatVector.fromArray(S, sums, z + 3 * L);
    FloatVector y10 = FloatVector.fromArray(S, sums, z + PANEL);
    FloatVector y11 = FloatVector.fromArray(S, sums, z + PANEL + L);
    FloatVector y12 = FloatVector.fromArray(S, sums, z + PANEL + 2 * L);
    FloatVector y13 = FloatVector.fromArray(S, sums, z + PANEL + 3 * L);
    FloatVector y20 = FloatVector.fromArray(S, sums, z + 2 * PANEL);
    FloatVector y21 = FloatVector.fromArray(S, sums, z + 2 * PANEL + L);
    FloatVector y22 = FloatVector.fromArray(S, sums, z + 2 * PANEL + 2 * L);
    FloatVector y23 = FloatVector.fromArray(S, sums, z + 2 * PANEL + 3 * L);
    FloatVector y30 = FloatVector.fromArray(S, sums, z + 3 * PANEL);
    FloatVector y31 = FloatVector.fromArray(S, sums, z + 3 * PANEL + L);
    FloatVector y32 = FloatVector.fromArray(S, sums, z + 3 * PANEL + 2 * L);
    FloatVector y33 = FloatVector.fromArray(S, sums, z + 3 * PANEL + 3 * L);
    FloatVector y40 = FloatVector.fromArray(S, sums, z + 4 * PANEL);
    FloatVector y41 = FloatVector.fromArray(S, sums, z + 4 * PANEL + L);
    FloatVector y42 = FloatVector.fromArray(S, sums, z + 4 * PANEL + 2 * L);
    FloatVector y43 = FloatVector.fromArray(S, sums, z + 4 * PANEL + 3 * L);
    FloatVector y50 = FloatVector.fromArray(S, sums, z + 5 * PANEL);
    FloatVector y51 = FloatVector.fromArray(S, sums, z + 5 * PANEL + L);
    FloatVector y52 = FloatVector.fromArray(S, sums, z + 5 * PANEL + 2 * L);
    FloatVector y53 = FloatVector.fromArray(S, sums, z + 5 * PANEL + 3 * L);
    int a1 = a + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    int n = Math.min(terms, STRIP);
    for (int k = 0; k < n; k++) {
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
    float[] Z = to < 0 ? Y : sums;
    int p = to < 0 ? y : Panels.MINUS_ZERO * PANEL;
    int q = to < 0 ? y : to;
    int ps = to < 0 ? stride : 0;
    int qs = to < 0 ? stride : PANEL;
    FloatVector scale = FloatVector.broadcast(S, to < 0 ? s : 1);
    scale.fma(y00, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    scale.fma(y01, FloatVector.fromArray(S, Z, p + L)).intoArray(Z, q + L);
    scale.fma(y02, FloatVector.fromArray(S, Z, p + 2 * L)).intoArray(Z, q + 2 * L);
    scale.fma(y03, FloatVector.fromArray(S, Z, p + 3 * L)).intoArray(Z, q + 3 * L);
    p += ps;
    q += qs;
    scale.fma(y10, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    scale.fma(y11, FloatVector.fromArray(S, Z, p + L)).intoArray(Z, q + L);
    scale.fma(y12, FloatVector.fromArray(S, Z, p + 2 * L)).intoArray(Z, q + 2 * L);
    scale.fma(y13, FloatVector.fromArray(S, Z, p + 3 * L)).intoArray(Z, q + 3 * L);
    p += ps;
    q += qs;
    scale.fma(y20, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    scale.fma(y21, FloatVector.fromArray(S, Z, p + L)).intoArray(Z, q + L);
    scale.fma(y22, FloatVector.fromArray(S, Z, p + 2 * L)).intoArray(Z, q + 2 * L);
    scale.fma(y23, FloatVector.fromArray(S, Z, p + 3 * L)).intoArray(Z, q + 3 * L);
    p += ps;
    q += qs;
    scale.fma(y30, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    scale.fma(y31, FloatVector.fromArray(S, Z, p + L)).intoArray(Z, q + L);
    scale.fma(y32, FloatVector.fromArray(S, Z, p + 2 * L)).intoArray(Z, q + 2 * L);
    scale.fma(y33, FloatVector.fromArray(S, Z, p + 3 * L)).intoArray(Z, q + 3 * L);
    p += ps;
    q += qs;
    scale.fma(y40, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    scale.fma(y41, FloatVector.fromArray(S, Z, p + L)).intoArray(Z, q + L);
    scale.fma(y42, FloatVector.fromArray(S, Z, p + 2 * L)).intoArray(Z, q + 2 * L);
    scale.fma(y43, FloatVector.fromArray(S, Z, p + 3 * L)).intoArray(Z, q + 3 * L);
    p += ps;
    q += qs;
    scale.fma(y50, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    scale.fma(y51, FloatVector.fromArray(S, Z, p + L)).intoArray(Z, q + L);
    scale.fma(y52, FloatVector.fromArray(S, Z, p + 2 * L)).intoArray(Z, q + 2 * L);
    scale.fma(y53, FloatVector.fromArray(S, Z, p + 3 * L)).intoArray(Z, q + 3 * L);
  }

  /// Four rows and four vectors.
  private static void tile4x4(
      float[] Y,
      int y,
      int stride,
      float[] A,
      int a,
      int row,
      float[] B,
      int b,
      int terms,
      float[] sums,
      int z,
      int to,
      float s) {
    FloatVector y00 = FloatVector.fromArray(S, sums, z);
    FloatVector y01 = FloatVector.fromArray(S, sums, z + L);
    FloatVector y02 = FloatVector.fromArray(S, sums, z + 2 * L);
    FloatVector y03 = FloatVector.fromArray(S, sums, z + 3 * L);
    FloatVector y10 = FloatVector.fromArray(S, sums, z + PANEL);
    FloatVector y11 = FloatVector.fromArray(S, sums, z + PANEL + L);
    FloatVector y12 = FloatVector.fromArray(S, sums, z + PANEL + 2 * L);
    FloatVector y13 = FloatVector.fromArray(S, sums, z + PANEL + 3 * L);
    FloatVector y20 = FloatVector.fromArray(S, sums, z + 2 * PANEL);
    FloatVector y21 = FloatVector.fromArray(S, sums, z + 2 * PANEL + L);
    FloatVector y22 = FloatVector.fromArray(S, sums, z + 2 * PANEL + 2 * L);
    FloatVector y23 = FloatVector.fromArray(S, sums, z + 2 * PANEL + 3 * L);
    FloatVector y30 = FloatVector.fromArray(S, sums, z + 3 * PANEL);
    FloatVector y31 = FloatVector.fromArray(S, sums, z + 3 * PANEL + L);
    FloatVector y32 = FloatVector.fromArray(S, sums, z + 3 * PANEL + 2 * L);
    FloatVector y33 = FloatVector.fromArray(S, sums, z + 3 * PANEL + 3 * L);
    int a1 = a + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int n = Math.min(terms, STRIP);
    for (int k = 0; k < n; k++) {
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
    float[] Z = to < 0 ? Y : sums;
    int p = to < 0 ? y : Panels.MINUS_ZERO * PANEL;
    int q = to < 0 ? y : to;
    int ps = to < 0 ? stride : 0;
    int qs = to < 0 ? stride : PANEL;
    FloatVector scale = FloatVector.broadcast(S, to < 0 ? s : 1);
    scale.fma(y00, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    scale.fma(y01, FloatVector.fromArray(S, Z, p + L)).intoArray(Z, q + L);
    scale.fma(y02, FloatVector.fromArray(S, Z, p + 2 * L)).intoArray(Z, q + 2 * L);
    scale.fma(y03, FloatVector.fromArray(S, Z, p + 3 * L)).intoArray(Z, q + 3 * L);
    p += ps;
    q += qs;
    scale.fma(y10, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    scale.fma(y11, FloatVector.fromArray(S, Z, p + L)).intoArray(Z, q + L);
    scale.fma(y12, FloatVector.fromArray(S, Z, p + 2 * L)).intoArray(Z, q + 2 * L);
    scale.fma(y13, FloatVector.fromArray(S, Z, p + 3 * L)).intoArray(Z, q + 3 * L);
    p += ps;
    q += qs;
    scale.fma(y20, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    scale.fma(y21, FloatVector.fromArray(S, Z, p + L)).intoArray(Z, q + L);
    scale.fma(y22, FloatVector.fromArray(S, Z, p + 2 * L)).intoArray(Z, q + 2 * L);
    scale.fma(y23, FloatVector.fromArray(S, Z, p + 3 * L)).intoArray(Z, q + 3 * L);
    p += ps;
    q += qs;
    scale.fma(y30, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    scale.fma(y31, FloatVector.fromArray(S, Z, p + L)).intoArray(Z, q + L);
    scale.fma(y32, FloatVector.fromArray(S, Z, p + 2 * L)).intoArray(Z, q + 2 * L);
    scale.fma(y33, FloatVector.fromArray(S, Z, p + 3 * L)).intoArray(Z, q + 3 * L);
  }

  /// One row and four vectors.
  private static void tile1x4(
      float[] Y,
      int y,
      float[] A,
      int a,
      float[] B,
      int b,
      int terms,
      float[] sums,
      int z,
      int to,
      float s) {
    FloatVector y00 = FloatVector.fromArray(S, sums, z);
    FloatVector y01 = FloatVector.fromArray(S, sums, z + L);
    FloatVector y02 = FloatVector.fromArray(S, sums, z + 2 * L);
    FloatVector y03 = FloatVector.fromArray(S, sums, z + 3 * L);
    int n = Math.min(terms, STRIP);
    for (int k = 0; k < n; k++) {
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
    float[] Z = to < 0 ? Y : sums;
    int p = to < 0 ? y : Panels.MINUS_ZERO * PANEL;
    int q = to < 0 ? y : to;
    FloatVector scale = FloatVector.broadcast(S, to < 0 ? s : 1);
    scale.fma(y00, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    scale.fma(y01, FloatVector.fromArray(S, Z, p + L)).intoArray(Z, q + L);
    scale.fma(y02, FloatVector.fromArray(S, Z, p + 2 * L)).intoArray(Z, q + 2 * L);
    scale.fma(y03, FloatVector.fromArray(S, Z, p + 3 * L)).intoArray(Z, q + 3 * L);
  }

  /// Six rows and one vector.
  private static void tile6x1(
      float[] Y,
      int y,
      int stride,
      float[] A,
      int a,
      int row,
      float[] B,
      int b,
      int terms,
      float[] sums,
      int z,
      int to,
      float s) {
    FloatVector y00 = FloatVector.fromArray(S, sums, z);
    FloatVector y10 = FloatVector.fromArray(S, sums, z + L);
    FloatVector y20 = FloatVector.fromArray(S, sums, z + 2 * L);
    FloatVector y30 = FloatVector.fromArray(S, sums, z + 3 * L);
    FloatVector y40 = FloatVector.fromArray(S, sums, z + 4 * L);
    FloatVector y50 = FloatVector.fromArray(S, sums, z + 5 * L);
    int a1 = a + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    int a4 = a3 + row;
    int a5 = a4 + row;
    int n = Math.min(terms, STRIP);
    for (int k = 0; k < n; k++) {
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
    float[] Z = to < 0 ? Y : sums;
    int p = to < 0 ? y : Panels.MINUS_ZERO * PANEL;
    int q = to < 0 ? y : to;
    int ps = to < 0 ? stride : 0;
    int qs = to < 0 ? stride : L;
    FloatVector scale = FloatVector.broadcast(S, to < 0 ? s : 1);
    scale.fma(y00, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    p += ps;
    q += qs;
    scale.fma(y10, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    p += ps;
    q += qs;
    scale.fma(y20, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    p += ps;
    q += qs;
    scale.fma(y30, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    p += ps;
    q += qs;
    scale.fma(y40, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
    p += ps;
    q += qs;
    scale.fma(y50, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
  }

  /// One row and one vector.
  private static void tile1x1(
      float[] Y,
      int y,
      float[] A,
      int a,
      float[] B,
      int b,
      int terms,
      float[] sums,
      int z,
      int to,
      float s) {
    FloatVector y00 = FloatVector.fromArray(S, sums, z);
    int n = Math.min(terms, STRIP);
    for (int k = 0; k < n; k++) {
      FloatVector b0 = FloatVector.fromArray(S, B, b + k * L);
      FloatVector x0 = FloatVector.broadcast(S, A[a + k]);
      y00 = x0.fma(b0, y00);
    }
    float[] Z = to < 0 ? Y : sums;
    int p = to < 0 ? y : Panels.MINUS_ZERO * PANEL;
    int q = to < 0 ? y : to;
    FloatVector scale = FloatVector.broadcast(S, to < 0 ? s : 1);
    scale.fma(y00, FloatVector.fromArray(S, Z, p)).intoArray(Z, q);
  }
}
