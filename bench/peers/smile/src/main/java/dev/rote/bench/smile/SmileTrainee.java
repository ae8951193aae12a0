package dev.rote.bench.smile;

import dev.rote.bench.child.Task;
import dev.rote.bench.child.Trainee;
import dev.rote.network.Layer;
import java.util.ArrayList;
import java.util.List;
import smile.classification.MLP;
import smile.model.mlp.LayerBuilder;
import smile.model.mlp.OutputFunction;
import smile.util.function.TimeFunction;

/// Trains one example at a time or, as Smile offers it, a batch whose mean gradient is applied. It
/// computes in double. It tells no loss, so its accuracy alone speaks for it.
final class SmileTrainee implements Trainee {
  private static final double WHITE = 255;

  private final Task task;
  private final Perceptron network;
  private final double[][] pixels;
  private final int[] labels;
  private final double[][] batch;
  private final int[] batchLabels;
  private int[] order = {};
  private int at;

  SmileTrainee(Task task) {
    this.task = task;
    pixels = pixels(false);
    labels = task.labels(false);
    batch = new double[task.batch()][];
    batchLabels = new int[task.batch()];
    network = new Perceptron(layers());
    network.setLearningRate(TimeFunction.constant(task.rate()));
    network.start(task.weights());
  }

  /// Opens Smile's layers, so that training can start from the task's weights.
  private static final class Perceptron extends MLP {
    private static final long serialVersionUID = 1L;

    Perceptron(LayerBuilder... layers) {
      super(layers);
    }

    void start(float[] weights) {
      int next = 0;
      // The first layer is the input.
      for (int l = 1; l <= net.length; l++) {
        smile.model.mlp.Layer layer = l == net.length ? output : net[l];
        for (int o = 0; o < layer.getOutputSize(); o++) {
          for (int i = 0; i < layer.getInputSize(); i++) {
            layer.weight().set(o, i, weights[next++]);
          }
        }
        for (int o = 0; o < layer.getOutputSize(); o++) {
          layer.bias().set(o, weights[next++]);
        }
      }
    }
  }

  private LayerBuilder[] layers() {
    List<Layer> ours = task.network().layers();
    List<LayerBuilder> layers = new ArrayList<>();
    layers.add(smile.model.mlp.Layer.input(task.network().inputs()));
    for (Layer hidden : ours.subList(0, ours.size() - 1)) {
      layers.add(smile.model.mlp.Layer.rectifier(hidden.outputs()));
    }
    layers.add(smile.model.mlp.Layer.mle(task.network().outputs(), OutputFunction.SOFTMAX));
    return layers.toArray(LayerBuilder[]::new);
  }

  private double[][] pixels(boolean test) {
    byte[] bytes = task.pixels(test);
    int width = task.network().inputs();
    double[][] pixels = new double[bytes.length / width][width];
    for (int i = 0; i < bytes.length; i++) {
      pixels[i / width][i % width] = (bytes[i] & 0xFF) / WHITE;
    }
    return pixels;
  }

  @Override
  public String description() {
    Package smile = MLP.class.getPackage();
    String version = smile.getImplementationVersion();
    return "Smile " + (version == null ? "6.3.0" : version) + ", float64";
  }

  @Override
  public boolean startsAlike() {
    return false;
  }

  @Override
  public void begin(int[] order) {
    this.order = order;
    at = 0;
  }

  @Override
  public int step() {
    int size = Math.min(task.batch(), order.length - at);
    if (task.batch() == 1 && size == 1) {
      network.update(pixels[order[at]], labels[order[at]]);
    } else if (size > 0) {
      update(size);
    }
    at += size;
    return size;
  }

  private void update(int size) {
    // The last batch of an epoch may need smaller arrays.
    double[][] x = size == task.batch() ? batch : new double[size][];
    int[] y = size == task.batch() ? batchLabels : new int[size];
    for (int b = 0; b < size; b++) {
      x[b] = pixels[order[at + b]];
      y[b] = labels[order[at + b]];
    }
    network.update(x, y);
  }

  @Override
  public double lastLoss() {
    return Double.NaN;
  }

  @Override
  public double accuracy() {
    double[][] test = pixels(true);
    int[] wanted = task.labels(true);
    int right = 0;
    for (int i = 0; i < wanted.length; i++) {
      right += network.predict(test[i]) == wanted[i] ? 1 : 0;
    }
    return (double) right / wanted.length;
  }

  @Override
  public void close() {
    network.close();
  }
}
