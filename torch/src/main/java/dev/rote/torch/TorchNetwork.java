package dev.rote.torch;

import dev.rote.engine.Parameters;
import dev.rote.network.Activation;
import dev.rote.network.Dense;
import dev.rote.network.Layer;
import dev.rote.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ReLUImpl;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.SigmoidImpl;
import org.bytedeco.pytorch.TanhImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/// A network as libtorch's `Sequential` of `Linear` layers and activation modules.
final class TorchNetwork {
  private final SequentialImpl sequential;
  private final TensorVector parameters;

  /// Linear and activation of each of our layers, one after the other.
  private final List<UnaryOperator<Tensor>> layers = new ArrayList<>();

  /// @param kept takes the native objects
  TorchNetwork(Network network, Device device, Kept kept) {
    sequential = kept.keep(new SequentialImpl());
    for (Layer layer : network.layers()) {
      switch (layer) {
        case Dense(int inputs, int outputs, Activation activation) -> {
          LinearImpl linear = kept.keep(new LinearImpl(inputs, outputs));
          sequential.push_back(linear);
          UnaryOperator<Tensor> f = push(activation, kept);
          layers.add(x -> f.apply(linear.forward(x)));
        }
      }
    }
    sequential.to(device, false);
    parameters = kept.keep(sequential.parameters());
  }

  private UnaryOperator<Tensor> push(Activation activation, Kept kept) {
    return switch (activation) {
      case IDENTITY -> x -> x;
      case RELU -> {
        ReLUImpl relu = kept.keep(new ReLUImpl());
        sequential.push_back(relu);
        yield relu::forward;
      }
      case SIGMOID -> {
        SigmoidImpl sigmoid = kept.keep(new SigmoidImpl());
        sequential.push_back(sigmoid);
        yield sigmoid::forward;
      }
      case TANH -> {
        TanhImpl tanh = kept.keep(new TanhImpl());
        sequential.push_back(tanh);
        yield tanh::forward;
      }
    };
  }

  /// The logits of a batch, B × classes.
  Tensor forward(Tensor x) {
    return sequential.forward(x);
  }

  /// The outputs of one layer, from those of the layer before.
  Tensor forward(int layer, Tensor x) {
    return layers.get(layer).apply(x);
  }

  /// What an optimiser moves, in the order of our slab.
  TensorVector parameters() {
    return parameters;
  }

  /// Copies of the handles, valid in the present scope.
  List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    for (long t = 0; t < parameters.size(); t++) {
      tensors.add(parameters.get(t));
    }
    return tensors;
  }

  /// The gradients that the last backward pass left.
  List<Tensor> gradients() {
    return tensors().stream().map(Tensor::grad).toList();
  }

  /// Overwrites the weights.
  void load(Parameters slab) {
    try (NoGradGuard _ = new NoGradGuard()) {
      List<Tensor> tensors = tensors();
      for (int t = 0; t < tensors.size(); t++) {
        tensors.get(t).copy_(Floats.tensor(slab.values(), slab.offset(t), slab.tensors().get(t)));
      }
    }
  }
}
