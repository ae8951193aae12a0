package dev.rote.check;

import java.util.List;

/// How far rounding in double may move the reference's loss: the noise that a difference of two
/// losses carries.
///
/// Each sum Z of n products is computed with an error of at most (n + 4) u Σ|terms| — n roundings
/// of products and sums, and 4 for the activation that made its inputs and the step of the weight —
/// and an error e in Z moves the loss by dZ · e. So back-propagation, which says how the loss
/// answers to its sums, also says how it answers to their rounding errors:
///
///     noise = Σ |dZ| (n + 4) u Σ|terms|  +  u (K + 8) Σ_b c (1 + L_b)
///
/// The last part is the loss of K logits itself, c what an example counts. To first order in
/// u = 2⁻⁵³; the classic is Higham, Accuracy and Stability of Numerical Algorithms, section 3.1.
final class LossNoise {
  private static final double UNIT = 0x1p-53;

  private LossNoise() {}

  static double of(
      ReferenceNetwork network,
      double[] parameters,
      Examples examples,
      ReferenceNetwork.ForwardPass forward,
      BackwardPass backward) {
    double weight = examples.size() * network.scale(examples);
    double noise = UNIT * (network.network().outputs() + 8) * (weight + forward.loss());
    List<Affine> layers = network.layers();
    for (int l = 0; l < layers.size(); l++) {
      Affine layer = layers.get(l);
      double[] sizes =
          layer.forward(
              absolute(parameters), absolute(ReferenceNetwork.input(examples, forward, l)));
      double[] dZ = backward.dZ().get(l);
      for (int i = 0; i < dZ.length; i++) {
        noise += Math.abs(dZ[i]) * (layer.inputs() + 4) * UNIT * sizes[i];
      }
    }
    return noise;
  }

  private static double[] absolute(double[] values) {
    double[] sizes = new double[values.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(values[i]);
    }
    return sizes;
  }
}
