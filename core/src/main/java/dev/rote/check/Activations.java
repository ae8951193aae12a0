package dev.rote.check;

import dev.rote.network.Activation;

/// The activation functions, A = f(Z) element by element, forward and backward.
final class Activations {
  private Activations() {}

  static double[] forward(Activation f, double[] z) {
    double[] a = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      a[i] = value(f, z[i]);
    }
    return a;
  }

  /// dZ, from the outputs A = f(Z) and dA = ∂L/∂A, which are read.
  static double[] backward(Activation f, double[] a, double[] dA) {
    double[] dZ = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      // a[i] = value(f, z[i])
      dZ[i] = dA[i] * derivative(f, a[i]);
    }
    return dZ;
  }

  static double value(Activation f, double z) {
    return switch (f) {
      case IDENTITY -> z;
      case RELU -> Math.max(z, 0);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-z));
      case TANH -> StrictMath.tanh(z);
    };
  }

  /// f′(z), as a function of a = f(z).
  static double derivative(Activation f, double a) {
    return switch (f) {
      case IDENTITY -> 1;
      // max(z, 0); 0 at the kink
      case RELU -> a > 0 ? 1 : 0;
      // 1 / (1 + exp(-z))
      case SIGMOID -> a * (1 - a);
      // tanh(z)
      case TANH -> (1 - a) * (1 + a);
    };
  }
}
