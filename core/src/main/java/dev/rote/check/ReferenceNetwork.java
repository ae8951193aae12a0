package dev.rote.check;

import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Reduction;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// A network computed in double by the plainest code there is: the text-book that the engines are
/// compared with.
///
/// Each idea has its file, forward beside backward: sums in [Affine], functions in [Activations],
/// losses in [Objectives]; this class chains them. Nothing is fused, blocked or approximated, and
/// every sum runs in the order of its index, so equal input gives equal bits anywhere. The algebra
/// is derived in docs/maths.md and proved against differences by [GradientCheck].
///
/// Immutable and safe to share between threads.
public final class ReferenceNetwork {
  private final Network network;
  private final Objective objective;
  private final Reduction reduction;
  private final List<Affine> layers;

  /// @throws RoteException if the network has more parameters than one Java array holds
  public ReferenceNetwork(Network network, Objective objective, Reduction reduction) {
    this.network = network;
    this.objective = objective;
    this.reduction = reduction;
    layers = Affine.of(network);
  }

  /// The network of a job; the optimiser has no part in loss or gradient.
  public static ReferenceNetwork of(Job job) {
    return new ReferenceNetwork(job.network(), job.objective(), job.reduction());
  }

  /// What the forward pass leaves behind. The arrays are only to be read.
  ///
  /// @param loss of the batch, reduced: mean or sum of the examples' losses
  /// @param preActivations Z of each layer, B × O
  /// @param activations A = f(Z) of each layer, B × O; the last are the logits
  public record ForwardPass(
      double loss, List<double[]> preActivations, List<double[]> activations) {}

  /// Runs a batch forward.
  ///
  /// @param parameters all weights and biases, laid out as in [Parameters]; read
  /// @throws RoteException if parameters or examples do not fit the network
  public ForwardPass forward(double[] parameters, Examples examples) {
    requireFits(parameters, examples);
    double[][] z = new double[layers.size()][];
    double[][] a = new double[layers.size()][];
    for (int l = 0; l < layers.size(); l++) {
      z[l] = layers.get(l).forward(parameters, l == 0 ? examples.x() : a[l - 1]);
      a[l] = Activations.forward(layers.get(l).activation(), z[l]);
    }
    double[] f = a[a.length - 1];
    double loss = 0;
    for (int b = 0; b < examples.size(); b++) {
      loss += scale(examples) * Objectives.loss(objective, row(f, b), examples.label(b));
    }
    return new ForwardPass(loss, List.of(z), List.of(a));
  }

  /// ∂L/∂w of the batch's reduced loss, by hand-written backward code.
  ///
  /// @param parameters all weights and biases; read
  /// @return the derivative for each parameter, laid out likewise
  /// @throws RoteException if parameters or examples do not fit the network
  public double[] gradient(double[] parameters, Examples examples) {
    return backward(parameters, examples, forward(parameters, examples)).gradient();
  }

  BackwardPass backward(double[] parameters, Examples examples, ForwardPass pass) {
    double[] gradient = new double[parameters.length];
    double[][] dZ = new double[layers.size()][];
    double[][] dA = new double[layers.size()][];
    dA[dA.length - 1] = objectiveGradient(examples, pass);
    for (int l = layers.size() - 1; l >= 0; l--) {
      Affine layer = layers.get(l);
      // a[l] = Activations.forward(layers.get(l).activation(), z[l])
      dZ[l] = Activations.backward(layer.activation(), pass.activations().get(l), dA[l]);
      // z[l] = layers.get(l).forward(parameters, l == 0 ? examples.x() : a[l - 1])
      layer.parameterGradient(dZ[l], input(examples, pass, l), gradient);
      if (l > 0) {
        dA[l - 1] = layer.inputGradient(parameters, dZ[l]);
      }
    }
    return new BackwardPass(gradient, List.of(dZ), List.of(dA));
  }

  private double[] objectiveGradient(Examples examples, ForwardPass pass) {
    double[] f = pass.activations().getLast();
    double[] dF = new double[f.length];
    for (int b = 0; b < examples.size(); b++) {
      // loss += scale(examples) * Objectives.loss(objective, row(f, b), examples.label(b))
      double[] row = Objectives.gradient(objective, row(f, b), examples.label(b));
      for (int k = 0; k < row.length; k++) {
        dF[b * row.length + k] = scale(examples) * row[k];
      }
    }
    return dF;
  }

  /// What a layer was given: the examples, or the activations before it.
  static double[] input(Examples examples, ForwardPass pass, int layer) {
    return layer == 0 ? examples.x() : pass.activations().get(layer - 1);
  }

  /// Row b of something as wide as the logits.
  double[] row(double[] f, int b) {
    int classes = network.outputs();
    return Arrays.copyOfRange(f, b * classes, (b + 1) * classes);
  }

  /// What each example's loss counts: 1/B or 1.
  double scale(Examples examples) {
    return switch (reduction) {
      case MEAN -> 1.0 / examples.size();
      case SUM -> 1;
    };
  }

  /// Which of the sums before a ReLU are positive: a kink lies between two points where this
  /// differs.
  BitSet pattern(ForwardPass pass) {
    BitSet positive = new BitSet();
    int bit = 0;
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l).activation() == Activation.RELU) {
        for (double z : pass.preActivations().get(l)) {
          positive.set(bit++, z > 0);
        }
      }
    }
    return positive;
  }

  Network network() {
    return network;
  }

  Objective objective() {
    return objective;
  }

  List<Affine> layers() {
    return layers;
  }

  private void requireFits(double[] parameters, Examples examples) {
    String operation = "check network " + network;
    if (parameters.length != network.parameterCount()) {
      throw new RoteException(
          operation,
          network.parameterCount() + " parameters",
          "" + parameters.length,
          "give the weights of this network");
    }
    if (examples.features() != network.inputs()) {
      throw new RoteException(
          operation,
          "examples of " + network.inputs() + " inputs",
          "" + examples.features(),
          "give the network's data");
    }
    for (int b = 0; b < examples.size(); b++) {
      if (examples.label(b) >= network.outputs()) {
        throw new RoteException(
            operation,
            "labels below " + network.outputs(),
            examples.label(b) + " in row " + b,
            "correct the labels or widen the last layer");
      }
    }
  }

  /// A slab of float32 as the reference takes it; every float is a double.
  public static double[] widen(Parameters parameters) {
    double[] wide = new double[parameters.values().length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = parameters.values()[i];
    }
    return wide;
  }
}
