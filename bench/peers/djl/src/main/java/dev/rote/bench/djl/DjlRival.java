package dev.rote.bench.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import dev.rote.bench.child.Rival;
import dev.rote.bench.child.Task;
import dev.rote.network.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Trains by operations on arrays, gradients written by hand, from a matrix of all pictures.
/*
 * DJL's Trainer records operations, differentiates them, and updates in several passes, which costs
 * half a millisecond a step: it takes 3.6 times as long for single examples, and twice as long for
 * batches of 64.
 */
final class DjlRival implements Rival {
  private static final String ENGINE = "PyTorch";

  private final Task task;
  private final NDManager manager;
  private final NDArray pixels;
  private final NDArray classes;
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();

  /// What belongs to the last step, which the next one frees.
  private NDManager scope;

  private NDArray likelihoods;

  DjlRival(Task task) {
    this.task = task;
    // Nothing is downloaded, and nobody is told.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "" + task.threads());
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    manager = NDManager.newBaseManager(Device.cpu(), ENGINE);
    scope = manager.newSubManager();
    likelihoods = scope.create(new Shape(0));
    List<float[]> tensors = task.tensors();
    for (Layer layer : task.network().layers()) {
      Shape shape = new Shape(layer.outputs(), layer.inputs());
      weights.add(manager.create(tensors.get(2 * weights.size()), shape));
      biases.add(manager.create(tensors.get(2 * biases.size() + 1)));
    }
    pixels = pixels(manager, false);
    classes = manager.create(task.labels(false)).oneHot(task.network().outputs());
  }

  private NDArray pixels(NDManager owner, boolean test) {
    float[] inputs = task.inputs(test);
    int width = task.network().inputs();
    return owner.create(inputs, new Shape(inputs.length / width, width));
  }

  @Override
  public String description() {
    String version = Engine.getEngine(ENGINE).getVersion();
    return "DJL " + Engine.getDjlVersion() + " on libtorch " + version + " with MKL";
  }

  @Override
  public boolean tellsLosses() {
    return true;
  }

  /// The inputs of every layer, then the logits.
  private List<NDArray> forward(NDArray inputs) {
    List<NDArray> x = new ArrayList<>(List.of(inputs));
    for (int l = 0; l < weights.size(); l++) {
      NDArray y = Linear.linear(x.getLast(), weights.get(l), biases.get(l)).singletonOrThrow();
      x.add(l < weights.size() - 1 ? Activation.relu(y) : y);
    }
    return x;
  }

  @Override
  public void step(int[] examples) {
    scope.close();
    scope = manager.newSubManager();
    NDIndex rows = rows(examples);
    List<NDArray> x = forward(pixels.get(scope, rows));
    NDArray wanted = classes.get(scope, rows);
    NDArray probabilities = x.getLast().softmax(1);
    likelihoods = probabilities.mul(wanted);
    NDArray d = probabilities.subi(wanted).muli((float) task.rate() / examples.length);
    for (int l = weights.size() - 1; l >= 0; l--) {
      NDArray update = d.transpose().matMul(x.get(l));
      NDArray biasUpdate = d.sum(new int[] {0});
      if (l > 0) {
        d = d.matMul(weights.get(l)).muli(x.get(l).sign());
      }
      weights.get(l).subi(update);
      biases.get(l).subi(biasUpdate);
    }
  }

  /// One row is a slice, which copies nothing.
  private NDIndex rows(int[] examples) {
    return examples.length == 1
        ? new NDIndex().addSliceDim(examples[0], examples[0] + 1)
        : new NDIndex("{}", scope.create(Arrays.stream(examples).asLongStream().toArray()));
  }

  @Override
  public double lastLoss() {
    return -likelihoods.sum(new int[] {1}).log().mean().getFloat();
  }

  @Override
  public int[] guesses() {
    try (NDManager here = manager.newSubManager()) {
      NDArray logits = forward(pixels(here, true)).getLast();
      return logits.argMax(1).toType(DataType.INT32, false).toIntArray();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
