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
import java.util.List;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The kernels on the Vector API, lane for lane what [ScalarKernels] does.
///
/// The compiler turns this into straight vector code only if the species is a constant, so there is
/// one class to each width: [KernelChoice] defines this class anew, as a hidden class, with the
/// species as its class data. Loaded in the ordinary way it has none, and cannot be used.
final class VectorKernels implements Kernels {

  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final Product TILES = ClassConstants.tiles(MethodHandles.lookup());
  private static final SparseTiles SPARSE = ClassConstants.sparse(MethodHandles.lookup(), 0);

  /// With narrower panels, or the same.
  private static final SparseTiles NARROWER = ClassConstants.sparse(MethodHandles.lookup(), 1);

  private static final SingleProduct SINGLE = ClassConstants.single(MethodHandles.lookup());
  private static final int L = S.length();

  /// Lanes change places with those n away, and which lanes are in odd groups of n.
  private static final VectorShuffle<Float> BY_1 = by(1);

  private static final VectorShuffle<Float> BY_2 = by(2);
  private static final VectorShuffle<Float> BY_4 = by(4);
  private static final VectorShuffle<Float> BY_8 = by(8);
  private static final VectorMask<Float> ODD_1 = odd(1);
  private static final VectorMask<Float> ODD_2 = odd(2);
  private static final VectorMask<Float> ODD_4 = odd(4);
  private static final VectorMask<Float> ODD_8 = odd(8);

  /// As many bytes as there are floats in a vector, in the smallest vector that holds them.
  private static final VectorSpecies<Byte> BYTES =
      L == LANES ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

  private static final VectorSpecies<Integer> INTS = S.withLanes(int.class);
  private static final VectorSpecies<Byte> MARKED = S.withLanes(byte.class);

  private static VectorShuffle<Float> by(int n) {
    return VectorShuffle.fromOp(S, lane -> (lane ^ n) % L);
  }

  private static VectorMask<Float> odd(int n) {
    boolean[] odd = new boolean[L];
    for (int lane = 0; lane < L; lane++) {
      odd[lane] = (lane & n) > 0;
    }
    return VectorMask.fromArray(S, odd, 0);
  }

  @Override
  public String description() {
    return "vector kernels, " + S.vectorBitSize() + " bits";
  }

  @Override
  public int panel() {
    return TILES.panel();
  }

  @Override
  public void accumulate(
      float[] Y, Rows y, float[] A, int a, int row, float[] B, int K, float s, float[] sums) {
    TILES.accumulate(Y, y, A, a, row, B, K, s, sums);
  }

  @Override
  public int sparsePanel(int columns, int sharers) {
    for (int each : new int[] {sharers, 1}) {
      for (SparseTiles tiles : List.of(SPARSE, NARROWER)) {
        if (columns % (each * tiles.panel()) == 0) {
          return tiles.panel();
        }
      }
    }
    return SPARSE.panel();
  }

  @Override
  public void groupAlike(Marked A, int rows, int panel) {
    if (panel == SPARSE.panel()) {
      SPARSE.groupAlike(A, rows);
    } else {
      NARROWER.groupAlike(A, rows);
    }
  }

  @Override
  public void accumulateSparse(
      float[] Y, Rows y, Marked A, float[] B, int K, float s, float[] sums) {
    if (y.whole() == SPARSE.panel()) {
      SPARSE.accumulateSparse(Y, y, A, B, K, s, sums);
    } else {
      NARROWER.accumulateSparse(Y, y, A, B, K, s, sums);
    }
  }

  @Override
  public void forwardSparse(
      float[] Y, Rows y, float[] Z, float least, Marked A, float[] B, int K, float[] sums) {
    if (y.whole() == SPARSE.panel()) {
      SPARSE.forwardSparse(Y, y, Z, least, A, B, K, sums);
    } else {
      NARROWER.forwardSparse(Y, y, Z, least, A, B, K, sums);
    }
  }

  @Override
  public int nonZeros(int[] list, float[] X, float[] Z, int count) {
    return SINGLE.nonZeros(list, X, Z, count);
  }

  @Override
  public void mark(long[] marks, int m, int height, byte[] P, int p, int count) {
    int i = 0;
    for (; i + Marked.WORD <= count; i += Marked.WORD) {
      marks[m + i / Marked.WORD * height] = word(P, p + i);
    }
    if (i < count) {
      marks[m + i / Marked.WORD * height] = word(P, p + i) & (-1L >>> (Marked.WORD - (count - i)));
    }
  }

  /// Which of 64 bytes are not 0.
  private static long word(byte[] P, int p) {
    long word = 0;
    for (int i = 0; i < Marked.WORD; i += MARKED.length()) {
      word |= ByteVector.fromArray(MARKED, P, p + i).compare(NE, 0).toLong() << i;
    }
    return word;
  }

  @Override
  public void forwardOne(float[] Y, float[] X, int[] list, int n, float[] W, Rows w) {
    SINGLE.forwardOne(Y, X, list, n, W, w);
  }

  @Override
  public void updateOne(float[] W, Rows w, float[] X, int[] list, int n, float[] D) {
    SINGLE.updateOne(W, w, X, list, n, D);
  }

  @Override
  public void updateAndForwardOne(
      float[] Y, float[] X, float[] before, float[] D, int[] list, int n, float[] W, Rows w) {
    SINGLE.updateAndForwardOne(Y, X, before, D, list, n, W, w);
  }

  @Override
  public void scale(float[] D, float s, int from, int to) {
    for (int i = from; i < to; i += L) {
      FloatVector.fromArray(S, D, i).mul(s).intoArray(D, i);
    }
  }

  @Override
  public void add(float[] Y, float[] X, float s, int from, int to) {
    FloatVector scale = FloatVector.broadcast(S, s);
    for (int i = from; i < to; i += L) {
      scale.fma(FloatVector.fromArray(S, X, i), FloatVector.fromArray(S, Y, i)).intoArray(Y, i);
    }
  }

  @Override
  public void transpose(
      float[] T, int t, int stride, float[] X, int x, int row, int rows, int columns) {
    int c = 0;
    for (; c + L <= columns; c += L) {
      int r = 0;
      for (; r + L <= rows; r += L) {
        turn(T, t + c * stride + r, stride, X, x + r * row + c, row);
      }
      turnEach(T, t + c * stride + r, stride, X, x + r * row + c, row, rows - r, L);
    }
    turnEach(T, t + c * stride, stride, X, x + c, row, rows, columns - c);
  }

  /*
   * As many rows as a vector has lanes. Numbers change places in groups of twice the size each time: at
   * first the odd one of a row with the even one of the next, then pairs, and so on. The last places
   * hold what is in between.
   */
  private static void turn(float[] T, int t, int stride, float[] X, int x, int row) {
    for (int r = 0; r < L; r += 4) {
      turn4(T, t + r * stride, stride, X, x + r * row, row, BY_1, ODD_1, BY_2, ODD_2);
    }
    for (int r = 0; L == 8 && r < 4; r++) {
      int u = t + r * stride;
      int l = u + 4 * stride;
      FloatVector upper = FloatVector.fromArray(S, T, u);
      FloatVector lower = FloatVector.fromArray(S, T, l);
      upper.blend(lower.rearrange(BY_4), ODD_4).intoArray(T, u);
      upper.rearrange(BY_4).blend(lower, ODD_4).intoArray(T, l);
    }
    for (int r = 0; L == 16 && r < 4; r++) {
      int at = t + r * stride;
      turn4(T, at, 4 * stride, T, at, 4 * stride, BY_4, ODD_4, BY_8, ODD_8);
    }
  }

  /// Four rows, neighbours and then the next but one.
  private static void turn4(
      float[] T,
      int t,
      int stride,
      float[] X,
      int x,
      int row,
      VectorShuffle<Float> by,
      VectorMask<Float> odd,
      VectorShuffle<Float> by2,
      VectorMask<Float> odd2) {
    FloatVector x0 = FloatVector.fromArray(S, X, x);
    FloatVector x1 = FloatVector.fromArray(S, X, x + row);
    FloatVector x2 = FloatVector.fromArray(S, X, x + 2 * row);
    FloatVector x3 = FloatVector.fromArray(S, X, x + 3 * row);
    FloatVector y0 = x0.blend(x1.rearrange(by), odd);
    FloatVector y1 = x0.rearrange(by).blend(x1, odd);
    FloatVector y2 = x2.blend(x3.rearrange(by), odd);
    FloatVector y3 = x2.rearrange(by).blend(x3, odd);
    y0.blend(y2.rearrange(by2), odd2).intoArray(T, t);
    y1.blend(y3.rearrange(by2), odd2).intoArray(T, t + stride);
    y0.rearrange(by2).blend(y2, odd2).intoArray(T, t + 2 * stride);
    y1.rearrange(by2).blend(y3, odd2).intoArray(T, t + 3 * stride);
  }

  private static void turnEach(
      float[] T, int t, int stride, float[] X, int x, int row, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        T[t + c * stride + r] = X[x + r * row + c];
      }
    }
  }

  /*
   * p/255 without a division: q = p (1/255) is off by a rounding or two, p − 255 q says by how much,
   * and q plus that over 255 is right to the last bit for each of the 256 bytes.
   */
  @Override
  public void decode(float[] X, byte[] P, int from, int to) {
    FloatVector part = FloatVector.broadcast(S, 1f / 255);
    int i = from;
    for (; i + L <= to; i += L) {
      Vector<Integer> whole =
          ByteVector.fromArray(BYTES, P, i).convertShape(ZERO_EXTEND_B2I, INTS, 0);
      FloatVector p = (FloatVector) whole.convertShape(I2F, S, 0);
      FloatVector q = p.mul(part);
      q.neg().fma(FloatVector.broadcast(S, 255), p).fma(part, q).intoArray(X, i);
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
      FloatVector e = exp(x.lanewise(ABS).neg());
      one.blend(e, x.compare(LT, 0)).div(one.add(e)).intoArray(A, i);
    }
  }

  private static void tanh(float[] A, int from, int to) {
    FloatVector one = FloatVector.broadcast(S, 1);
    for (int i = from; i < to; i += L) {
      FloatVector x = FloatVector.fromArray(S, A, i);
      FloatVector y = x.lanewise(ABS).mul(-2).max(Exponential.LOWEST_EXPM1);
      FloatVector t = rounded(y);
      FloatVector power = power(t);
      FloatVector e = power.fma(fraction(y, t), power.sub(one));
      FloatVector positive = e.neg().div(e.add(2));
      positive.blend(positive.neg(), x.compare(LT, 0)).intoArray(A, i);
    }
  }

  private static FloatVector exp(FloatVector x) {
    FloatVector y = x.max(Exponential.LOWEST);
    FloatVector t = rounded(y);
    FloatVector high = t.max(Exponential.ROUND_MINUS_126);
    FloatVector power = power(high);
    FloatVector rest = power(t.sub(high).add(Exponential.ROUND));
    return power.fma(fraction(y, t), power).mul(rest);
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
    FloatVector p = FloatVector.broadcast(S, Exponential.C8);
    p = p.fma(r, FloatVector.broadcast(S, Exponential.C7));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.C6));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.C5));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.C4));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.C3));
    p = p.fma(r, FloatVector.broadcast(S, Exponential.C2));
    return p.fma(r.mul(r), r);
  }

  @Override
  public void softmax(float[] T, int K, float[] sums) {
    for (int v = 0; v < LANES; v += L) {
      FloatVector largest = FloatVector.fromArray(S, T, v);
      for (int k = 1; k < K; k++) {
        largest = largest.max(FloatVector.fromArray(S, T, k * LANES + v));
      }
      FloatVector sum = FloatVector.zero(S);
      for (int k = 0; k < K; k++) {
        FloatVector e = exp(FloatVector.fromArray(S, T, k * LANES + v).sub(largest));
        sum = sum.add(e);
        e.intoArray(T, k * LANES + v);
      }
      for (int k = 0; k < K; k++) {
        FloatVector.fromArray(S, T, k * LANES + v).div(sum).intoArray(T, k * LANES + v);
      }
      sum.intoArray(sums, v);
      largest.intoArray(sums, LANES + v);
    }
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
