package dev.rote.jvm;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Job;
import dev.rote.engine.Logits;
import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Scores;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.jvm.Kernels.Rows;
import dev.rote.jvm.Kernels.Strides;
import dev.rote.network.Activation;
import dev.rote.network.Dense;
import dev.rote.network.Reduction;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One network in training on the JVM's own arithmetic.
/*
 * A step has two parts, with the team's barrier after each.
 *
 * 1. Rows. Each thread takes some rows of the batch all the way: pixels to floats, forward layer by
 *    layer, loss, and the gradients of the sums back to the first layer. Rows do not meet.
 * 2. Weights. Each thread takes some rows of every weight matrix, sums their gradient over the whole
 *    batch in the order of the batch, and updates them.
 *
 * So every number is computed by one thread in one order, whatever the number of threads, and
 * nothing is ever added across threads: equal bits come for free.
 */
final class JvmSession implements Session {
  private static final Strides ONES = new Strides(0, 1);

  private final Job job;
  private final Kernels kernels;
  private final Team team;
  private final Shares shares;
  private final int capacity;
  private final Weights[] layers;
  private final Weights[] gradients;
  private final Update update;

  /// Layer by layer, row by row: outputs of the layer, and the gradients of its sums.
  private final float[][] outputs;

  private final float[][] deltas;

  /// The deltas again, in panels, for the weight gradients; the same arrays where one panel is all.
  private final float[][] packed;

  private final float[] pixels;

  /// The batch's pixels as they are stored, with room to read a whole vector past them.
  private final byte[] bytes;

  private final float[] losses;
  private final float[] ones;
  private final Activation[] activations;

  private final Team.Work forwardRows = this::forwardShare;
  private final Team.Work learnRows = this::learnShare;
  private final Team.Work updateWeights = this::updateShare;
  private final Team.Work sumGradients = this::gradientShare;

  /// What the shares of the present call work on.
  private @Nullable Batch batch;

  /// Whether the first layer takes the way of a single example, which goes by the pixels that are
  /// not 0: these, and how many there are.
  private boolean one;

  private final int[] list;
  private int listed;

  /// Whether the batch's data are seen as bytes over 255.
  private boolean unit;

  private float scale;
  private float rate;

  JvmSession(Job job, Parameters parameters, Resources resources, Kernels kernels) {
    this.job = job;
    this.kernels = kernels;
    capacity = resources.maxBatch();
    layers = Weights.of(job.network());
    gradients = Weights.of(job.network());
    update = new Update(job.optimizer(), job.network());
    activations =
        job.network().layers().stream()
            .map(layer -> ((Dense) layer).activation())
            .toArray(Activation[]::new);
    outputs = new float[layers.length][];
    deltas = new float[layers.length][];
    packed = new float[layers.length][];
    for (int l = 0; l < layers.length; l++) {
      outputs[l] = new float[resources.elements(layers[l].width)];
      deltas[l] = new float[resources.elements(layers[l].width)];
      boolean one = layers[l].width <= Kernels.PANEL;
      packed[l] = one ? deltas[l] : new float[deltas[l].length];
    }
    pixels = new float[resources.elements(layers[0].inputs)];
    bytes = new byte[pixels.length + Kernels.LANES];
    list = new int[layers[0].inputs + Kernels.LANES];
    losses = new float[capacity];
    ones = new float[capacity];
    Arrays.fill(ones, 1);
    Weights.load(layers, parameters);
    shares = new Shares(layers, resources.threads());
    team = new Team(resources.threads());
  }

  @Override
  public void step(Batch next, double stepRate, Tally tally) {
    forwardAndBack(next);
    double sum = 0;
    for (int b = 0; b < next.size(); b++) {
      sum += losses[b];
    }
    if (!Double.isFinite(sum)) {
      throw diverged();
    }
    rate = (float) stepRate;
    update.begin(stepRate);
    team.run(updateWeights);
    tally.add(sum, correct(next), next.size());
  }

  @Override
  public Parameters gradient(Batch next) {
    forwardAndBack(next);
    team.run(sumGradients);
    Parameters gradient = Parameters.zeros(job.network());
    Weights.store(gradients, gradient);
    return gradient;
  }

  private void forwardAndBack(Batch next) {
    begin(next);
    scale = job.reduction() == Reduction.MEAN ? 1f / next.size() : 1;
    team.run(learnRows);
  }

  @Override
  public void score(Batch next, Scores scores) {
    begin(next);
    team.run(forwardRows);
    int last = layers.length - 1;
    float[] F = outputs[last];
    int classes = layers[last].outputs;
    for (int b = 0; b < next.size(); b++) {
      int at = b * layers[last].width;
      int label = next.label(b);
      float loss = Loss.gradient(job.objective(), deltas[last], F, at, classes, label, 1);
      scores.set(b, loss, Logits.margin(F, at, classes, label), Logits.largest(F, at, classes));
    }
  }

  private void begin(Batch next) {
    job.requireFits(next, capacity);
    one = next.size() == 1 && layers[0].width % (2 * Kernels.PANEL) == 0;
    if (batch == null || batch.data() != next.data()) {
      unit = next.data().isUnit();
    }
    batch = next;
    shares.plan(next.size());
  }

  private Batch batch() {
    return Objects.requireNonNull(batch);
  }

  private void forwardShare(int member, int members) {
    gather(shares.outputs(member, 0));
    for (int l = 0; l < layers.length; l++) {
      forward(l, shares.outputs(member, l));
    }
  }

  private void learnShare(int member, int members) {
    forwardShare(member, members);
    int last = layers.length - 1;
    Rows rows = shares.outputs(member, last);
    float[] D = deltas[last];
    float[] F = outputs[last];
    int C = rows.C();
    for (int b = rows.from(); b < rows.to(); b++) {
      int label = batch().label(b);
      losses[b] = Loss.gradient(job.objective(), D, F, b * C, layers[last].outputs, label, scale);
    }
    kernels.differentiate(activations[last], D, F, rows.from() * C, rows.to() * C);
    for (int l = last; l > 0; l--) {
      backward(l, shares.inputs(member, l));
    }
    for (int l = 0; l <= last; l++) {
      pack(l, shares.outputs(member, l));
    }
  }

  /// Copies a layer's deltas into panels, for some rows of the batch.
  private void pack(int l, Rows rows) {
    if (packed[l] == deltas[l]) {
      return;
    }
    int B = batch().size();
    for (int c = 0; c < rows.C(); c += Kernels.PANEL) {
      int w = rows.width(c);
      for (int b = rows.from(); b < rows.to(); b++) {
        System.arraycopy(deltas[l], b * rows.C() + c, packed[l], B * c + b * w, w);
      }
    }
  }

  /// Bytes to floats, for some rows of the batch.
  private void gather(Rows rows) {
    int I = layers[0].inputs;
    Dataset data = batch().data();
    if (!unit) {
      for (int b = rows.from(); b < rows.to(); b++) {
        data.copyTo(batch().example(b), pixels, b * I);
      }
      return;
    }
    for (int b = rows.from(); b < rows.to(); b++) {
      data.copyTo(batch().example(b), bytes, b * I);
    }
    kernels.decode(pixels, bytes, rows.from() * I, rows.to() * I);
  }

  /// A_l = f(A_{l−1} W + b), for some rows of the batch.
  private void forward(int l, Rows rows) {
    Weights layer = layers[l];
    float[] Y = outputs[l];
    for (int b = rows.from(); b < rows.to(); b++) {
      System.arraycopy(layer.bias, 0, Y, b * layer.width, layer.width);
    }
    if (l == 0 && one && rows.from() < rows.to()) {
      listed = kernels.nonZeros(list, pixels, layer.inputs);
      kernels.forwardOne(Y, pixels, list, listed, layer.weight, shares.weights(0, 0));
    } else {
      kernels.accumulate(Y, rows, input(l), shares.input(l), layer.weight, layer.inputs, 1);
    }
    kernels.activate(activations[l], Y, rows.from() * rows.C(), rows.to() * rows.C());
  }

  /// What layer l is given: the batch's pixels, or the outputs of the layer before.
  private float[] input(int l) {
    return l == 0 ? pixels : outputs[l - 1];
  }

  /// Forward: A_l = f(A_{l−1} W + b). Back: D_{l−1} = (D_l Wᵀ) ⊙ f′(A_{l−1}).
  private void backward(int l, Rows rows) {
    Weights layer = layers[l];
    float[] dX = deltas[l - 1];
    int from = rows.from() * rows.C();
    int to = rows.to() * rows.C();
    Arrays.fill(dX, from, to, 0);
    kernels.accumulate(dX, rows, deltas[l], shares.deltas(l), layer.transposed, layer.outputs, 1);
    kernels.differentiate(activations[l - 1], dX, outputs[l - 1], from, to);
  }

  private void updateShare(int member, int members) {
    if (!update.isPlain()) {
      gradientShare(member, members);
    }
    for (int l = 0; l < layers.length; l++) {
      Weights layer = layers[l];
      Rows rows = shares.weights(member, l);
      if (update.isPlain()) {
        accumulateGradient(layers, l, rows, member == 0, -rate);
      } else {
        for (int c = 0; c < rows.C(); c += Kernels.PANEL) {
          int from = rows.panel(c) + rows.from() * rows.width(c);
          int to = rows.panel(c) + rows.to() * rows.width(c);
          update.weights(kernels, layers, gradients, l, from, to);
        }
        if (member == 0) {
          update.bias(kernels, layers, gradients, l);
        }
      }
      if (update.isPlain() && batch().size() == 1) {
        updateTransposed(l, shares.transposed(member, l));
      } else {
        layer.transpose(rows.from(), rows.to());
      }
    }
  }

  /// The same update for the transposed copy, which is cheaper than to copy it anew where the batch
  /// is one example: W_oi + s (D_o X_i) has the bits of W_io + s (X_i D_o).
  private void updateTransposed(int l, Rows rows) {
    if (l > 0) {
      kernels.accumulate(
          layers[l].transposed, rows, deltas[l], shares.turnedDeltas(l), outputs[l - 1], 1, -rate);
    }
  }

  private void gradientShare(int member, int members) {
    for (int l = 0; l < layers.length; l++) {
      Weights gradient = gradients[l];
      Rows rows = shares.weights(member, l);
      for (int c = 0; c < rows.C(); c += Kernels.PANEL) {
        int from = rows.panel(c) + rows.from() * rows.width(c);
        Arrays.fill(gradient.weight, from, rows.panel(c) + rows.to() * rows.width(c), 0);
      }
      if (member == 0) {
        Arrays.fill(gradient.bias, 0);
      }
      accumulateGradient(gradients, l, rows, member == 0, 1);
    }
  }

  /// Forward: Z = X W + b. Back: dW = Xᵀ dZ and db = 1ᵀ dZ, added to `target` after scaling by s.
  private void accumulateGradient(Weights[] target, int l, Rows rows, boolean bias, float s) {
    int B = batch().size();
    float[] W = target[l].weight;
    if (l == 0 && one) {
      int to = place(rows.to());
      kernels.updateOne(W, rows, pixels, list, place(rows.from()), to, deltas[l], s);
    } else {
      kernels.accumulate(W, rows, input(l), shares.turned(l), packed[l], B, s);
    }
    if (bias) {
      kernels.accumulate(target[l].bias, shares.bias(l), ones, ONES, packed[l], B, s);
    }
  }

  /// How many listed inputs come before one.
  private int place(int input) {
    int place = Arrays.binarySearch(list, 0, listed, input);
    return place < 0 ? -place - 1 : place;
  }

  private long correct(Batch judged) {
    int last = layers.length - 1;
    long correct = 0;
    for (int b = 0; b < judged.size(); b++) {
      int at = b * layers[last].width;
      if (Logits.largest(outputs[last], at, layers[last].outputs) == judged.label(b)) {
        correct++;
      }
    }
    return correct;
  }

  /// Walks forward to the first thing that is not finite.
  private DivergedException diverged() {
    for (int l = 0; l < layers.length; l++) {
      float inWeights = firstNotFinite(layers[l].weight, layers[l].weight.length);
      float inBias = firstNotFinite(layers[l].bias, layers[l].bias.length);
      if (!Float.isFinite(inWeights + inBias)) {
        float value = Float.isFinite(inWeights) ? inBias : inWeights;
        return new DivergedException("the weights of layer " + l, "" + value);
      }
      float inOutputs = firstNotFinite(outputs[l], batch().size() * layers[l].width);
      if (!Float.isFinite(inOutputs)) {
        return new DivergedException("the outputs of layer " + l, "" + inOutputs);
      }
    }
    return new DivergedException("the loss", "" + firstNotFinite(losses, batch().size()));
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

  @Override
  public Parameters parameters() {
    Parameters copy = Parameters.zeros(job.network());
    Weights.store(layers, copy);
    return copy;
  }

  @Override
  public OptimizerState state() {
    return update.state();
  }

  @Override
  public void load(Parameters parameters, OptimizerState state) {
    parameters.requireFits(job.network(), "load weights");
    update.load(state);
    Weights.load(layers, parameters);
  }

  @Override
  public void close() {
    team.close();
  }
}
