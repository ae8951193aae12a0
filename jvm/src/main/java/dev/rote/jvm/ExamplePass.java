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
 *
 * What limits the first layer is how fast its weights come from the second cache. So its update is owed
 * until the next example comes, and goes together with the forward pass of that one, each weight read
 * once for both. Whoever else wants the weights settles first.
 */
final class ExamplePass implements Pass {
  private final Layers layers;
  private final Kernels kernels;
  private final Rows[] rows;
  private final Rows[] transposed;

  /// Per layer the inputs and the deltas that are not 0. Those of the first layer are made anew
  /// when they are wanted.
  private final Listed[] inputs;

  private final Listed[] deltas;
  private final float[] sums;
  private final CrossEntropy crossEntropy;

  /// The pixels of the example before.
  private float[] pixelsBefore;

  private float[] pixels;
  private final byte[] bytes;

  /// Whether the first layer's weights lack the update by the example before.
  private boolean owed;

  ExamplePass(Layers layers) {
    this.layers = layers;
    kernels = layers.kernels;
    int count = layers.weights.length;
    rows = new Rows[count];
    transposed = new Rows[count];
    inputs = new Listed[count];
    deltas = new Listed[count];
    int widest = 0;
    for (int l = 0; l < count; l++) {
      Weights layer = layers.weights[l];
      rows[l] = layer.rows(0, layer.inputs);
      transposed[l] = layer.transposedRows();
      inputs[l] = new Listed(layer.inputs);
      deltas[l] = new Listed(layer.outputs);
      widest = Math.max(widest, Math.max(layer.width, layer.transposedWidth));
    }
    sums = new float[widest];
    crossEntropy = layers.crossEntropy();
    pixels = new float[layers.weights[0].inputs];
    pixelsBefore = new float[pixels.length];
    bytes = new byte[pixels.length + Kernels.LANES];
  }

  @Override
  public void forward(Batch batch) {
    next(batch);
    for (int l = 0; l < rows.length; l++) {
      float[] X = input(l);
      float[] Y = layers.outputs[l];
      float[] W = layers.weights[l].weight;
      Listed list = inputs[l];
      Arrays.fill(sums, 0, rows[l].C(), 0);
      if (l == 0 && owed) {
        float[] D = layers.deltas[0];
        list.fill(kernels, X, pixelsBefore);
        kernels.updateAndForwardOne(sums, X, pixelsBefore, D, list.numbers, list.count, W, rows[0]);
        owed = false;
      } else {
        list.fill(kernels, X, X);
        kernels.forwardOne(sums, X, list.numbers, list.count, W, rows[l]);
      }
      layers.bias(l, 0, 1);
      kernels.add(Y, sums, 1, 0, rows[l].C());
      kernels.activate(layers.activations[l], Y, 0, rows[l].C());
    }
  }

  /// Reads the next example, and keeps what an update may be owed for.
  private void next(Batch batch) {
    float[] X = pixelsBefore;
    pixelsBefore = pixels;
    pixels = X;
    layers.gather(batch, 0, 1, X, bytes);
  }

  /// What layer l is given.
  private float[] input(int l) {
    return l == 0 ? pixels : layers.outputs[l - 1];
  }

  /// Makes up for the update that is owed.
  void settle() {
    if (owed) {
      add(layers.weights[0], 0);
      owed = false;
    }
  }

  @Override
  public void learn(Batch batch, float s) {
    forward(batch);
    layers.objective(batch, 0, 1, s, crossEntropy);
    for (int l = layers.last(); l >= 0; l--) {
      Weights layer = layers.weights[l];
      float[] D = layers.deltas[l];
      Listed list = deltas[l];
      list.fill(kernels, D, D);
      if (l > 0) {
        float[] dX = layers.deltas[l - 1];
        Arrays.fill(dX, 0, layer.transposedWidth, 0);
        kernels.forwardOne(dX, D, list.numbers, list.count, layer.transposed, transposed[l]);
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
      kernels.add(layers.weights[l].bias, D, 1, 0, rows[l].C());
      if (l == 0) {
        owed = true;
      } else {
        add(layers.weights[l], l);
        Listed list = deltas[l];
        float[] T = layers.weights[l].transposed;
        kernels.updateOne(T, transposed[l], D, list.numbers, list.count, input(l));
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
      kernels.add(target[l].bias, layers.deltas[l], 1, 0, rows[l].C());
    }
  }

  /// Adds the gradient of the weights, as large as the deltas make it.
  private void add(Weights target, int l) {
    Listed list = inputs[l];
    if (l == 0) {
      list.fill(kernels, pixels, pixels);
    }
    float[] D = layers.deltas[l];
    kernels.updateOne(target.weight, rows[l], input(l), list.numbers, list.count, D);
  }

  /// Which of some numbers are not 0.
  private static final class Listed {
    private final int of;
    private final int[] numbers;
    private int count;

    private Listed(int of) {
      this.of = of;
      numbers = new int[of + Kernels.LANES];
    }

    /// Those where one of two is not 0.
    private void fill(Kernels kernels, float[] X, float[] Z) {
      count = kernels.nonZeros(numbers, X, Z, of);
    }
  }
}
