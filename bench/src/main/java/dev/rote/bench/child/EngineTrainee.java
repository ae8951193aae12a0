package dev.rote.bench.child;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.PictureShape;
import dev.rote.engine.Engine;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.train.Evaluation;

/// An engine of Rote, asked for the same steps that `rote train` asks it for.
/*
 * Until it has done one large product, OpenBLAS may do all of them slowly: at half the speed on one
 * thread, at a tenth on two that libtorch drives. So whatever sits on it trains two batches of a
 * wide network first, which a user of small networks would have to know.
 */
final class EngineTrainee implements Trainee {
  private static final String WITHOUT_OPENBLAS = "jvm";
  private static final int LARGE = 1024;
  private static final int LARGE_BATCH = 512;

  private final String description;
  private final Task task;
  private final Dataset data;
  private final Session session;
  private final Tally tally = new Tally();
  private Batch batch;
  private double lossSumBefore;

  EngineTrainee(Engine engine, Task task) {
    this.task = task;
    data = data(false);
    Network network = task.network();
    Resources resources =
        engine.suited(new Resources(task.threads(), "auto", task.batch()), network, data);
    if (!engine.name().equals(WITHOUT_OPENBLAS)) {
      multiplyLarge(engine);
    }
    Parameters initial = new Parameters(network.tensors(), task.weights());
    session = engine.open(job(network), initial, resources);
    description =
        engine.description(resources) + engine.warning().map(word -> "; " + word).orElse("");
    batch = Batch.over(data, new int[0], task.batch());
  }

  private Job job(Network network) {
    return new Job(
        network,
        new Objective.SoftmaxCrossEntropy(),
        new Optimizer.Sgd(task.rate()),
        Reduction.MEAN);
  }

  private void multiplyLarge(Engine engine) {
    Network wide = Task.networkOf(data.features(), LARGE, LARGE, data.classes());
    Parameters weights = Parameters.initial(wide, Init.XAVIER_UNIFORM, 0);
    Resources resources = new Resources(task.threads(), "auto", LARGE_BATCH);
    Dataset few = data.first(2 * LARGE_BATCH);
    Batch two = Batch.over(few, Order.natural(few.size()), LARGE_BATCH);
    try (Session once = engine.open(job(wide), weights, resources)) {
      while (two.next()) {
        once.step(two, task.rate(), new Tally());
      }
    }
  }

  private Dataset data(boolean test) {
    PictureShape shape = new PictureShape(1, task.network().inputs());
    int classes = task.network().outputs();
    String name = test ? "test pictures" : "pictures";
    return Dataset.of(name, shape, task.pixels(test), task.labels(test), classes);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public boolean startsAlike() {
    return true;
  }

  @Override
  public void begin(int[] order) {
    batch = Batch.over(data, order, task.batch());
  }

  @Override
  public int step() {
    if (!batch.next()) {
      return 0;
    }
    lossSumBefore = tally.lossSum();
    session.step(batch, task.rate(), tally);
    return batch.size();
  }

  @Override
  public double lastLoss() {
    return (tally.lossSum() - lossSumBefore) / batch.size();
  }

  @Override
  public double accuracy() {
    return new Evaluation(session, task.batch()).of(data(true)).accuracy();
  }

  @Override
  public void close() {
    session.close();
  }
}
