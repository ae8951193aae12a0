package dev.rote.jvm;

import dev.rote.network.Activation;

/// The kernels in plain Java: the specification, and what runs where there is no Vector API.
final class ScalarKernels implements Kernels {

  @Override
  public String description() {
    return "scalar kernels";
  }

  @Override
  public void accumulate(float[] Y, Rows y, float[] A, Strides a, float[] B, int K, float s) {
    for (int c0 = 0; c0 < y.C(); c0 += PANEL) {
      int w = y.width(c0);
      for (int r = y.from(); r < y.to(); r++) {
        for (int c = 0; c < w; c += 4) {
          float sum0 = 0;
          float sum1 = 0;
          float sum2 = 0;
          float sum3 = 0;
          for (int k = 0; k < K; k++) {
            float x = A[r * a.row() + k * a.term()];
            int b = K * c0 + k * w + c;
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
  public int nonZeros(int[] list, float[] X, int count) {
    int n = 0;
    for (int i = 0; i < count; i++) {
      if (X[i] != 0) {
        list[n++] = i;
      }
    }
    return n;
  }

  @Override
  public void forwardOne(float[] Y, float[] X, int[] list, int n, float[] W, Rows y) {
    for (int c0 = 0; c0 < y.C(); c0 += PANEL) {
      int w = y.width(c0);
      for (int c = 0; c < w; c++) {
        float sum = 0;
        for (int j = 0; j < n; j++) {
          sum = Fma.of(X[list[j]], W[y.panel(c0) + list[j] * w + c], sum);
        }
        Y[c0 + c] = Fma.of(1, sum, Y[c0 + c]);
      }
    }
  }

  @Override
  public void updateOne(
      float[] W, Rows y, float[] X, int[] list, int from, int to, float[] D, float s) {
    for (int c0 = 0; c0 < y.C(); c0 += PANEL) {
      int w = y.width(c0);
      for (int j = from; j < to; j++) {
        int at = y.panel(c0) + list[j] * w;
        for (int c = 0; c < w; c++) {
          W[at + c] = Fma.of(s, Fma.of(X[list[j]], D[c0 + c], 0), W[at + c]);
        }
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
