package dev.rote.check;

import java.util.List;

/// What [ReferenceNetwork#backward] finds. The arrays are only to be read.
final class BackwardPass {
  private final double[] gradient;
  private final List<double[]> dZ;
  private final List<double[]> dA;

  BackwardPass(double[] gradient, List<double[]> dZ, List<double[]> dA) {
    this.gradient = gradient;
    this.dZ = dZ;
    this.dA = dA;
  }

  /// ∂L/∂w of all parameters, laid out as they are.
  double[] gradient() {
    return gradient;
  }

  /// ∂L/∂Z of each layer, B × O.
  List<double[]> dZ() {
    return dZ;
  }

  /// ∂L/∂A of each layer, B × O.
  List<double[]> dA() {
    return dA;
  }
}
