package dev.rote.check;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.PictureShape;
import dev.rote.data.Pixels;
import dev.rote.data.Randomness;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.network.Activation;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import java.util.List;

/// A random network of awkward widths with random weights and a random batch; the number is the
/// seed.
///
/// Objectives, reductions and batch sizes take turns, so 42 cases have every combination; pixels
/// are scaled to [0, 1], half of them zero, or to both sides of zero.
record RandomCase(Job job, Parameters parameters, Batch batch) {
  private static final List<Activation> ACTIVATIONS = List.of(Activation.values());
  private static final int[] WIDTHS = {1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33};
  private static final int[] BATCHES = {1, 2, 3, 7, 16, 17, 31};

  static RandomCase of(int number) {
    Randomness random = new Randomness(number, Randomness.Purpose.CHECK, -1);
    Objective objective = Objective.all().get(number % 3);
    Reduction reduction = number / 3 % 2 == 0 ? Reduction.MEAN : Reduction.SUM;
    Network network = network(random);
    int size = BATCHES[number / 6 % BATCHES.length];
    return new RandomCase(
        new Job(network, objective, new Optimizer.Sgd(1), reduction),
        parameters(network, random),
        pictures(network, size, random));
  }

  private static Network network(Randomness random) {
    int depth = 1 + random.below(4);
    Network.Builder network = Network.of(width(random));
    for (int l = 1; l < depth; l++) {
      network = network.dense(width(random), ACTIVATIONS.get(random.below(4)));
    }
    // an activation on the last layer is unusual, but may be asked for
    Activation last = random.below(3) == 0 ? ACTIVATIONS.get(random.below(4)) : Activation.IDENTITY;
    return network.dense(random.below(20) == 0 ? 1 : 1 + width(random), last).build();
  }

  private static int width(Randomness random) {
    return WIDTHS[random.below(WIDTHS.length)];
  }

  private static Parameters parameters(Network network, Randomness random) {
    Parameters parameters = Parameters.zeros(network);
    for (int t = 0; t < parameters.tensors().size(); t++) {
      var tensor = parameters.tensors().get(t);
      boolean bias = tensor.shape().size() == 1;
      double deviation = bias ? 0.3 : 1.5 / StrictMath.sqrt(tensor.shape().getLast());
      for (int i = 0; i < tensor.size(); i++) {
        parameters.values()[parameters.offset(t) + i] = (float) (deviation * random.normal());
      }
    }
    return parameters;
  }

  static Batch pictures(Network network, int size, Randomness random) {
    byte[] pixels = new byte[size * network.inputs()];
    int[] labels = new int[size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (random.below(2) * random.below(256));
    }
    for (int b = 0; b < size; b++) {
      labels[b] = random.below(network.outputs());
    }
    Dataset data =
        Dataset.of(
            "random", new PictureShape(1, network.inputs()), pixels, labels, network.outputs());
    return only(random.below(2) == 0 ? data : data.scaledLike(Pixels.STANDARD, ramp()));
  }

  /// One pixel of each byte value.
  private static Dataset ramp() {
    byte[] pixels = new byte[256];
    for (int v = 0; v < 256; v++) {
      pixels[v] = (byte) v;
    }
    return Dataset.of("ramp", new PictureShape(1, 256), pixels, new int[1], 1);
  }

  /// All of a data set as one batch.
  static Batch only(Dataset data) {
    Batch batch = Batch.over(data, Order.natural(data.size()), data.size());
    batch.next();
    return batch;
  }

  ReferenceNetwork reference() {
    return ReferenceNetwork.of(job);
  }

  Examples examples() {
    return Examples.of(batch);
  }

  double[] wide() {
    return ReferenceNetwork.widen(parameters);
  }

  GradientCheck.Report check(GradientCheck.Analytic analytic, GradientCheck.Settings settings) {
    return GradientCheck.check(reference(), analytic, wide(), examples(), settings);
  }

  /// What to say of a case that failed.
  String describe() {
    return job.network()
        + " "
        + job.objective().word()
        + " "
        + job.reduction().word()
        + " batch "
        + batch.size();
  }
}
