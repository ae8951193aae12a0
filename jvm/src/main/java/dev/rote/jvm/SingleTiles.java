package dev.rote.jvm;

import static jdk.incubator.vector.VectorOperators.NE;

import dev.rote.jvm.Kernels.Rows;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The products for single examples on vectors, defined anew for each width as [VectorKernels] is.
final class SingleTiles implements SingleProduct {
  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final int PANEL = ClassConstants.tiles(MethodHandles.lookup()).panel();
  private static final int L = S.length();

  /// Columns of eight vectors, whose sums single examples keep in registers. Where panels are as
  /// a sparse product wants them, single examples are the rare rest of a batch, and a vector at a
  /// time is good enough.
  private static final int GROUP = 8 * L;
  private static final VectorSpecies<Integer> INTS = S.withLanes(int.class);

  @Override
  public int nonZeros(int[] list, int[] bounds, float[] X, int count) {
    int n = 0;
    int i = 0;
    IntVector at = IntVector.zero(INTS).addIndex(1);
    for (; i + L <= count; i += L) {
      bounds[i / STRETCH] = i % STRETCH == 0 ? n : bounds[i / STRETCH];
      VectorMask<Integer> found = FloatVector.fromArray(S, X, i).compare(NE, 0).cast(INTS);
      at.compress(found).intoArray(list, n);
      n += found.trueCount();
      at = at.add(L);
    }
    for (; i < count; i++) {
      bounds[i / STRETCH] = i % STRETCH == 0 ? n : bounds[i / STRETCH];
      if (X[i] != 0) {
        list[n++] = i;
      }
    }
    bounds[SingleProduct.stretches(count)] = n;
    return n;
  }

  @Override
  public void forwardOne(float[] Y, float[] X, int[] list, int from, int to, float[] W, Rows w) {
    int c = 0;
    for (; w.whole() == PANEL && c + GROUP <= w.C(); c += GROUP) {
      forward8(Y, c, X, list, from, to, W, w.panel(c), w.R() * PANEL);
    }
    for (; c < w.C(); c += w.width(c)) {
      int width = w.width(c);
      for (int v = 0; v < width; v += L) {
        forward1(Y, c + v, X, list, from, to, W, w.panel(c) + v, width);
      }
    }
  }

  /// Where vector v of a group begins, whose panels are so far apart.
  private static int place(int v, int apart) {
    return v * L / PANEL * apart + v * L % PANEL;
  }

  /// A group of eight vectors of the forward pass.
  private static void forward8(
      float[] Y, int y, float[] X, int[] list, int from, int to, float[] W, int w0, int apart) {
    FloatVector y0 = FloatVector.fromArray(S, Y, y + 0 * L);
    FloatVector y1 = FloatVector.fromArray(S, Y, y + 1 * L);
    FloatVector y2 = FloatVector.fromArray(S, Y, y + 2 * L);
    FloatVector y3 = FloatVector.fromArray(S, Y, y + 3 * L);
    FloatVector y4 = FloatVector.fromArray(S, Y, y + 4 * L);
    FloatVector y5 = FloatVector.fromArray(S, Y, y + 5 * L);
    FloatVector y6 = FloatVector.fromArray(S, Y, y + 6 * L);
    FloatVector y7 = FloatVector.fromArray(S, Y, y + 7 * L);
    for (int j = from; j < to; j++) {
      int i = list[j];
      FloatVector x = FloatVector.broadcast(S, X[i]);
      int w = w0 + i * PANEL;
      y0 = x.fma(FloatVector.fromArray(S, W, w + place(0, apart)), y0);
      y1 = x.fma(FloatVector.fromArray(S, W, w + place(1, apart)), y1);
      y2 = x.fma(FloatVector.fromArray(S, W, w + place(2, apart)), y2);
      y3 = x.fma(FloatVector.fromArray(S, W, w + place(3, apart)), y3);
      y4 = x.fma(FloatVector.fromArray(S, W, w + place(4, apart)), y4);
      y5 = x.fma(FloatVector.fromArray(S, W, w + place(5, apart)), y5);
      y6 = x.fma(FloatVector.fromArray(S, W, w + place(6, apart)), y6);
      y7 = x.fma(FloatVector.fromArray(S, W, w + place(7, apart)), y7);
    }
    y0.intoArray(Y, y + 0 * L);
    y1.intoArray(Y, y + 1 * L);
    y2.intoArray(Y, y + 2 * L);
    y3.intoArray(Y, y + 3 * L);
    y4.intoArray(Y, y + 4 * L);
    y5.intoArray(Y, y + 5 * L);
    y6.intoArray(Y, y + 6 * L);
    y7.intoArray(Y, y + 7 * L);
  }

  private static void forward1(
      float[] Y, int y, float[] X, int[] list, int from, int to, float[] W, int w0, int width) {
    FloatVector sum = FloatVector.fromArray(S, Y, y);
    for (int j = from; j < to; j++) {
      int i = list[j];
      FloatVector x = FloatVector.broadcast(S, X[i]);
      sum = x.fma(FloatVector.fromArray(S, W, w0 + i * width), sum);
    }
    sum.intoArray(Y, y);
  }

  @Override
  public void updateOne(float[] W, Rows w, float[] X, int[] list, int from, int to, float[] D) {
    int c = 0;
    for (; w.whole() == PANEL && c + GROUP <= w.C(); c += GROUP) {
      update8(W, w.panel(c), w.R() * PANEL, X, list, from, to, D, c);
    }
    for (; c < w.C(); c += w.width(c)) {
      int width = w.width(c);
      for (int v = 0; v < width; v += L) {
        update1(W, w.panel(c) + v, width, X, list, from, to, D, c + v);
      }
    }
  }

  /// A group of eight vectors of the update.
  private static void update8(
      float[] W, int base, int apart, float[] X, int[] list, int from, int to, float[] D, int d) {
    FloatVector d0 = FloatVector.fromArray(S, D, d + 0 * L);
    FloatVector d1 = FloatVector.fromArray(S, D, d + 1 * L);
    FloatVector d2 = FloatVector.fromArray(S, D, d + 2 * L);
    FloatVector d3 = FloatVector.fromArray(S, D, d + 3 * L);
    FloatVector d4 = FloatVector.fromArray(S, D, d + 4 * L);
    FloatVector d5 = FloatVector.fromArray(S, D, d + 5 * L);
    FloatVector d6 = FloatVector.fromArray(S, D, d + 6 * L);
    FloatVector d7 = FloatVector.fromArray(S, D, d + 7 * L);
    for (int j = from; j < to; j++) {
      int i = list[j];
      FloatVector x = FloatVector.broadcast(S, X[i]);
      int w = base + i * PANEL;
      int w0 = w + place(0, apart);
      x.fma(d0, FloatVector.fromArray(S, W, w0)).intoArray(W, w0);
      int w1 = w + place(1, apart);
      x.fma(d1, FloatVector.fromArray(S, W, w1)).intoArray(W, w1);
      int w2 = w + place(2, apart);
      x.fma(d2, FloatVector.fromArray(S, W, w2)).intoArray(W, w2);
      int w3 = w + place(3, apart);
      x.fma(d3, FloatVector.fromArray(S, W, w3)).intoArray(W, w3);
      int w4 = w + place(4, apart);
      x.fma(d4, FloatVector.fromArray(S, W, w4)).intoArray(W, w4);
      int w5 = w + place(5, apart);
      x.fma(d5, FloatVector.fromArray(S, W, w5)).intoArray(W, w5);
      int w6 = w + place(6, apart);
      x.fma(d6, FloatVector.fromArray(S, W, w6)).intoArray(W, w6);
      int w7 = w + place(7, apart);
      x.fma(d7, FloatVector.fromArray(S, W, w7)).intoArray(W, w7);
    }
  }

  private static void update1(
      float[] W, int w0, int width, float[] X, int[] list, int from, int to, float[] D, int d) {
    FloatVector delta = FloatVector.fromArray(S, D, d);
    for (int j = from; j < to; j++) {
      int i = list[j];
      int w = w0 + i * width;
      FloatVector x = FloatVector.broadcast(S, X[i]);
      x.fma(delta, FloatVector.fromArray(S, W, w)).intoArray(W, w);
    }
  }
}
