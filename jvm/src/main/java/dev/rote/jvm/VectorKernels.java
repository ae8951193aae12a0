package dev.rote.jvm;

import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.SQRT;

import dev.rote.network.Activation;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The kernels on the Vector API, lane for lane what [ScalarKernels] does.
///
/// The compiler turns this into straight vector code only if the species is a constant, so there is
/// one class to each width: [KernelChoice] defines this class anew, as a hidden class, with the
/// species as its class data. Loaded in the ordinary way it has none, and cannot be used.
/*
 * accumulate walks Y in tiles of 4 rows × 2 vectors: 8 sums in registers, which hides the latency
 * of the fused multiply-add, and 6 loads to 8 of them, which two load ports keep up with. Rows and
 * vectors that are left over go through narrower tiles. The tiles are methods of their own, so that
 * the compiler sees each as a small loop nest and enters none by on-stack replacement.
 */
final class VectorKernels implements Kernels {

  private static final VectorSpecies<Float> S = species();
  private static final int L = S.length();

  @SuppressWarnings("unchecked")
  private static VectorSpecies<Float> species() {
    try {
      return Objects.requireNonNull(
          MethodHandles.classData(MethodHandles.lookup(), "_", VectorSpecies.class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a class may read its own class data", e);
    }
  }

  @Override
  public String description() {
    return "vector kernels, " + S.vectorBitSize() + " bits";
  }

  @Override
  public void accumulate(float[] Y, Rows y, float[] A, Strides a, float[] B, int K, float s) {
    int r = y.from();
    for (; r + 4 <= y.to(); r += 4) {
      int c = 0;
      for (; c + 2 * L <= y.C(); c += 2 * L) {
        tile4x2(Y, r * y.C() + c, A, r * a.row(), a.row(), a.term(), B, c, y.C(), K, s);
      }
      for (; c < y.C(); c += L) {
        tile4x1(Y, r * y.C() + c, A, r * a.row(), a.row(), a.term(), B, c, y.C(), K, s);
      }
    }
    for (; r < y.to(); r++) {
      int c = 0;
      for (; c + 4 * L <= y.C(); c += 4 * L) {
        tile1x4(Y, r * y.C() + c, A, r * a.row(), a.term(), B, c, y.C(), K, s);
      }
      for (; c < y.C(); c += L) {
        tile1x1(Y, r * y.C() + c, A, r * a.row(), a.term(), B, c, y.C(), K, s);
      }
    }
  }

  /// Four rows and two vectors of Y from element y on; row r of A begins at a + r `row`.
  private static void tile4x2(
      float[] Y,
      int y,
      float[] A,
      int a,
      int row,
      int term,
      float[] B,
      int b,
      int C,
      int K,
      float s) {
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
      b += C;
    }
    add(Y, y, s, y00);
    add(Y, y + L, s, y01);
    add(Y, y + C, s, y10);
    add(Y, y + C + L, s, y11);
    add(Y, y + 2 * C, s, y20);
    add(Y, y + 2 * C + L, s, y21);
    add(Y, y + 3 * C, s, y30);
    add(Y, y + 3 * C + L, s, y31);
  }

  /// Four rows and one vector.
  private static void tile4x1(
      float[] Y,
      int y,
      float[] A,
      int a,
      int row,
      int term,
      float[] B,
      int b,
      int C,
      int K,
      float s) {
    FloatVector y0 = FloatVector.zero(S);
    FloatVector y1 = y0;
    FloatVector y2 = y0;
    FloatVector y3 = y0;
    int a1 = a + row;
    int a2 = a1 + row;
    int a3 = a2 + row;
    for (int k = 0; k < K; k++) {
      FloatVector b0 = FloatVector.fromArray(S, B, b);
      y0 = FloatVector.broadcast(S, A[a]).fma(b0, y0);
      y1 = FloatVector.broadcast(S, A[a1]).fma(b0, y1);
      y2 = FloatVector.broadcast(S, A[a2]).fma(b0, y2);
      y3 = FloatVector.broadcast(S, A[a3]).fma(b0, y3);
      a += term;
      a1 += term;
      a2 += term;
      a3 += term;
      b += C;
    }
    add(Y, y, s, y0);
    add(Y, y + C, s, y1);
    add(Y, y + 2 * C, s, y2);
    add(Y, y + 3 * C, s, y3);
  }

  /// One row and four vectors.
  private static void tile1x4(
      float[] Y, int y, float[] A, int a, int term, float[] B, int b, int C, int K, float s) {
    FloatVector y0 = FloatVector.zero(S);
    FloatVector y1 = y0;
    FloatVector y2 = y0;
    FloatVector y3 = y0;
    for (int k = 0; k < K; k++) {
      FloatVector x = FloatVector.broadcast(S, A[a]);
      y0 = x.fma(FloatVector.fromArray(S, B, b), y0);
      y1 = x.fma(FloatVector.fromArray(S, B, b + L), y1);
      y2 = x.fma(FloatVector.fromArray(S, B, b + 2 * L), y2);
      y3 = x.fma(FloatVector.fromArray(S, B, b + 3 * L), y3);
      a += term;
      b += C;
    }
    add(Y, y, s, y0);
    add(Y, y + L, s, y1);
    add(Y, y + 2 * L, s, y2);
    add(Y, y + 3 * L, s, y3);
  }

  /// One row and one vector.
  private static void tile1x1(
      float[] Y, int y, float[] A, int a, int term, float[] B, int b, int C, int K, float s) {
    FloatVector y0 = FloatVector.zero(S);
    for (int k = 0; k < K; k++) {
      y0 = FloatVector.broadcast(S, A[a]).fma(FloatVector.fromArray(S, B, b), y0);
      a += term;
      b += C;
    }
    add(Y, y, s, y0);
  }

  /// Y ← Y + s sum, one vector from element y on.
  private static void add(float[] Y, int y, float s, FloatVector sum) {
    FloatVector.broadcast(S, s).fma(sum, FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
  }

  @Override
  public void activate(Activation f, float[] A, int from, int to) {
    switch (f) {
      case IDENTITY -> {}
      case RELU -> relu(A, from, to);
      case SIGMOID -> sigmoid(A, from, to);
      case TANH -> tanh(A, from, to);
    }
  }

  private static void relu(float[] A, int from, int to) {
    for (int i = from; i < to; i += L) {
      FloatVector.fromArray(S, A, i).max(0).intoArray(A, i);
    }
  }

  private static void sigmoid(float[] A, int from, int to) {
    FloatVector one = FloatVector.broadcast(S, 1);
    for (int i = from; i < to; i += L) {
      FloatVector x = FloatVector.fromArray(S, A, i);
      FloatVector y = x.lanewise(ABS).neg().max(Exponential.LOWEST);
      FloatVector t = rounded(y);
      FloatVector power = power(t);
      FloatVector e = power.fma(fraction(y, t), power);
      one.blend(e, x.compare(LT, 0)).div(one.add(e)).intoArray(A, i);
    }
  }

  private static void tanh(float[] A, int from, int to) {
    FloatVector one = FloatVector.broadcast(S, 1);
    for (int i = from; i < to; i += L) {
      FloatVector x = FloatVector.fromArray(S, A, i);
      FloatVector y = x.lanewise(ABS).mul(-2).max(Exponential.LOWEST);
      FloatVector t = rounded(y);
      FloatVector power = power(t);
      FloatVector e = power.fma(fraction(y, t), power.sub(one));
      FloatVector positive = e.neg().div(e.add(2));
      positive.blend(positive.neg(), x.compare(LT, 0)).intoArray(A, i);
    }
  }

  private static FloatVector rounded(FloatVector x) {
    return x.fma(
        FloatVector.broadcast(S, Exponential.LOG2_E), FloatVector.broadcast(S, Exponential.ROUND));
  }

  private static FloatVector power(FloatVector t) {
    return t.reinterpretAsInts()
        .lanewise(LSHL, Exponential.EXPONENT_SHIFT)
        .add(Exponential.ONE_BITS)
        .reinterpretAsFloats();
  }

  private static FloatVector fraction(FloatVector x, FloatVector t) {
    FloatVector n = t.sub(Exponential.ROUND);
    FloatVector r = n.fma(FloatVector.broadcast(S, -Exponential.LN2_HIGH), x);
    r = n.fma(FloatVector.broadcast(S, -Exponential.LN2_LOW), r);
    FloatVector p = FloatVector.broadcast(S, Exponential.C7);
    p = p.fma(r, FloatVector.broadcast(S, Exponential.C6));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.C5));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.C4));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.C3));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.C2));
    p = p.fma(r, FloatVector.broadcast(S, 1));
    return p.mul(r);
  }

  @Override
  public void differentiate(Activation f, float[] D, float[] A, int from, int to) {
    switch (f) {
      case IDENTITY -> {}
      case RELU -> {
        for (int i = from; i < to; i += L) {
          FloatVector d = FloatVector.fromArray(S, D, i);
          FloatVector.zero(S)
              .blend(d, FloatVector.fromArray(S, A, i).compare(GT, 0))
              .intoArray(D, i);
        }
      }
      case SIGMOID -> {
        FloatVector one = FloatVector.broadcast(S, 1);
        for (int i = from; i < to; i += L) {
          FloatVector a = FloatVector.fromArray(S, A, i);
          FloatVector.fromArray(S, D, i).mul(a.mul(one.sub(a))).intoArray(D, i);
        }
      }
      case TANH -> {
        FloatVector one = FloatVector.broadcast(S, 1);
        for (int i = from; i < to; i += L) {
          FloatVector a = FloatVector.fromArray(S, A, i);
          FloatVector.fromArray(S, D, i).mul(a.neg().fma(a, one)).intoArray(D, i);
        }
      }
    }
  }

  @Override
  public void sgd(float[] W, float[] G, float[] V, SgdStep step, int from, int to) {
    FloatVector decay = FloatVector.broadcast(S, step.decay);
    FloatVector momentum = FloatVector.broadcast(S, step.momentum);
    FloatVector minusRate = FloatVector.broadcast(S, -step.rate);
    boolean nesterov = step.nesterov;
    for (int i = from; i < to; i += L) {
      FloatVector w = FloatVector.fromArray(S, W, i);
      FloatVector g = decay.fma(w, FloatVector.fromArray(S, G, i));
      FloatVector v = momentum.fma(FloatVector.fromArray(S, V, i), g);
      v.intoArray(V, i);
      FloatVector direction = nesterov ? momentum.fma(v, g) : v;
      minusRate.fma(direction, w).intoArray(W, i);
    }
  }

  @Override
  public void adam(float[] W, float[] G, float[] M, float[] V, AdamStep step, int from, int to) {
    FloatVector decay = FloatVector.broadcast(S, step.decay);
    FloatVector beta1 = FloatVector.broadcast(S, step.beta1);
    FloatVector beta2 = FloatVector.broadcast(S, step.beta2);
    FloatVector minusSize = FloatVector.broadcast(S, -step.size);
    for (int i = from; i < to; i += L) {
      FloatVector w = FloatVector.fromArray(S, W, i).mul(step.shrink);
      FloatVector g = decay.fma(w, FloatVector.fromArray(S, G, i));
      FloatVector m = beta1.fma(FloatVector.fromArray(S, M, i), g.mul(step.share1));
      FloatVector v = beta2.fma(FloatVector.fromArray(S, V, i), g.mul(g).mul(step.share2));
      m.intoArray(M, i);
      v.intoArray(V, i);
      FloatVector root = v.lanewise(SQRT).div(step.correction).add(step.epsilon);
      minusSize.fma(m.div(root), w).intoArray(W, i);
    }
  }
}
