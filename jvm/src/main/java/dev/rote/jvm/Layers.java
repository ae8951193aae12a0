package dev.rote.jvm;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Job;
import dev.rote.engine.Resources;
import dev.rote.engine.Sparsity;
import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Dense;
import dev.rote.network.Objective;
import org.jspecify.annotations.Nullable;

/// The numbers of a network at work: its weights, and what it makes of up to so many examples.
///
/// Matrices of examples are row-major, a row each. Members of a team may work on different rows at
/// once.
final class Layers {
  /// Examples of a batch from which on it pays that every member looks at all of them.
  private static final int COLUMNS_FROM = 24;

  /// Up to which what members would read of each other's weights outweighs what they read of each
  /// other's outputs.
  private static final int COLUMNS_TO = 128;

  final Job job;
  final Kernels kernels;
  final Weights[] weights;
  final Activation[] activations;

  /// Whether batches leave out what is 0 in the network's input.
  final boolean sparse;

  /// Threads that share the work of a batch.
  final int members;

  /// Whether they share the first layer by its columns and not by rows.
  final boolean byColumns;

  /// Layer by layer: outputs, and the gradients of the sums before the activation.
  final float[][] outputs;

  final float[][] deltas;
  final float[] losses;

  /// Which examples: `size` of a batch from number `first` on.
  private @Nullable Batch batch;

  private int first;
  private int size;

  /// Whether the data are seen as bytes over 255.
  private boolean unit;

  Layers(Job job, Resources resources, Kernels kernels) {
    this.job = job;
    this.kernels = kernels;
    sparse = resources.sparsity() == Sparsity.ON;
    members = resources.maxBatch() == 1 ? 1 : resources.threads();
    int width = Weights.padded(((Dense) job.network().layers().getFirst()).outputs());
    boolean few = resources.maxBatch() >= COLUMNS_FROM && resources.maxBatch() <= COLUMNS_TO;
    int sharers = few ? members : 1;
    int panel = sparse ? kernels.sparsePanel(width, sharers) : kernels.panel();
    byColumns = sparse && sharers > 1 && width % (sharers * panel) == 0;
    weights = Weights.of(job.network(), kernels, panel);
    activations =
        job.network().layers().stream()
            .map(layer -> ((Dense) layer).activation())
            .toArray(Activation[]::new);
    outputs = new float[weights.length][];
    deltas = new float[weights.length][];
    for (int l = 0; l < weights.length; l++) {
      outputs[l] = new float[resources.elements(weights[l].width)];
      deltas[l] = new float[outputs[l].length];
    }
    losses = new float[resources.maxBatch()];
  }

  /// Turns to `count` examples of a batch from number `from` on.
  void select(Batch next, int from, int count) {
    if (batch == null || batch.data() != next.data()) {
      unit = next.data().isUnit();
    }
    batch = next;
    first = from;
    size = count;
  }

  int last() {
    return weights.length - 1;
  }

  int size() {
    return size;
  }

  /// From one row of a layer's input to the next.
  int inputStride(int l) {
    return l == 0 ? weights[0].inputs : weights[l - 1].width;
  }

  /// Bytes to floats, for some rows.
  ///
  /// @param X written from 0 on
  /// @param P room for their bytes, and to read a whole vector past them
  void gather(Batch batch, int from, int to, float[] X, byte[] P) {
    int I = weights[0].inputs;
    Dataset data = batch.data();
    for (int b = from; b < to; b++) {
      int example = batch.example(first + b);
      if (unit) {
        data.copyTo(example, P, (b - from) * I);
      } else {
        data.copyTo(example, X, (b - from) * I);
      }
    }
    if (unit) {
      kernels.decode(X, P, 0, (to - from) * I);
    }
  }

  /// Bytes as they are, for some rows.
  void read(Batch batch, int from, int to, SparseInput input) {
    if (!unit) {
      requireUnit(batch.data());
    }
    input.read(batch, first, from, to);
  }

  /// Only pictures whose bytes are seen as v / 255 have zeros that can be left out.
  static void requireUnit(Dataset data) {
    if (!data.isUnit()) {
      throw new RoteException(
          "leave out zeros",
          "pictures whose bytes are seen as v / 255",
          "other numbers in " + data.name(),
          "use --sparse off");
    }
  }

  /// Fills rows of a layer's outputs with its biases.
  void bias(int l, int from, int to) {
    int C = weights[l].width;
    for (int b = from; b < to; b++) {
      System.arraycopy(weights[l].bias, 0, outputs[l], b * C, C);
    }
  }

  /// What a thread needs for the [#objective].
  CrossEntropy crossEntropy() {
    return new CrossEntropy(kernels, weights[last()].outputs);
  }

  /// Losses of some rows, and the gradients of the last layer's sums times s.
  ///
  /// @param crossEntropy the caller's own
  void objective(Batch batch, int from, int to, float s, CrossEntropy crossEntropy) {
    float[] D = deltas[last()];
    float[] F = outputs[last()];
    int C = weights[last()].width;
    int K = weights[last()].outputs;
    // One example would take as long as the lanes of many.
    if (to - from > 1 && job.objective() instanceof Objective.SoftmaxCrossEntropy) {
      crossEntropy.gradient(D, F, C, batch, first, from, to, s, losses);
    } else {
      for (int b = from; b < to; b++) {
        int label = batch.label(first + b);
        losses[b] = Loss.gradient(job.objective(), D, F, b * C, K, label, s);
      }
    }
    kernels.differentiate(activations[last()], D, F, from * C, to * C);
  }

  /// Walks forward to the first thing that is not finite.
  DivergedException diverged() {
    for (int l = 0; l < weights.length; l++) {
      float inWeights = firstNotFinite(weights[l].weight, weights[l].weight.length);
      float inBias = firstNotFinite(weights[l].bias, weights[l].bias.length);
      if (!Float.isFinite(inWeights + inBias)) {
        float value = Float.isFinite(inWeights) ? inBias : inWeights;
        return new DivergedException("the weights of layer " + l, "" + value);
      }
      float inOutputs = firstNotFinite(outputs[l], size * weights[l].width);
      if (!Float.isFinite(inOutputs)) {
        return new DivergedException("the outputs of layer " + l, "" + inOutputs);
      }
    }
    return new DivergedException("the loss", "" + firstNotFinite(losses, size));
  }

  /// The first value that is not finite among the first `count`, or 0.
  private static float firstNotFinite(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i])) {
        return values[i];
      }
    }
    return 0;
  }
}
