package dev.rote.jvm;

import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.SQRT;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;

import dev.rote.network.Activation;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The kernels on the Vector API, lane for lane what [ScalarKernels] does.
///
/// The compiler turns this into straight vector code only if the species is a constant, so there is
/// one class to each width: [KernelChoice] defines this class anew, as a hidden class, with the
/// species as its class data. Loaded in the ordinary way it has none, and cannot be used.
final class VectorKernels implements Kernels {

  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final Product TILES = ClassConstants.tiles(MethodHandles.lookup());
  private static final int L = S.length();
  private static final VectorSpecies<Integer> INTS = S.withLanes(int.class);

  /// As many bytes as there are floats in a vector, in the smallest vector that holds them.
  private static final VectorSpecies<Byte> BYTES =
      L == LANES ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

  @Override
  public String description() {
    return "vector kernels, " + S.vectorBitSize() + " bits";
  }

  @Override
  public void accumulate(float[] Y, Rows y, float[] A, Strides a, float[] B, int K, float s) {
    TILES.accumulate(Y, y, A, a, B, K, s);
  }

  @Override
  public int nonZeros(int[] list, float[] X, int count) {
    int n = 0;
    int i = 0;
    IntVector at = IntVector.zero(INTS).addIndex(1);
    for (; i + L <= count; i += L) {
      VectorMask<Integer> found = FloatVector.fromArray(S, X, i).compare(NE, 0).cast(INTS);
      at.compress(found).intoArray(list, n);
      n += found.trueCount();
      at = at.add(L);
    }
    for (; i < count; i++) {
      if (X[i] != 0) {
        list[n++] = i;
      }
    }
    return n;
  }

  @Override
  public void forwardOne(float[] Y, float[] X, int[] list, int n, float[] W, Rows y) {
    for (int c = 0; c < y.C(); c += 8 * L) {
      int next = c + 4 * L;
      int first = c / PANEL * PANEL;
      int second = next / PANEL * PANEL;
      int w = y.panel(first) + c - first;
      int v = y.panel(second) + next - second;
      forward8(Y, c, next, X, list, n, W, w, v);
    }
  }

  /// Eight vectors of the forward pass, the first four from w0 on and the last four from v0.
  private static void forward8(
      float[] Y, int y, int z, float[] X, int[] list, int n, float[] W, int w0, int v0) {
    FloatVector y0 = FloatVector.zero(S);
    FloatVector y1 = y0;
    FloatVector y2 = y0;
    FloatVector y3 = y0;
    FloatVector y4 = y0;
    FloatVector y5 = y0;
    FloatVector y6 = y0;
    FloatVector y7 = y0;
    for (int j = 0; j < n; j++) {
      int i = list[j];
      FloatVector x = FloatVector.broadcast(S, X[i]);
      int w = w0 + i * PANEL;
      int v = v0 + i * PANEL;
      y0 = x.fma(FloatVector.fromArray(S, W, w), y0);
      y1 = x.fma(FloatVector.fromArray(S, W, w + L), y1);
      y2 = x.fma(FloatVector.fromArray(S, W, w + 2 * L), y2);
      y3 = x.fma(FloatVector.fromArray(S, W, w + 3 * L), y3);
      y4 = x.fma(FloatVector.fromArray(S, W, v), y4);
      y5 = x.fma(FloatVector.fromArray(S, W, v + L), y5);
      y6 = x.fma(FloatVector.fromArray(S, W, v + 2 * L), y6);
      y7 = x.fma(FloatVector.fromArray(S, W, v + 3 * L), y7);
    }
    y0.add(FloatVector.fromArray(S, Y, y)).intoArray(Y, y);
    y1.add(FloatVector.fromArray(S, Y, y + L)).intoArray(Y, y + L);
    y2.add(FloatVector.fromArray(S, Y, y + 2 * L)).intoArray(Y, y + 2 * L);
    y3.add(FloatVector.fromArray(S, Y, y + 3 * L)).intoArray(Y, y + 3 * L);
    y4.add(FloatVector.fromArray(S, Y, z)).intoArray(Y, z);
    y5.add(FloatVector.fromArray(S, Y, z + L)).intoArray(Y, z + L);
    y6.add(FloatVector.fromArray(S, Y, z + 2 * L)).intoArray(Y, z + 2 * L);
    y7.add(FloatVector.fromArray(S, Y, z + 3 * L)).intoArray(Y, z + 3 * L);
  }

  @Override
  public void updateOne(
      float[] W, Rows y, float[] X, int[] list, int from, int to, float[] D, float s) {
    for (int c = 0; c < y.C(); c += 8 * L) {
      int next = c + 4 * L;
      int first = c / PANEL * PANEL;
      int second = next / PANEL * PANEL;
      int w = y.panel(first) + c - first;
      int v = y.panel(second) + next - second;
      update8(W, w, v, X, list, from, to, D, c, next, s);
    }
  }

  /// Eight columns of vectors of the update, whose first four begin at w0 and last four at v0.
  private static void update8(
      float[] W,
      int w0,
      int v0,
      float[] X,
      int[] list,
      int from,
      int to,
      float[] D,
      int d,
      int e,
      float s) {
    FloatVector scale = FloatVector.broadcast(S, s);
    FloatVector zero = FloatVector.zero(S);
    FloatVector d0 = FloatVector.fromArray(S, D, d);
    FloatVector d1 = FloatVector.fromArray(S, D, d + L);
    FloatVector d2 = FloatVector.fromArray(S, D, d + 2 * L);
    FloatVector d3 = FloatVector.fromArray(S, D, d + 3 * L);
    FloatVector d4 = FloatVector.fromArray(S, D, e);
    FloatVector d5 = FloatVector.fromArray(S, D, e + L);
    FloatVector d6 = FloatVector.fromArray(S, D, e + 2 * L);
    FloatVector d7 = FloatVector.fromArray(S, D, e + 3 * L);
    for (int j = from; j < to; j++) {
      int i = list[j];
      FloatVector x = FloatVector.broadcast(S, X[i]);
      int w = w0 + i * PANEL;
      int v = v0 + i * PANEL;
      scale.fma(x.fma(d0, zero), FloatVector.fromArray(S, W, w)).intoArray(W, w);
      scale.fma(x.fma(d1, zero), FloatVector.fromArray(S, W, w + L)).intoArray(W, w + L);
      scale.fma(x.fma(d2, zero), FloatVector.fromArray(S, W, w + 2 * L)).intoArray(W, w + 2 * L);
      scale.fma(x.fma(d3, zero), FloatVector.fromArray(S, W, w + 3 * L)).intoArray(W, w + 3 * L);
      scale.fma(x.fma(d4, zero), FloatVector.fromArray(S, W, v)).intoArray(W, v);
      scale.fma(x.fma(d5, zero), FloatVector.fromArray(S, W, v + L)).intoArray(W, v + L);
      scale.fma(x.fma(d6, zero), FloatVector.fromArray(S, W, v + 2 * L)).intoArray(W, v + 2 * L);
      scale.fma(x.fma(d7, zero), FloatVector.fromArray(S, W, v + 3 * L)).intoArray(W, v + 3 * L);
    }
  }

  @Override
  public void decode(float[] X, byte[] P, int from, int to) {
    int i = from;
    for (; i + L <= to; i += L) {
      Vector<Integer> whole =
          ByteVector.fromArray(BYTES, P, i).convertShape(ZERO_EXTEND_B2I, INTS, 0);
      ((FloatVector) whole.convertShape(I2F, S, 0)).div(255).intoArray(X, i);
    }
    for (; i < to; i++) {
      X[i] = (P[i] & 0xFF) / 255f;
    }
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
