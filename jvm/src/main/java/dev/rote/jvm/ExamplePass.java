package dev.rote.jvm;

import dev.rote.data.Batch;
import dev.rote.jvm.Kernels.Rows;
import java.util.Arrays;

/// One example at a time, on the caller's thread.
/*
 * No tile is filled by one row, so every product is a walk over the rows of a matrix: those whose
 * factor is not 0. Half of the pixels are 0, and after a ReLU half of the outputs and of the deltas. Each
 * weight is read once and changed once, in one multiply-add:
 *
 *   forward   Z_c = b_c + Σ_i X_i W_ic         back   dX_i = Σ_c D_c Wᵀ_ci
 *   update    W_ic ← W_ic + X_i (−η D_c)              Wᵀ_ci ← Wᵀ_ci + (−η D_c) X_i
 *
 * The last two have the same bits, so the transposed copy is kept up without turning anything.
 */
final class ExamplePass implements Pass {
  private final Layers layers;
  private final Kernels kernels;
  private final Rows[] rows;
  private final Rows[] transposed;

  /// Per layer the inputs and the deltas that are not 0, and how many.
  private final int[][] inputs;

  private final int[][] deltas;
  private final int[] inputCount;
  private final int[] deltaCount;
  private final CrossEntropy crossEntropy;

  ExamplePass(Layers layers) {
    this.layers = layers;
    kernels = layers.kernels;
    int count = layers.weights.length;
    rows = new Rows[count];
    transposed = new Rows[count];
    inputs = new int[count][];
    deltas = new int[count][];
    inputCount = new int[count];
    deltaCount = new int[count];
    crossEntropy = layers.crossEntropy();
    for (int l = 0; l < count; l++) {
      Weights layer = layers.weights[l];
      rows[l] = layer.rows(0, layer.inputs);
      transposed[l] = layer.transposedRows();
      inputs[l] = new int[layer.inputs + Kernels.LANES];
      deltas[l] = new int[layer.outputs + Kernels.LANES];
    }
  }

  @Override
  public void forward(Batch batch) {
    layers.gather(batch, 0, 1, layers.pixels, layers.bytes);
    for (int l = 0; l < rows.length; l++) {
      float[] X = layers.input(l);
      float[] Y = layers.outputs[l];
      layers.bias(l, 0, 1);
      inputCount[l] = kernels.nonZeros(inputs[l], X, layers.weights[l].inputs);
      kernels.forwardOne(Y, X, inputs[l], inputCount[l], layers.weights[l].weight, rows[l]);
      kernels.activate(layers.activations[l], Y, 0, rows[l].C());
    }
  }

  @Override
  public void learn(Batch batch, float s) {
    forward(batch);
    layers.objective(batch, 0, 1, s, crossEntropy);
    for (int l = layers.last(); l >= 0; l--) {
      Weights layer = layers.weights[l];
      float[] D = layers.deltas[l];
      deltaCount[l] = kernels.nonZeros(deltas[l], D, layer.outputs);
      if (l > 0) {
        float[] dX = layers.deltas[l - 1];
        Arrays.fill(dX, 0, layer.transposedWidth, 0);
        kernels.forwardOne(dX, D, deltas[l], deltaCount[l], layer.transposed, transposed[l]);
        float[] X = layers.outputs[l - 1];
        kernels.differentiate(layers.activations[l - 1], dX, X, 0, layer.transposedWidth);
      }
    }
  }

  @Override
  public void descend(float rate) {
    for (int l = 0; l < rows.length; l++) {
      float[] D = layers.deltas[l];
      kernels.scale(D, -rate, 0, rows[l].C());
      add(layers.weights[l], l);
      if (l > 0) {
        float[] T = layers.weights[l].transposed;
        kernels.updateOne(T, transposed[l], D, deltas[l], deltaCount[l], layers.outputs[l - 1]);
      }
    }
  }

  @Override
  public void gradient(Weights[] target, boolean anew) {
    for (int l = 0; l < rows.length; l++) {
      if (anew) {
        Arrays.fill(target[l].weight, 0);
        Arrays.fill(target[l].bias, 0);
      }
      add(target[l], l);
    }
  }

  /// Adds the gradient, as large as the deltas make it.
  private void add(Weights target, int l) {
    float[] D = layers.deltas[l];
    kernels.updateOne(target.weight, rows[l], layers.input(l), inputs[l], inputCount[l], D);
    kernels.add(target.bias, D, 1, 0, target.width);
  }
}
