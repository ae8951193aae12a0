package dev.rote.jvm;

import dev.rote.data.Batch;
import dev.rote.jvm.Kernels.Rows;
import dev.rote.network.Activation;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Many examples at once, shared out over a team.
/*
 * There are two kinds of work, with the team's barrier after each.
 *
 * 1. Rows. Each member takes some rows of the batch all the way, a block that its cache holds at a
 *    time: pixels to floats, forward layer by layer, loss, and the gradients of the sums back to the
 *    first layer. Rows do not meet.
 * 2. Weights. Each member takes some rows of every weight matrix, sums their gradient over the whole
 *    batch in the order of the batch, and updates them.
 *
 * In a small batch that leaves out zeros, members would mostly fetch weights of the first layer that
 * another has just changed. There each keeps some columns of it, forward and in the update, and looks
 * at all examples; rows begin with the second layer.
 *
 * So every number is computed by one thread in one order, whatever the number of threads, and
 * nothing is ever added across threads: equal bits come for free.
 */
final class BatchPass implements Pass {
  private final Layers layers;
  private final Kernels kernels;
  private final Team team;
  private final Shares together;
  private final Shares alone;
  private final float[] ones;

  /// The deltas again, in panels, for the weight gradients.
  private final float[][] packed;

  /// Per layer its input, turned so that a sum over the batch runs along a row, from
  /// [Panels#LEAD] on.
  private final float[][] turned;

  /// A member each: what the network is given, a block of rows.
  private final float[][] pixels;

  private final byte[][] bytes;

  /// A member each: what it is given if the first layer leaves out zeros. Who has columns of the
  /// first layer has all bytes.
  private final @Nullable SparseInput[] sparse;

  /// A member each: where products lay sums down.
  private final float[][] sums;

  private final float[][] sparseSums;

  private final CrossEntropy[] crossEntropies;

  private final Team.Work forwardColumns = this::columnShare;
  private final Team.Work forwardRows = this::forwardShare;
  private final Team.Work learnRows = this::learnShare;
  private final Team.Work descendWeights = this::descendShare;
  private final Team.Work addGradients = this::gradientShare;

  /// What the members' shares are of.
  private @Nullable Batch batch;

  private Shares shares;
  private Shares.Plan plan;
  private float scale;
  private Weights[] target;
  private boolean anew;

  BatchPass(Layers layers, Team team, int largest) {
    this.layers = layers;
    this.team = team;
    kernels = layers.kernels;
    target = layers.weights;
    together = new Shares(layers, team.members(), layers.byColumns, largest);
    alone = team.members() == 1 ? together : new Shares(layers, 1, false, largest);
    shares = together;
    plan = shares.plan(largest);
    packed = new float[layers.weights.length][];
    turned = new float[layers.weights.length][];
    for (int l = 0; l < packed.length; l++) {
      packed[l] = Panels.of(largest, layers.weights[l].width);
      int turnedInputs = l == 0 && layers.sparse ? 0 : layers.weights[l].inputs;
      turned[l] = Panels.of(turnedInputs, Weights.padded(largest));
    }
    int members = team.members();
    int inputs = layers.weights[0].inputs;
    sparse = new SparseInput[members];
    int most = layers.sparse ? 0 : Math.multiplyExact(Math.min(largest, Shares.BLOCK), inputs);
    pixels = new float[members][most];
    bytes = new byte[members][most + Kernels.LANES];
    sums = new float[members][];
    sparseSums = new float[members][];
    crossEntropies = new CrossEntropy[members];
    for (int member = 0; member < members; member++) {
      crossEntropies[member] = layers.crossEntropy();
      sums[member] = Panels.sums(Shares.BLOCK, kernels.panel());
      sparseSums[member] =
          Panels.of(layers.sparse ? Marked.WORD + Kernels.SPARE : 0, layers.weights[0].panel);
      if (layers.sparse) {
        SparseInput first = sparse[0];
        sparse[member] =
            first == null || layers.byColumns
                ? new SparseInput(kernels, inputs, largest)
                : first.shared();
      }
    }
    ones = new float[largest];
    Arrays.fill(ones, 1);
  }

  @Override
  public void forward(Batch next) {
    begin(next);
    run(forwardRows);
  }

  @Override
  public void learn(Batch next, float s) {
    begin(next);
    scale = s;
    run(learnRows);
  }

  @Override
  public void descend(float rate) {
    target = layers.weights;
    scale = -rate;
    run(descendWeights);
  }

  @Override
  public void gradient(Weights[] sums, boolean fresh) {
    target = sums;
    scale = 1;
    anew = fresh;
    run(addGradients);
  }

  /// Turns to steps with the whole team, or by the caller alone: to the same bits.
  void share(boolean all) {
    shares = all ? together : alone;
  }

  /// Who does what now.
  Shares shares() {
    return shares;
  }

  /// Has everyone do their share.
  void run(Team.Work work) {
    if (shares == together) {
      team.run(work);
    } else {
      work.share(0, 1);
    }
  }

  private void begin(Batch next) {
    batch = next;
    plan = shares.plan(layers.size());
    if (shares.byColumns) {
      run(forwardColumns);
    }
  }

  private void columnShare(int member, int members) {
    for (Rows rows : plan.columns(member)) {
      forwardFirst(member, rows);
    }
  }

  /// A_0 = f(X W + b), for some rows of the batch and some columns, zeros left out.
  private void forwardFirst(int member, Rows rows) {
    SparseInput input = Objects.requireNonNull(sparse[member]);
    layers.read(Objects.requireNonNull(batch), rows.from(), rows.to(), input);
    Marked X = input.examples(rows);
    Weights layer = layers.weights[0];
    Activation f = layers.activations[0];
    float[] Y = layers.outputs[0];
    float least = f == Activation.RELU ? 0 : Float.NEGATIVE_INFINITY;
    float[] b = layer.bias;
    float[] S = sparseSums[member];
    kernels.forwardSparse(Y, rows, b, least, X, layer.weight, layer.inputs, S);
    for (int r = rows.from(); r < rows.to() && f != Activation.RELU; r++) {
      kernels.activate(f, Y, r * rows.C() + rows.left(), r * rows.C() + rows.right());
    }
  }

  private void forwardShare(int member, int members) {
    for (int block = 0; block < plan.blocks(member); block++) {
      forward(member, block, false);
    }
  }

  private void learnShare(int member, int members) {
    int last = layers.last();
    for (int block = 0; block < plan.blocks(member); block++) {
      forward(member, block, true);
      Rows rows = plan.outputs(member, block, last);
      Batch examples = Objects.requireNonNull(batch);
      layers.objective(examples, rows.from(), rows.to(), scale, crossEntropies[member]);
      for (int l = last; l > 0; l--) {
        backward(member, l, plan.inputs(member, block, l));
      }
      for (int l = 0; l <= last; l++) {
        pack(l, plan.outputs(member, block, l));
      }
    }
  }

  /// @param learning whether weight gradients will follow, which want every layer's input turned
  private void forward(int member, int block, boolean learning) {
    if (layers.sparse && !shares.byColumns) {
      forwardFirst(member, plan.outputs(member, block, 0));
    }
    for (int l = layers.sparse ? 1 : 0; l < packed.length; l++) {
      Rows rows = plan.outputs(member, block, l);
      float[] Y = layers.outputs[l];
      layers.bias(l, rows.from(), rows.to());
      forward(member, l, rows, learning);
      kernels.activate(layers.activations[l], Y, rows.from() * rows.C(), rows.to() * rows.C());
    }
  }

  private void turn(int l, Rows rows, float[] X, int x) {
    int stride = Weights.padded(layers.size());
    int t = Panels.LEAD + rows.from();
    int I = layers.weights[l].inputs;
    int count = rows.to() - rows.from();
    kernels.transpose(turned[l], t, stride, X, x, layers.inputStride(l), count, I);
  }

  /// Adds A_{l−1} W to A_l, for some rows of the batch.
  private void forward(int member, int l, Rows rows, boolean learning) {
    Weights layer = layers.weights[l];
    float[] X = l == 0 ? pixels[member] : layers.outputs[l - 1];
    int stride = layers.inputStride(l);
    int x = l == 0 ? 0 : rows.from() * stride;
    if (l == 0) {
      Batch examples = Objects.requireNonNull(batch);
      layers.gather(examples, rows.from(), rows.to(), X, bytes[member]);
    }
    if (learning) {
      turn(l, rows, X, x);
    }
    float[] W = layer.weight;
    kernels.accumulate(layers.outputs[l], rows, X, x, stride, W, layer.inputs, 1, sums[member]);
  }

  /// Forward: A_l = f(A_{l−1} W + b). Back: D_{l−1} = (D_l Wᵀ) ⊙ f′(A_{l−1}).
  private void backward(int member, int l, Rows rows) {
    Weights layer = layers.weights[l];
    float[] dX = layers.deltas[l - 1];
    float[] D = layers.deltas[l];
    int from = rows.from() * rows.C();
    int to = rows.to() * rows.C();
    Arrays.fill(dX, from, to, 0);
    int d = rows.from() * layer.width;
    int O = layer.outputs;
    kernels.accumulate(dX, rows, D, d, layer.width, layer.transposed, O, 1, sums[member]);
    kernels.differentiate(layers.activations[l - 1], dX, layers.outputs[l - 1], from, to);
  }

  /// Copies a layer's deltas into panels, for some rows of the batch.
  private void pack(int l, Rows rows) {
    float[] D = layers.deltas[l];
    int B = layers.size();
    int w;
    for (int c = 0; c < rows.C(); c += w) {
      w = rows.width(c);
      for (int b = rows.from(); b < rows.to(); b++) {
        System.arraycopy(D, b * rows.C() + c, packed[l], Panels.LEAD + B * c + b * w, w);
      }
    }
  }

  private void descendShare(int member, int members) {
    for (int l = 0; l < packed.length; l++) {
      accumulate(member, l);
      for (Rows rows : shares.weights(member, l)) {
        target[l].transpose(kernels, rows.from(), rows.to());
      }
    }
  }

  private void gradientShare(int member, int members) {
    for (int l = 0; l < packed.length; l++) {
      if (anew) {
        for (Rows rows : shares.weights(member, l)) {
          for (int c = rows.left(); c < rows.right(); c += rows.width(c)) {
            int at = rows.panel(c);
            int w = rows.width(c);
            Arrays.fill(target[l].weight, at + rows.from() * w, at + rows.to() * w, 0);
          }
        }
        Rows bias = shares.biases(member, l);
        Arrays.fill(target[l].bias, bias.left(), bias.right(), 0);
      }
      accumulate(member, l);
    }
  }

  /// Forward: Z = X W + b. Back: dW = Xᵀ dZ and db = 1ᵀ dZ, added to the target times the scale.
  private void accumulate(int member, int l) {
    int B = layers.size();
    int stride = Weights.padded(B);
    float[] D = packed[l];
    for (Rows rows : shares.weights(member, l)) {
      float[] W = target[l].weight;
      if (layers.sparse && l == 0) {
        Marked X = Objects.requireNonNull(sparse[member]).pixels(rows, B);
        kernels.accumulateSparse(W, rows, X, D, B, scale, sparseSums[member]);
      } else {
        int t = Panels.LEAD + rows.from() * stride;
        kernels.accumulate(W, rows, turned[l], t, stride, D, B, scale, sums[member]);
      }
    }
    Rows bias = shares.biases(member, l);
    if (bias.left() == bias.right()) {
      return;
    }
    if (layers.sparse && l == 0) {
      Marked X = Objects.requireNonNull(sparse[member]).ones(B);
      kernels.accumulateSparse(target[l].bias, bias, X, D, B, scale, sparseSums[member]);
    } else {
      kernels.accumulate(target[l].bias, bias, ones, 0, 0, D, B, scale, sums[member]);
    }
  }
}
