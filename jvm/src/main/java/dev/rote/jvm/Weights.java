package dev.rote.jvm;

import dev.rote.engine.Parameters;
import dev.rote.jvm.Kernels.Rows;
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

  /// (I, C) in panels: from input 0 to output o at [#at].
  final float[] weight;

  /// (C).
  final float[] bias;

  /// (O, C′) in panels: the weight again. Empty for a first layer, whose input needs no gradient.
  final float[] transposed;

  /// C′, the padded number of inputs; 0 for a first layer.
  final int transposedWidth;

  /// Columns of a whole panel.
  final int panel;

  private Weights(Dense layer, boolean first, int panel) {
    this.panel = panel;
    inputs = layer.inputs();
    outputs = layer.outputs();
    width = padded(outputs);
    weight = Panels.of(inputs, width);
    bias = new float[width];
    transposedWidth = first ? 0 : padded(inputs);
    transposed = first ? new float[0] : Panels.of(outputs, transposedWidth);
  }

  /// All layers of a network, every number 0.
  ///
  /// @param firstPanel columns of a whole panel of the first one
  static Weights[] of(Network network, Kernels kernels, int firstPanel) {
    Weights[] layers = new Weights[network.layers().size()];
    for (int l = 0; l < layers.length; l++) {
      int panel = l == 0 ? firstPanel : kernels.panel();
      layers[l] = new Weights((Dense) network.layers().get(l), l == 0, panel);
    }
    return layers;
  }

  /// Whole vectors that hold so many floats.
  static int padded(int width) {
    return Math.addExact(width, Kernels.LANES - 1) / Kernels.LANES * Kernels.LANES;
  }

  /// Inputs `from` to `to` − 1 of the weight, as rows.
  Rows rows(int from, int to) {
    return new Rows(from, to, width, inputs, panel);
  }

  /// All of the transposed copy, whose rows are outputs.
  Rows transposedRows() {
    return new Rows(0, outputs, transposedWidth, outputs, panel);
  }

  /// Columns of the panel that an output is in.
  private int columns(int output) {
    return output / panel * panel + panel <= width ? panel : Kernels.LANES;
  }

  /// Where the weight from input 0 to an output stands; the next input's is [#columns] further.
  private int at(int output) {
    int first = output / columns(output) * columns(output);
    return Panels.LEAD + inputs * first + output - first;
  }

  /// Reads all layers from torch's layout.
  static void load(Kernels kernels, Weights[] layers, Parameters from) {
    float[] values = from.values();
    int at = 0;
    for (Weights layer : layers) {
      for (int o = 0; o < layer.outputs; o++) {
        int columns = layer.columns(o);
        int first = layer.at(o);
        for (int i = 0; i < layer.inputs; i++) {
          layer.weight[first + i * columns] = values[at++];
        }
      }
      System.arraycopy(values, at, layer.bias, 0, layer.outputs);
      at += layer.outputs;
      layer.transpose(kernels, 0, layer.inputs);
    }
  }

  /// Writes all layers in torch's layout.
  static void store(Weights[] layers, Parameters to) {
    float[] values = to.values();
    int at = 0;
    for (Weights layer : layers) {
      for (int o = 0; o < layer.outputs; o++) {
        int columns = layer.columns(o);
        int first = layer.at(o);
        for (int i = 0; i < layer.inputs; i++) {
          values[at++] = layer.weight[first + i * columns];
        }
      }
      System.arraycopy(layer.bias, 0, values, at, layer.outputs);
      at += layer.outputs;
    }
  }

  /// Brings the transposed copy up to date for inputs `from` to `to` − 1; `from` is a multiple of
  /// [Kernels#LANES].
  void transpose(Kernels kernels, int from, int to) {
    Rows own = rows(from, to);
    Rows turned = transposedRows();
    for (int i = from; i < to && transposedWidth > 0; i += Kernels.LANES) {
      int rows = Math.min(Kernels.LANES, to - i);
      int first = i / panel * panel;
      first = turned.width(first) == panel ? first : i;
      int stride = turned.width(first);
      for (int c = 0; c < outputs; c += own.width(c)) {
        int w = own.width(c);
        int t = turned.panel(first) + c * stride + i - first;
        int columns = Math.min(w, outputs - c);
        kernels.transpose(transposed, t, stride, weight, own.panel(c) + i * w, w, rows, columns);
      }
    }
  }
}
