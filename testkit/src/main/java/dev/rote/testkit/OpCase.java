package dev.rote.testkit;

import dev.rote.check.RandomPictures;
import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.Randomness;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.network.Activation;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import java.util.ArrayList;
import java.util.List;

/// One thing an engine must get right: a network, what it is trained with, and a batch size.
///
/// One list of cases serves every check: agreement of kernels, gradients, optimisers. Sizes are
/// awkward on purpose: below, at and above whole vectors.
///
/// @param job what to train
/// @param batch examples a step; the data hold three batches and a bit
public record OpCase(Job job, int batch) {

  private static final List<Optimizer> OPTIMIZERS =
      List.of(
          new Optimizer.Sgd(0.05),
          new Optimizer.Sgd(0.05, 0, false, 0.01),
          new Optimizer.Sgd(0.05, 0.9, false, 0),
          new Optimizer.Sgd(0.05, 0.9, true, 0.01),
          new Optimizer.Adam(0.01),
          new Optimizer.Adam(0.01, 0.8, 0.99, 1e-6, 0.01),
          new Optimizer.AdamW(0.01));

  private static final int[][] WIDTHS = {
    {1, 1}, {3, 5, 2}, {15, 16, 17, 3}, {16, 31, 10}, {33, 64, 16}, {49, 128, 64, 10}
  };

  private static final int[] BATCHES = {1, 2, 3, 4, 5, 7, 16, 17};

  /// Every activation × objective × optimiser × reduction, over awkward widths and batches.
  public static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      for (Objective objective : Objective.all()) {
        for (Optimizer optimizer : OPTIMIZERS) {
          for (Reduction reduction : Reduction.values()) {
            int n = cases.size();
            Network network = network(WIDTHS[n % WIDTHS.length], activation);
            Job job = new Job(network, objective, optimizer, reduction);
            cases.add(new OpCase(job, BATCHES[n % BATCHES.length]));
          }
        }
      }
    }
    return cases;
  }

  private static Network network(int[] widths, Activation activation) {
    Network.Builder builder = Network.of(widths[0]);
    for (int l = 1; l < widths.length - 1; l++) {
      builder = builder.dense(widths[l], activation);
    }
    return builder.dense(widths[widths.length - 1]).build();
  }

  /// Random pictures and labels, half the pixels zero, the same ones each time.
  public Dataset data() {
    Randomness random = new Randomness(job.network().inputs(), Randomness.Purpose.CHECK, batch);
    return RandomPictures.of(job.network(), 3 * batch + 1, random);
  }

  /// A window over the data in their own order, before the first batch.
  public Batch batches() {
    Dataset data = data();
    return Batch.over(data, Order.natural(data.size()), batch);
  }

  /// Where training starts: torch's init, so that biases are not zero.
  public Parameters start() {
    return Parameters.initial(job.network(), Init.TORCH, batch);
  }

  /// The case in one line.
  @Override
  public String toString() {
    return job.network()
        + " "
        + job.objective().word()
        + " "
        + job.optimizer()
        + " "
        + job.reduction().word()
        + " batch "
        + batch;
  }
}
