package dev.rote.testkit;

import dev.rote.check.ParityPlan;
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
import dev.rote.network.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One thing an engine must get right: a network, what it is trained with, and a batch size.
///
/// One list of cases serves every check: agreement of kernels, gradients, optimisers. Sizes are
/// awkward on purpose: below, at and above whole vectors.
///
/// @param job what to train
/// @param schedule how the rate moves
/// @param init how weights are drawn
/// @param batch examples a step; the data hold three batches and a bit
public record OpCase(Job job, Schedule schedule, Init init, int batch) {

  /// Every option of every optimiser. Rates are low enough that no case is chaotic: on the sum,
  /// SGD's are divided by the number of examples.
  private static List<Optimizer> optimizers(Reduction reduction, int batch) {
    double part = reduction == Reduction.SUM ? 1.0 / batch : 1;
    return List.of(
        new Optimizer.Sgd(0.02 * part),
        new Optimizer.Sgd(0.02 * part, 0, false, 0.01),
        new Optimizer.Sgd(0.005 * part, 0.9, false, 0),
        new Optimizer.Sgd(0.005 * part, 0.9, true, 0.01),
        new Optimizer.Adam(0.01),
        new Optimizer.Adam(0.01, 0.8, 0.99, 1e-6, 0.01),
        new Optimizer.AdamW(0.01));
  }

  private static final int[][] WIDTHS = {
    {1, 1}, {3, 5, 2}, {15, 16, 17, 3}, {16, 31, 10}, {33, 64, 16}, {49, 128, 64, 10}
  };

  private static final int[] BATCHES = {1, 2, 3, 4, 5, 7, 16, 17};

  private static final List<Schedule> SCHEDULES =
      List.of(
          new Schedule.Constant(),
          new Schedule.Step(3, 0.5),
          new Schedule.Cosine(0.1),
          new Schedule.WarmUp(20, new Schedule.Cosine(0)));

  private static final List<Init> RANDOM_INITS =
      Arrays.stream(Init.values()).filter(init -> init != Init.ZEROS).toList();

  /// Every activation × objective × optimiser × reduction, over awkward widths and batches;
  /// schedules and inits take turns. Weights of zero hide mistakes, so they have cases of their
  /// own, one to each activation, at the front.
  public static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>(ofZeros());
    cases.addAll(ofRandom());
    return cases;
  }

  private static List<OpCase> ofZeros() {
    List<OpCase> cases = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      int n = cases.size();
      Network network = network(WIDTHS[n + 1], activation);
      Objective objective = Objective.all().get(n % Objective.all().size());
      int batch = BATCHES[n + 3];
      Optimizer optimizer = optimizers(Reduction.MEAN, batch).get(n + 2);
      Job job = new Job(network, objective, optimizer, Reduction.MEAN);
      cases.add(new OpCase(job, SCHEDULES.getFirst(), Init.ZEROS, batch));
    }
    return cases;
  }

  private static List<OpCase> ofRandom() {
    List<OpCase> cases = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      for (Objective objective : Objective.all()) {
        for (int kind = 0; kind < optimizers(Reduction.MEAN, 1).size(); kind++) {
          for (Reduction reduction : Reduction.values()) {
            int n = cases.size();
            int batch = BATCHES[n % BATCHES.length];
            Optimizer optimizer = optimizers(reduction, batch).get(kind);
            Network network = network(WIDTHS[n % WIDTHS.length], activation);
            Job job = new Job(network, objective, optimizer, reduction);
            Schedule schedule = SCHEDULES.get(n / 3 % SCHEDULES.size());
            Init init = RANDOM_INITS.get(n / 5 % RANDOM_INITS.size());
            cases.add(new OpCase(job, schedule, init, batch));
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

  /// Where training starts.
  public Parameters start() {
    return Parameters.initial(job.network(), init, batch);
  }

  /// Steps 1, 10 and 100 for a check of parity, in epochs of four.
  public ParityPlan plan() {
    return new ParityPlan(job, schedule, start(), data(), batch, ParityPlan.steps(100));
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
        + schedule
        + " "
        + init.word()
        + " "
        + job.reduction().word()
        + " batch "
        + batch;
  }
}
