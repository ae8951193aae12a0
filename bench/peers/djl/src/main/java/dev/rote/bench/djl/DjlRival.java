package dev.rote.bench.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.rote.bench.child.Rival;
import dev.rote.bench.child.Task;
import dev.rote.network.Layer;
import java.util.List;

/// Trains by a `Trainer` on a batch's rows, pulled from a matrix of all pictures.
final class DjlRival implements Rival {
  private final Task task;
  private final Model model;
  private final Trainer trainer;
  private final NDManager manager;
  private final NDArray pixels;
  private final NDArray labels;
  private double lastLoss = Double.NaN;

  DjlRival(Task task) {
    this.task = task;
    // Nothing is downloaded, and nobody is told.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "" + task.threads());
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    model = Model.newInstance("rival", Device.cpu(), "PyTorch");
    model.setBlock(block(task.network().layers()));
    Tracker rate = Tracker.fixed((float) task.rate());
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(Optimizer.sgd().setLearningRateTracker(rate).build()));
    trainer.initialize(new Shape(task.batch(), task.network().inputs()));
    start(task.tensors());
    manager = model.getNDManager();
    pixels = pixels(false);
    labels = manager.create(task.labels(false));
  }

  private static SequentialBlock block(List<Layer> layers) {
    SequentialBlock block = new SequentialBlock();
    for (Layer layer : layers) {
      block.add(Linear.builder().setUnits(layer.outputs()).build());
      if (layer != layers.getLast()) {
        block.add(Activation::relu);
      }
    }
    return block;
  }

  /// Its parameters are in the order of the task, and of the same shapes.
  private void start(List<float[]> tensors) {
    List<Parameter> parameters = model.getBlock().getParameters().values();
    for (int p = 0; p < tensors.size(); p++) {
      parameters.get(p).getArray().set(tensors.get(p));
    }
  }

  private NDArray pixels(boolean test) {
    float[] inputs = task.inputs(test);
    int width = task.network().inputs();
    return manager.create(inputs, new Shape(inputs.length / width, width));
  }

  @Override
  public String description() {
    Engine engine = Engine.getEngine("PyTorch");
    return "DJL " + Engine.getDjlVersion() + " on libtorch " + engine.getVersion();
  }

  @Override
  public boolean tellsLosses() {
    return true;
  }

  @Override
  public void step(int[] examples) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray rows = scope.create(examples);
      NDArray x = pixels.get(scope, new NDIndex("{}", rows));
      NDArray y = labels.get(scope, new NDIndex("{}", rows));
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList logits = trainer.forward(new NDList(x));
        NDArray loss = trainer.getLoss().evaluate(new NDList(y), logits);
        collector.backward(loss);
        lastLoss = loss.getFloat();
      }
      trainer.step();
    }
  }

  @Override
  public double lastLoss() {
    return lastLoss;
  }

  @Override
  public int[] guesses() {
    try (NDArray test = pixels(true)) {
      return trainer
          .evaluate(new NDList(test))
          .singletonOrThrow()
          .argMax(1)
          .toType(DataType.INT32, false)
          .toIntArray();
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
