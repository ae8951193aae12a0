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
  public int nonZeros(int[] list, float[] X, float[] Z, int count) {
    int n = 0;
    int i = 0;
    IntVector at = IntVector.zero(INTS).addIndex(1);
    for (; i + L <= count; i += L) {
      VectorMask<Float> inX = FloatVector.fromArray(S, X, i).compare(NE, 0);
      VectorMask<Float> inZ = FloatVector.fromArray(S, Z, i).compare(NE, 0);
      VectorMask<Integer> found = inX.or(inZ).cast(INTS);
      at.compress(found).intoArray(list, n);
      n += found.trueCount();
      at = at.add(L);
    }
    for (; i < count; i++) {
      if (X[i] != 0 || Z[i] != 0) {
        list[n++] = i;
      }
    }
    return n;
  }

  @Override
  public void forwardOne(float[] Y, float[] X, int[] list, int n, float[] W, Rows w) {
    int c = 0;
    for (; w.whole() == PANEL && c + GROUP <= w.C(); c += GROUP) {
      forward8(Y, c, X, list, n, W, w.panel(c), w.R() * PANEL);
    }
    for (; c < w.C(); c += w.width(c)) {
      int width = w.width(c);
      for (int v = 0; v < width; v += L) {
        forward1(Y, c + v, X, list, n, W, w.panel(c) + v, width);
      }
    }
  }

  /// Where vector v of a group begins, whose panels are so far apart.
  private static int place(int v, int apart) {
    return v * L / PANEL * apart + v * L % PANEL;
  }

  /// A group of eight vectors of the forward pass.
  private static void forward8(
      float[] Y, int y, float[] X, int[] list, int n, float[] W, int w0, int apart) {
    FloatVector y0 = FloatVector.fromArray(S, Y, y + 0 * L);
    FloatVector y1 = FloatVector.fromArray(S, Y, y + 1 * L);
    FloatVector y2 = FloatVector.fromArray(S, Y, y + 2 * L);
    FloatVector y3 = FloatVector.fromArray(S, Y, y + 3 * L);
    FloatVector y4 = FloatVector.fromArray(S, Y, y + 4 * L);
    FloatVector y5 = FloatVector.fromArray(S, Y, y + 5 * L);
    FloatVector y6 = FloatVector.fromArray(S, Y, y + 6 * L);
    FloatVector y7 = FloatVector.fromArray(S, Y, y + 7 * L);
    for (int j = 0; j < n; j++) {
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
      float[] Y, int y, float[] X, int[] list, int n, float[] W, int w0, int width) {
    FloatVector sum = FloatVector.fromArray(S, Y, y);
    for (int j = 0; j < n; j++) {
      int i = list[j];
      FloatVector x = FloatVector.broadcast(S, X[i]);
      sum = x.fma(FloatVector.fromArray(S, W, w0 + i * width), sum);
    }
    sum.intoArray(Y, y);
  }

  @Override
  public void updateOne(float[] W, Rows w, float[] X, int[] list, int n, float[] D) {
    int c = 0;
    for (; w.whole() == PANEL && c + GROUP <= w.C(); c += GROUP) {
      update8(W, w.panel(c), w.R() * PANEL, X, list, n, D, c);
    }
    for (; c < w.C(); c += w.width(c)) {
      int width = w.width(c);
      for (int v = 0; v < width; v += L) {
        update1(W, w.panel(c) + v, width, X, list, n, D, c + v);
      }
    }
  }

  /// A group of eight vectors of the update.
  private static void update8(
      float[] W, int base, int apart, float[] X, int[] list, int n, float[] D, int d) {
    FloatVector d0 = FloatVector.fromArray(S, D, d + 0 * L);
    FloatVector d1 = FloatVector.fromArray(S, D, d + 1 * L);
    FloatVector d2 = FloatVector.fromArray(S, D, d + 2 * L);
    FloatVector d3 = FloatVector.fromArray(S, D, d + 3 * L);
    FloatVector d4 = FloatVector.fromArray(S, D, d + 4 * L);
    FloatVector d5 = FloatVector.fromArray(S, D, d + 5 * L);
    FloatVector d6 = FloatVector.fromArray(S, D, d + 6 * L);
    FloatVector d7 = FloatVector.fromArray(S, D, d + 7 * L);
    for (int j = 0; j < n; j++) {
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
      float[] W, int w0, int width, float[] X, int[] list, int n, float[] D, int d) {
    FloatVector delta = FloatVector.fromArray(S, D, d);
    for (int j = 0; j < n; j++) {
      int i = list[j];
      int w = w0 + i * width;
      FloatVector x = FloatVector.broadcast(S, X[i]);
      x.fma(delta, FloatVector.fromArray(S, W, w)).intoArray(W, w);
    }
  }

  @Override
  public void updateAndForwardOne(
      float[] Y, float[] X, float[] before, float[] D, int[] list, int n, float[] W, Rows w) {
    int c = 0;
    for (; w.whole() == PANEL && c + GROUP <= w.C(); c += GROUP) {
      both8(Y, D, c, X, before, list, n, W, w.panel(c), w.R() * PANEL);
    }
    for (; c < w.C(); c += w.width(c)) {
      int width = w.width(c);
      for (int v = 0; v < width; v += L) {
        both1(Y, D, c + v, X, before, list, n, W, w.panel(c) + v, width);
      }
    }
  }

  /// A group of eight vectors of the update and of the forward pass after it.
  /*
   * What limits it is how fast weights come from the second cache and go back, so a row that only one of
   * the two examples needs is read and written all the same: to tell them apart would cost a wrong guess
   * of the processor now and again, which takes longer.
   */
  private static void both8(
      float[] Y,
      float[] D,
      int y,
      float[] X,
      float[] before,
      int[] list,
      int n,
      float[] W,
      int base,
      int apart) {
    FloatVector y0 = FloatVector.fromArray(S, Y, y + 0 * L);
    FloatVector y1 = FloatVector.fromArray(S, Y, y + 1 * L);
    FloatVector y2 = FloatVector.fromArray(S, Y, y + 2 * L);
    FloatVector y3 = FloatVector.fromArray(S, Y, y + 3 * L);
    FloatVector y4 = FloatVector.fromArray(S, Y, y + 4 * L);
    FloatVector y5 = FloatVector.fromArray(S, Y, y + 5 * L);
    FloatVector y6 = FloatVector.fromArray(S, Y, y + 6 * L);
    FloatVector y7 = FloatVector.fromArray(S, Y, y + 7 * L);
    FloatVector d0 = FloatVector.fromArray(S, D, y + 0 * L);
    FloatVector d1 = FloatVector.fromArray(S, D, y + 1 * L);
    FloatVector d2 = FloatVector.fromArray(S, D, y + 2 * L);
    FloatVector d3 = FloatVector.fromArray(S, D, y + 3 * L);
    FloatVector d4 = FloatVector.fromArray(S, D, y + 4 * L);
    FloatVector d5 = FloatVector.fromArray(S, D, y + 5 * L);
    FloatVector d6 = FloatVector.fromArray(S, D, y + 6 * L);
    FloatVector d7 = FloatVector.fromArray(S, D, y + 7 * L);
    for (int j = 0; j < n; j++) {
      int i = list[j];
      FloatVector x = FloatVector.broadcast(S, X[i]);
      FloatVector b = FloatVector.broadcast(S, before[i]);
      VectorMask<Float> own = b.compare(NE, 0);
      int w = base + i * PANEL;
      y0 = x.fma(updated(W, w + place(0, apart), b, d0, own), y0);
      y1 = x.fma(updated(W, w + place(1, apart), b, d1, own), y1);
      y2 = x.fma(updated(W, w + place(2, apart), b, d2, own), y2);
      y3 = x.fma(updated(W, w + place(3, apart), b, d3, own), y3);
      y4 = x.fma(updated(W, w + place(4, apart), b, d4, own), y4);
      y5 = x.fma(updated(W, w + place(5, apart), b, d5, own), y5);
      y6 = x.fma(updated(W, w + place(6, apart), b, d6, own), y6);
      y7 = x.fma(updated(W, w + place(7, apart), b, d7, own), y7);
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

  /// A vector of weights after its update. Where b is 0 they stay as they are, a −0 too.
  private static FloatVector updated(
      float[] W, int w, FloatVector b, FloatVector d, VectorMask<Float> own) {
    FloatVector before = FloatVector.fromArray(S, W, w);
    FloatVector after = before.blend(b.fma(d, before), own);
    after.intoArray(W, w);
    return after;
  }

  private static void both1(
      float[] Y,
      float[] D,
      int y,
      float[] X,
      float[] before,
      int[] list,
      int n,
      float[] W,
      int w0,
      int width) {
    FloatVector sum = FloatVector.fromArray(S, Y, y);
    FloatVector delta = FloatVector.fromArray(S, D, y);
    for (int j = 0; j < n; j++) {
      int i = list[j];
      FloatVector b = FloatVector.broadcast(S, before[i]);
      VectorMask<Float> own = b.compare(NE, 0);
      FloatVector weights = updated(W, w0 + i * width, b, delta, own);
      sum = FloatVector.broadcast(S, X[i]).fma(weights, sum);
    }
    sum.intoArray(Y, y);
  }
}
