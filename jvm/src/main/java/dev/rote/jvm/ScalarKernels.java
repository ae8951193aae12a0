package dev.rote.jvm;

import dev.rote.network.Activation;

/// The kernels in plain Java: the specification, and what runs where there is no Vector API.
final class ScalarKernels implements Kernels {

  @Override
  public String description() {
    return "scalar kernels";
  }

  @Override
  public int panel() {
    return LANES;
  }

  @Override
  public void accumulate(
      float[] Y, Rows y, float[] A, int a, int row, float[] B, int K, float s, float[] sums) {
    for (int c0 = 0; c0 < y.C(); c0 += LANES) {
      for (int r = y.from(); r < y.to(); r++) {
        int from = a + (r - y.from()) * row;
        for (int c = 0; c < LANES; c += 4) {
          float sum0 = 0;
          float sum1 = 0;
          float sum2 = 0;
          float sum3 = 0;
          for (int k = 0; k < K; k++) {
            float x = A[from + k];
            int b = Panels.LEAD + K * c0 + k * LANES + c;
            sum0 = Fma.of(x, B[b], sum0);
            sum1 = Fma.of(x, B[b + 1], sum1);
            sum2 = Fma.of(x, B[b + 2], sum2);
            sum3 = Fma.of(x, B[b + 3], sum3);
          }
          int i = y.panel(c0) + r * y.stride(c0) + c;
          Y[i] = Fma.of(s, sum0, Y[i]);
          Y[i + 1] = Fma.of(s, sum1, Y[i + 1]);
          Y[i + 2] = Fma.of(s, sum2, Y[i + 2]);
          Y[i + 3] = Fma.of(s, sum3, Y[i + 3]);
        }
      }
    }
  }

  @Override
  public int sparsePanel(int columns, int sharers) {
    return LANES;
  }

  @Override
  public void groupAlike(Marked A, int rows, int panel) {}

  @Override
  public void accumulateSparse(
      float[] Y, Rows y, Marked A, float[] B, int K, float s, float[] sums) {
    for (int c0 = y.left(); c0 < y.right(); c0 += LANES) {
      for (int r = 0; r < y.to() - y.from(); r++) {
        for (int c = 0; c < LANES; c++) {
          int i = y.panel(c0) + (y.from() + r) * y.stride(c0) + c;
          Y[i] = Fma.of(s, sum(A, r, B, Panels.LEAD + K * c0 + c, K), Y[i]);
        }
      }
    }
  }

  @Override
  public void forwardSparse(
      float[] Y, Rows y, float[] Z, float least, Marked A, float[] B, int K, float[] sums) {
    for (int c0 = y.left(); c0 < y.right(); c0 += LANES) {
      for (int r = 0; r < y.to() - y.from(); r++) {
        for (int c = 0; c < LANES; c++) {
          float sum = sum(A, r, B, Panels.LEAD + K * c0 + c, K);
          int i = y.panel(c0) + (y.from() + r) * y.stride(c0) + c;
          Y[i] = Math.max(Z[c0 + c] + sum, least);
        }
      }
    }
  }

  /// Σ_k A_rk B_kc over the terms marked, of the column that begins at `b`.
  private static float sum(Marked A, int r, float[] B, int b, int K) {
    float sum = 0;
    for (int k = 0; k < K; k++) {
      if ((A.marks[A.first + r + k / Marked.WORD * A.height] >>> k & 1) != 0) {
        float x = Marked.UNIT[A.bytes[A.at + r * A.row + k * A.step] & 0xFF];
        sum = Fma.of(x, B[b + k * LANES], sum);
      }
    }
    return sum;
  }

  @Override
  public int nonZeros(int[] list, float[] X, float[] Z, int count) {
    int n = 0;
    for (int i = 0; i < count; i++) {
      if (X[i] != 0 || Z[i] != 0) {
        list[n++] = i;
      }
    }
    return n;
  }

  @Override
  public void mark(long[] marks, int m, int height, byte[] P, int p, int count) {
    for (int i = 0; i < count; i++) {
      int at = m + i / Marked.WORD * height;
      long before = i % Marked.WORD == 0 ? 0 : marks[at];
      marks[at] = before | (P[p + i] == 0 ? 0 : 1L << i);
    }
  }

  @Override
  public void forwardOne(float[] Y, float[] X, int[] list, int n, float[] W, Rows w) {
    for (int c0 = 0; c0 < w.C(); c0 += LANES) {
      for (int c = 0; c < LANES; c++) {
        float sum = Y[c0 + c];
        for (int j = 0; j < n; j++) {
          sum = Fma.of(X[list[j]], W[w.panel(c0) + list[j] * LANES + c], sum);
        }
        Y[c0 + c] = sum;
      }
    }
  }

  @Override
  public void updateOne(float[] W, Rows w, float[] X, int[] list, int n, float[] D) {
    for (int j = 0; j < n; j++) {
      updateRow(W, w, list[j], X[list[j]], D);
    }
  }

  private static void updateRow(float[] W, Rows w, int i, float x, float[] D) {
    for (int c0 = 0; c0 < w.C(); c0 += LANES) {
      int at = w.panel(c0) + i * LANES;
      for (int c = 0; c < LANES; c++) {
        W[at + c] = Fma.of(x, D[c0 + c], W[at + c]);
      }
    }
  }

  @Override
  public void updateAndForwardOne(
      float[] Y, float[] X, float[] before, float[] D, int[] list, int n, float[] W, Rows w) {
    for (int j = 0; j < n; j++) {
      if (before[list[j]] != 0) {
        updateRow(W, w, list[j], before[list[j]], D);
      }
    }
    forwardOne(Y, X, list, n, W, w);
  }

  @Override
  public void scale(float[] D, float s, int from, int to) {
    for (int i = from; i < to; i++) {
      D[i] *= s;
    }
  }

  @Override
  public void add(float[] Y, float[] X, float s, int from, int to) {
    for (int i = from; i < to; i++) {
      Y[i] = Fma.of(s, X[i], Y[i]);
    }
  }

  @Override
  public void transpose(
      float[] T, int t, int stride, float[] X, int x, int row, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        T[t + c * stride + r] = X[x + r * row + c];
      }
    }
  }

  @Override
  public void decode(float[] X, byte[] P, int from, int to) {
    for (int i = from; i < to; i++) {
      X[i] = (P[i] & 0xFF) / 255f;
    }
  }

  @Override
  public void activate(Activation f, float[] A, int from, int to) {
    for (int i = from; i < to; i++) {
      A[i] =
          switch (f) {
            case IDENTITY -> A[i];
            case RELU -> Math.max(A[i], 0);
            case SIGMOID -> Exponential.sigmoid(A[i]);
            case TANH -> Exponential.tanh(A[i]);
          };
    }
  }

  @Override
  public void softmax(float[] T, int K, float[] sums) {
    for (int lane = 0; lane < LANES; lane++) {
      float largest = T[lane];
      for (int k = 1; k < K; k++) {
        largest = Math.max(largest, T[k * LANES + lane]);
      }
      float sum = 0;
      for (int k = 0; k < K; k++) {
        float e = Exponential.exp(T[k * LANES + lane] - largest);
        sum += e;
        T[k * LANES + lane] = e;
      }
      for (int k = 0; k < K; k++) {
        T[k * LANES + lane] /= sum;
      }
      sums[lane] = sum;
      sums[LANES + lane] = largest;
    }
  }

  @Override
  public void differentiate(Activation f, float[] D, float[] A, int from, int to) {
    for (int i = from; i < to; i++) {
      D[i] =
          switch (f) {
            case IDENTITY -> D[i];
            case RELU -> A[i] > 0 ? D[i] : 0;
            case SIGMOID -> D[i] * (A[i] * (1 - A[i]));
            case TANH -> D[i] * Fma.of(-A[i], A[i], 1);
          };
    }
  }

  @Override
  public void sgd(float[] W, float[] G, float[] V, SgdStep step, int from, int to) {
    for (int i = from; i < to; i++) {
      float g = Fma.of(step.decay, W[i], G[i]);
      float v = Fma.of(step.momentum, V[i], g);
      V[i] = v;
      W[i] = Fma.of(-step.rate, step.nesterov ? Fma.of(step.momentum, v, g) : v, W[i]);
    }
  }

  @Override
  public void adam(float[] W, float[] G, float[] M, float[] V, AdamStep step, int from, int to) {
    for (int i = from; i < to; i++) {
      float w = W[i] * step.shrink;
      float g = Fma.of(step.decay, w, G[i]);
      float m = Fma.of(step.beta1, M[i], step.share1 * g);
      float v = Fma.of(step.beta2, V[i], step.share2 * (g * g));
      M[i] = m;
      V[i] = v;
      float root = (float) Math.sqrt(v) / step.correction + step.epsilon;
      W[i] = Fma.of(-step.size, m / root, w);
    }
  }
}
