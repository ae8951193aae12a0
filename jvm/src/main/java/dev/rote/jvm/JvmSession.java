package dev.rote.jvm;

import dev.rote.data.Batch;
import dev.rote.engine.Job;
import dev.rote.engine.Logits;
import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Scores;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.jvm.Kernels.Rows;
import dev.rote.network.Reduction;
import org.jspecify.annotations.Nullable;

/// One network in training on the JVM's own arithmetic.
/*
 * A batch is worked through in parts of at most PART examples, so that what a part makes stays in the
 * caches whatever the batch. A gradient is the sum of its parts' sums. Where there is one part and the
 * optimiser is plain SGD, the sums go straight into the weights, and no gradient is ever stored.
 */
final class JvmSession implements Session {

  /// Examples of a part. One number on every machine: it decides how sums are grouped.
  private static final int PART = 512;

  private final Job job;
  private final int capacity;
  private final Layers layers;
  private final Weights[] gradients;
  private final CrossEntropy crossEntropy;
  private final Certainty certainty;
  private final Update update;
  private final Team team;
  private final Tempo tempo = new Tempo();
  private final BatchPass many;
  private final ExamplePass one;
  private final Team.Work updateWeights = this::updateShare;

  JvmSession(Job job, Parameters parameters, Resources resources, Kernels kernels) {
    this.job = job;
    capacity = resources.maxBatch();
    int largest = Math.min(capacity, PART);
    layers = new Layers(job, resources.withMaxBatch(largest), kernels);
    int firstPanel = layers.weights[0].panel;
    gradients = Weights.of(job.network(), kernels, firstPanel);
    crossEntropy = layers.crossEntropy();
    certainty = new Certainty(kernels, layers.weights[layers.last()].outputs);
    update = new Update(job.optimizer(), job.network(), kernels, firstPanel);
    Weights.load(kernels, layers.weights, parameters);
    team = new Team(layers.members);
    many = new BatchPass(layers, team, largest);
    one = new ExamplePass(layers);
  }

  @Override
  public void step(Batch batch, double rate, Tally tally) {
    learn(batch, rate, tally, null);
  }

  @Override
  public void step(Batch batch, double rate, Tally tally, Scores scores) {
    learn(batch, rate, tally, scores);
  }

  private void learn(Batch batch, double rate, Tally tally, @Nullable Scores scores) {
    job.requireFits(batch, capacity);
    if (team.members() == 1 || batch.size() < capacity) {
      descend(batch, rate, tally, scores);
      return;
    }
    many.share(tempo.isTogether());
    long started = System.nanoTime();
    descend(batch, rate, tally, scores);
    tempo.took((double) (System.nanoTime() - started));
  }

  private void descend(Batch batch, double rate, Tally tally, @Nullable Scores scores) {
    boolean fused = update.isPlain() && batch.size() <= PART;
    double sum = 0;
    long correct = 0;
    Pass pass = many;
    for (int from = 0; from < batch.size(); from += PART) {
      pass = learn(batch, from);
      double loss = loss();
      if (!Double.isFinite(loss)) {
        throw layers.diverged();
      }
      sum += loss;
      correct += correct(batch, from);
      if (scores != null) {
        certainty(batch, from, scores);
      }
      if (!fused) {
        pass.gradient(gradients, from == 0);
      }
    }
    update.begin(rate);
    if (fused) {
      pass.descend((float) rate);
    } else {
      many.run(updateWeights);
    }
    tally.add(sum, correct, batch.size());
  }

  @Override
  public Parameters gradient(Batch batch) {
    job.requireFits(batch, capacity);
    for (int from = 0; from < batch.size(); from += PART) {
      learn(batch, from).gradient(gradients, from == 0);
    }
    Parameters gradient = Parameters.zeros(job.network());
    Weights.store(gradients, gradient);
    return gradient;
  }

  @Override
  public void score(Batch batch, Scores scores) {
    job.requireFits(batch, capacity);
    for (int from = 0; from < batch.size(); from += PART) {
      select(batch, from).forward(batch);
      layers.objective(batch, 0, layers.size(), 1, crossEntropy);
      certainty(batch, from, scores);
    }
  }

  /// Writes what became of the examples of a part.
  private void certainty(Batch batch, int from, Scores scores) {
    float[] F = layers.outputs[layers.last()];
    int C = layers.weights[layers.last()].width;
    certainty.write(scores, F, C, batch, from, layers.size(), layers.losses);
  }

  /// Turns to the part of a batch that begins at an example, and says how to go through it.
  private Pass select(Batch batch, int from) {
    layers.select(batch, from, Math.min(PART, batch.size() - from));
    if (layers.size() == 1) {
      return one;
    }
    one.settle();
    return many;
  }

  private Pass learn(Batch batch, int from) {
    Pass pass = select(batch, from);
    pass.learn(batch, job.reduction() == Reduction.MEAN ? 1f / batch.size() : 1);
    return pass;
  }

  private double loss() {
    double sum = 0;
    for (int b = 0; b < layers.size(); b++) {
      sum += layers.losses[b];
    }
    return sum;
  }

  private long correct(Batch batch, int from) {
    int last = layers.last();
    float[] F = layers.outputs[last];
    long correct = 0;
    for (int b = 0; b < layers.size(); b++) {
      int at = b * layers.weights[last].width;
      if (Logits.largest(F, at, layers.weights[last].outputs) == batch.label(from + b)) {
        correct++;
      }
    }
    return correct;
  }

  private void updateShare(int member, int members) {
    for (int l = 0; l < gradients.length; l++) {
      for (Rows rows : many.shares().weights(member, l)) {
        for (int c = rows.left(); c < rows.right(); c += rows.width(c)) {
          int w = rows.width(c);
          int at = rows.panel(c);
          update.weights(layers.weights, gradients, l, at + rows.from() * w, at + rows.to() * w);
        }
        layers.weights[l].transpose(layers.kernels, rows.from(), rows.to());
      }
      if (member == 0) {
        update.bias(layers.weights, gradients, l);
      }
    }
  }

  @Override
  public Parameters parameters() {
    one.settle();
    Parameters copy = Parameters.zeros(job.network());
    Weights.store(layers.weights, copy);
    return copy;
  }

  @Override
  public OptimizerState state() {
    return update.state();
  }

  @Override
  public void load(Parameters parameters, OptimizerState state) {
    parameters.requireFits(job.network(), "load weights");
    one.settle();
    update.load(state);
    Weights.load(layers.kernels, layers.weights, parameters);
  }

  @Override
  public void close() {
    team.close();
  }
}
