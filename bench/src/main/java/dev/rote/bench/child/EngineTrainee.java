package dev.rote.bench.child;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.engine.Engine;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.train.Evaluation;

/// An engine of Rote, asked for the same steps that `rote train` asks it for.
final class EngineTrainee implements Trainee {
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
    Resources resources = new Resources(task.threads(), "auto", task.batch());
    Job job =
        new Job(
            network,
            new Objective.SoftmaxCrossEntropy(),
            new Optimizer.Sgd(task.rate()),
            Reduction.MEAN);
    Parameters initial = new Parameters(network.tensors(), task.weights());
    session = engine.open(job, initial, resources);
    description =
        engine.description(resources) + engine.warning().map(word -> "; " + word).orElse("");
    batch = Batch.over(data, new int[0], task.batch());
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
