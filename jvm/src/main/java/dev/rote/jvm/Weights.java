package dev.rote.jvm;

import dev.rote.engine.Parameters;
import dev.rote.network.Dense;
import dev.rote.network.Network;

/// The numbers of one dense layer in the layout the kernels want.
///
/// Torch keeps a weight as (O, I); the kernels run their lanes over outputs and so want (I, C), in
/// panels, with C the outputs rounded up to whole vectors. The columns past O are 0 and stay 0. A
/// second, transposed copy (O, C′), in panels too, serves the input gradient, whose lanes run over
/// inputs.
final class Weights {
  final int inputs;
  final int outputs;

  /// C, the padded number of outputs.
  final int width;

  /// (I, C) in panels: from input i to output o at [#at].
  final float[] weight;

  /// (C).
  final float[] bias;

  /// (O, C′) in panels: the weight again. Empty for a first layer, whose input needs no gradient.
  final float[] transposed;

  /// C′, the padded number of inputs; 0 for a first layer.
  final int transposedWidth;

  Weights(Dense layer, boolean first) {
    inputs = layer.inputs();
    outputs = layer.outputs();
    width = padded(outputs);
    weight = new float[Math.multiplyExact(inputs, width)];
    bias = new float[width];
    transposedWidth = first ? 0 : padded(inputs);
    transposed = new float[Math.multiplyExact(outputs, transposedWidth)];
  }

  static Weights[] of(Network network) {
    Weights[] layers = new Weights[network.layers().size()];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = new Weights((Dense) network.layers().get(l), l == 0);
    }
    return layers;
  }

  /// Whole vectors that hold so many floats.
  static int padded(int width) {
    return Math.addExact(width, Kernels.LANES - 1) / Kernels.LANES * Kernels.LANES;
  }

  /// Where the weight from an input to an output stands.
  int at(int input, int output) {
    return inPanels(input, output, inputs, width);
  }

  /// Where element (r, c) of R rows and C columns stands in panels.
  private static int inPanels(int r, int c, int R, int C) {
    int panel = c / Kernels.PANEL * Kernels.PANEL;
    return R * panel + r * Math.min(Kernels.PANEL, C - panel) + c - panel;
  }

  /// Reads all layers from torch's layout.
  static void load(Weights[] layers, Parameters from) {
    float[] values = from.values();
    int at = 0;
    for (Weights layer : layers) {
      for (int o = 0; o < layer.outputs; o++) {
        for (int i = 0; i < layer.inputs; i++) {
          layer.weight[layer.at(i, o)] = values[at++];
        }
      }
      System.arraycopy(values, at, layer.bias, 0, layer.outputs);
      at += layer.outputs;
      layer.transpose(0, layer.inputs);
    }
  }

  /// Writes all layers in torch's layout.
  static void store(Weights[] layers, Parameters to) {
    float[] values = to.values();
    int at = 0;
    for (Weights layer : layers) {
      for (int o = 0; o < layer.outputs; o++) {
        for (int i = 0; i < layer.inputs; i++) {
          values[at++] = layer.weight[layer.at(i, o)];
        }
      }
      System.arraycopy(layer.bias, 0, values, at, layer.outputs);
      at += layer.outputs;
    }
  }

  /// Brings the transposed copy up to date for inputs `from` to `to` − 1.
  void transpose(int from, int to) {
    if (transposedWidth == 0) {
      return;
    }
    for (int i = from; i < to; i++) {
      for (int o = 0; o < outputs; o++) {
        transposed[inPanels(o, i, outputs, transposedWidth)] = weight[at(i, o)];
      }
    }
  }
}
