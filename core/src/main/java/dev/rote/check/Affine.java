package dev.rote.check;

import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Dense;
import dev.rote.network.Layer;
import dev.rote.network.Network;
import java.util.ArrayList;
import java.util.List;

/// The sums of one dense layer, Z = X Wᵀ + b, forward and backward.
///
/// X is B × I, Z is B × O, W is O × I and b has O numbers; dX means ∂L/∂X. All row-major.
///
/// @param inputs I
/// @param outputs O
/// @param activation f, which [Activations] applies to Z
/// @param weight where W starts in the slab of parameters
/// @param bias where b starts
record Affine(int inputs, int outputs, Activation activation, int weight, int bias) {

  /// The layers of a network with their places in the slab.
  static List<Affine> of(Network network) {
    if (network.parameterCount() > Integer.MAX_VALUE - 8) {
      throw new RoteException(
          "check network " + network,
          "at most 2147483639 parameters",
          "" + network.parameterCount(),
          "make it narrower");
    }
    List<Affine> layers = new ArrayList<>();
    int weight = 0;
    for (Layer layer : network.layers()) {
      switch (layer) {
        case Dense(int inputs, int outputs, Activation activation) -> {
          int bias = weight + inputs * outputs;
          layers.add(new Affine(inputs, outputs, activation, weight, bias));
          weight = bias + outputs;
        }
      }
    }
    return List.copyOf(layers);
  }

  /// Z, from the slab w and the inputs X, which are read.
  double[] forward(double[] w, double[] x) {
    int batch = x.length / inputs;
    double[] z = new double[batch * outputs];
    for (int b = 0; b < batch; b++) {
      for (int o = 0; o < outputs; o++) {
        double sum = w[bias + o];
        for (int i = 0; i < inputs; i++) {
          sum += x[b * inputs + i] * w[weight + o * inputs + i];
        }
        z[b * outputs + o] = sum;
      }
    }
    return z;
  }

  /// Adds dW = dZᵀ X and db = Σ_b dZ to this layer's part of `gradient`, which is shaped like the
  /// slab; dZ and X are read.
  void parameterGradient(double[] dZ, double[] x, double[] gradient) {
    int batch = x.length / inputs;
    for (int b = 0; b < batch; b++) {
      for (int o = 0; o < outputs; o++) {
        double dz = dZ[b * outputs + o];
        // sum = w[bias + o]
        gradient[bias + o] += dz;
        for (int i = 0; i < inputs; i++) {
          // sum += x[b * inputs + i] * w[weight + o * inputs + i]
          gradient[weight + o * inputs + i] += dz * x[b * inputs + i];
        }
      }
    }
  }

  /// dX = dZ W, from the slab w and dZ, which are read.
  double[] inputGradient(double[] w, double[] dZ) {
    int batch = dZ.length / outputs;
    double[] dX = new double[batch * inputs];
    for (int b = 0; b < batch; b++) {
      for (int o = 0; o < outputs; o++) {
        for (int i = 0; i < inputs; i++) {
          // sum += x[b * inputs + i] * w[weight + o * inputs + i]
          dX[b * inputs + i] += dZ[b * outputs + o] * w[weight + o * inputs + i];
        }
      }
    }
    return dX;
  }
}
