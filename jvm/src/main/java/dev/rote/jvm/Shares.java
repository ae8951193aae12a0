package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import dev.rote.jvm.Kernels.Strides;

/// Who computes what: each member's rows of every matrix, made once for a batch size so that a step
/// allocates nothing. Member first, then layer. Written only between two calls of the team.
final class Shares {
  private final Weights[] layers;
  private final int members;
  private int batch;

  /// Rows of the weights, and of their transposed copies.
  private final Rows[][] weights;

  private final Rows[][] transposed;

  /// Rows of the batch, as wide as a layer's outputs, and as wide as its inputs.
  private final Rows[][] outputs;

  private final Rows[][] inputs;
  private final Rows[] biases;

  /// Where a layer's input stands as (example, input), the same turned, and its deltas.
  private final Strides[] input;

  private final Strides[] turned;
  private final Strides[] deltas;
  private final Strides[] turnedDeltas;

  Shares(Weights[] layers, int members) {
    this.layers = layers;
    this.members = members;
    weights = new Rows[members][layers.length];
    transposed = new Rows[members][layers.length];
    outputs = new Rows[members][layers.length];
    inputs = new Rows[members][layers.length];
    biases = new Rows[layers.length];
    input = new Strides[layers.length];
    turned = new Strides[layers.length];
    deltas = new Strides[layers.length];
    turnedDeltas = new Strides[layers.length];
    for (int l = 0; l < layers.length; l++) {
      int stride = l == 0 ? layers[0].inputs : layers[l - 1].width;
      biases[l] = new Rows(0, 1, layers[l].width, 0);
      input[l] = new Strides(stride, 1);
      turned[l] = new Strides(1, stride);
      deltas[l] = new Strides(layers[l].width, 1);
      turnedDeltas[l] = new Strides(1, layers[l].width);
      for (int member = 0; member < members; member++) {
        weights[member][l] = share(layers[l].inputs, member, layers[l].width, layers[l].inputs);
        transposed[member][l] =
            share(layers[l].outputs, member, layers[l].transposedWidth, layers[l].outputs);
      }
    }
  }

  /// Shares out a batch of another size.
  void plan(int size) {
    if (size == batch) {
      return;
    }
    batch = size;
    for (int member = 0; member < members; member++) {
      for (int l = 0; l < layers.length; l++) {
        outputs[member][l] = share(size, member, layers[l].width, 0);
        inputs[member][l] = share(size, member, layers[l].transposedWidth, 0);
      }
    }
  }

  /// A member's part of `count` rows: as even as can be in pairs.
  private Rows share(int count, int member, int C, int R) {
    long pairs = (count + 1L) / 2;
    int from = (int) (pairs * member / members) * 2;
    int to = (int) (pairs * (member + 1) / members) * 2;
    return new Rows(Math.min(from, count), Math.min(to, count), C, R);
  }

  Rows weights(int member, int l) {
    return weights[member][l];
  }

  Rows transposed(int member, int l) {
    return transposed[member][l];
  }

  Rows outputs(int member, int l) {
    return outputs[member][l];
  }

  Rows inputs(int member, int l) {
    return inputs[member][l];
  }

  Rows bias(int l) {
    return biases[l];
  }

  Strides input(int l) {
    return input[l];
  }

  Strides turned(int l) {
    return turned[l];
  }

  Strides deltas(int l) {
    return deltas[l];
  }

  Strides turnedDeltas(int l) {
    return turnedDeltas[l];
  }
}
