package dev.rote.check;

import static dev.rote.check.SumBound.gamma;

import dev.rote.network.Activation;
import java.util.List;

/// How far a correct float32 engine may be from the double reference, for each element of the
/// gradient: a running error analysis.
///
/// It walks the network forward and backward beside the reference and carries with every number
/// the most that float32 may have changed it: what its inputs' errors hand on, plus what its own
/// roundings add. [SumBound], [ActivationBound] and [ObjectiveBound] do the steps. Nothing is
/// tuned: u = 2⁻²⁴ is the rounding of float32, the counts are those of the sums, and the only
/// assumption about an engine is the accuracy of its exp, sigmoid and tanh
/// ([ActivationBound#FUNCTION]).
///
/// Where float32 cannot tell the sign of a sum before a ReLU (|z| ≤ its error), the derivative may
/// come out as 0 or as 1, and the bound of everything behind it is widened for both.
///
/// The bound is a worst case over all orders of summation. Roundings mostly cancel, so good engines
/// stay far inside it.
final class RoundingBound {
  /// For the rounding of the reference and of the bound itself, in double: each is 2⁻²⁹ of its
  /// float32 sister.
  private static final double DOUBLE_SLACK = 1 + 0x1p-20;

  private final ReferenceNetwork network;
  private final double[] parameters;
  private final Examples examples;
  private final boolean kinks;
  private final ReferenceNetwork.ForwardPass forward;
  private final BackwardPass backward;
  private final double[] bounds;
  private double lossBound;
  private int ambiguous;

  /// @param parameters where the engine stands. A bound for float32 numbers within rounding of them
  ///     is the same, to first order in u
  /// @param examples of float32 numbers, widened
  RoundingBound(ReferenceNetwork network, double[] parameters, Examples examples) {
    this(network, parameters, examples, true);
  }

  /// @param kinks whether the derivative of a ReLU may come out on either side where float32 cannot
  ///     tell its sum's sign; if not, the bound is for engines that take the reference's side
  RoundingBound(ReferenceNetwork network, double[] parameters, Examples examples, boolean kinks) {
    this.kinks = kinks;
    this.network = network;
    this.parameters = parameters;
    this.examples = examples;
    forward = network.forward(parameters, examples);
    backward = network.backward(parameters, examples, forward);
    bounds = new double[parameters.length];
    walk();
  }

  /// The reference's gradient g.
  double[] gradient() {
    return backward.gradient();
  }

  /// Bounds |ĝ − g| for each of its elements.
  double[] bounds() {
    return bounds;
  }

  /// The reference's loss of the batch, reduced.
  double loss() {
    return forward.loss();
  }

  /// Bounds how far an engine's loss may be from it, the examples' losses added in any order.
  double lossBound() {
    return lossBound;
  }

  /// Sums before a ReLU whose sign float32 cannot tell.
  int ambiguous() {
    return ambiguous;
  }

  private void walk() {
    List<Affine> layers = network.layers();
    double[][] ez = new double[layers.size()][];
    double[][] ea = new double[layers.size()][];
    for (int l = 0; l < layers.size(); l++) {
      ez[l] = sums(l, inputErrors(ea, l));
      ea[l] = activations(l, ez[l]);
    }
    lossBound = DOUBLE_SLACK * loss(ea[ea.length - 1]);
    double[] edA = objective(ea[ea.length - 1]);
    for (int l = layers.size() - 1; l >= 0; l--) {
      double[] edZ = deltas(l, ez[l], ea[l], edA);
      parameterGradient(l, inputErrors(ea, l), edZ);
      edA = l == 0 ? edA : inputGradient(l, edZ);
    }
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] *= DOUBLE_SLACK;
    }
  }

  /// Bounds of what a layer was given; the examples themselves are exact.
  private double[] inputErrors(double[][] ea, int l) {
    return l == 0 ? new double[examples.x().length] : ea[l - 1];
  }

  /// Bounds of Z = X Wᵀ + b.
  private double[] sums(int l, double[] ex) {
    Affine layer = network.layers().get(l);
    double[] x = ReferenceNetwork.input(examples, forward, l);
    double[] ez = new double[examples.size() * layer.outputs()];
    for (int b = 0; b < examples.size(); b++) {
      for (int o = 0; o < layer.outputs(); o++) {
        SumBound sum = new SumBound().add(parameters[layer.bias() + o], 0, 1, 0);
        for (int i = 0; i < layer.inputs(); i++) {
          int at = b * layer.inputs() + i;
          sum.add(x[at], ex[at], parameters[layer.weight() + o * layer.inputs() + i], 0);
        }
        ez[b * layer.outputs() + o] = sum.bound();
      }
    }
    return ez;
  }

  /// Bounds of A = f(Z).
  private double[] activations(int l, double[] ez) {
    Affine layer = network.layers().get(l);
    double[] z = forward.preActivations().get(l);
    double[] ea = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      ea[i] = ActivationBound.value(layer.activation(), z[i], ez[i]);
      ambiguous += ActivationBound.ambiguous(layer.activation(), z[i], ez[i]) ? 1 : 0;
    }
    return ea;
  }

  /// The bound of L = c Σ ℓ, where c is 1/B or 1.
  private double loss(double[] ef) {
    double[] f = forward.activations().getLast();
    SumBound sum = new SumBound();
    for (int b = 0; b < examples.size(); b++) {
      double[] row = network.row(f, b);
      int label = examples.label(b);
      double bound = ObjectiveBound.loss(network.objective(), row, network.row(ef, b), label);
      sum.add(Objectives.loss(network.objective(), row, label), bound, network.scale(examples), 0);
    }
    return sum.bound();
  }

  /// Bounds of ∂L/∂f, scaled by the batch: 1/B and the product are rounded.
  private double[] objective(double[] ef) {
    double[] f = forward.activations().getLast();
    double[] dF = backward.dA().getLast();
    double[] edF = new double[f.length];
    for (int b = 0; b < examples.size(); b++) {
      double[] row =
          ObjectiveBound.gradient(
              network.objective(), network.row(f, b), network.row(ef, b), examples.label(b));
      for (int k = 0; k < row.length; k++) {
        int at = b * row.length + k;
        double handedOn = network.scale(examples) * row[k];
        edF[at] = handedOn + gamma(2) * (Math.abs(dF[at]) + handedOn);
      }
    }
    return edF;
  }

  /// Bounds of dZ = dA f′(Z).
  private double[] deltas(int l, double[] ez, double[] ea, double[] edA) {
    Affine layer = network.layers().get(l);
    double[] z = forward.preActivations().get(l);
    double[] a = forward.activations().get(l);
    double[] dA = backward.dA().get(l);
    double[] edZ = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      double slope = Activations.derivative(layer.activation(), a[i]);
      double eSlope = ActivationBound.derivative(layer.activation(), z[i], ez[i], a[i], ea[i]);
      boolean oneSided = !kinks && layer.activation() == Activation.RELU;
      edZ[i] = new SumBound().add(dA[i], edA[i], slope, oneSided ? 0 : eSlope).bound();
    }
    return edZ;
  }

  /// Bounds of dW = dZᵀ X and db = Σ dZ, sums over the batch; one rounding more for an engine that
  /// folds the rate of a step into them.
  private void parameterGradient(int l, double[] ex, double[] edZ) {
    Affine layer = network.layers().get(l);
    double[] x = ReferenceNetwork.input(examples, forward, l);
    double[] dZ = backward.dZ().get(l);
    for (int o = 0; o < layer.outputs(); o++) {
      SumBound bias = new SumBound();
      for (int b = 0; b < examples.size(); b++) {
        int row = b * layer.outputs() + o;
        bias.add(dZ[row], edZ[row], 1, 0);
      }
      bounds[layer.bias() + o] = bias.bound(1);
      for (int i = 0; i < layer.inputs(); i++) {
        SumBound weight = new SumBound();
        for (int b = 0; b < examples.size(); b++) {
          int row = b * layer.outputs() + o;
          int column = b * layer.inputs() + i;
          weight.add(dZ[row], edZ[row], x[column], ex[column]);
        }
        bounds[layer.weight() + o * layer.inputs() + i] = weight.bound(1);
      }
    }
  }

  /// Bounds of dX = dZ W, which is dA of the layer before.
  private double[] inputGradient(int l, double[] edZ) {
    Affine layer = network.layers().get(l);
    double[] dZ = backward.dZ().get(l);
    double[] edX = new double[examples.size() * layer.inputs()];
    for (int b = 0; b < examples.size(); b++) {
      for (int i = 0; i < layer.inputs(); i++) {
        SumBound sum = new SumBound();
        for (int o = 0; o < layer.outputs(); o++) {
          int row = b * layer.outputs() + o;
          double w = parameters[layer.weight() + o * layer.inputs() + i];
          sum.add(dZ[row], edZ[row], w, 0);
        }
        edX[b * layer.inputs() + i] = sum.bound();
      }
    }
    return edX;
  }
}
