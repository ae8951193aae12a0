package dev.rote.bench.smile;

import dev.rote.bench.child.Rival;
import dev.rote.bench.child.Task;
import dev.rote.network.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smile.classification.MLP;
import smile.model.mlp.LayerBuilder;
import smile.model.mlp.OutputFunction;
import smile.util.function.TimeFunction;

/// Trains one example at a time or, as Smile offers it, a batch whose mean gradient is applied. It
/// computes in double. It tells no loss, so its accuracy alone speaks for it.
final class SmileRival implements Rival {
  private static final double WHITE = 255;

  private final Task task;
  private final Perceptron network;
  private final double[][] pixels;
  private final int[] labels;
  private final double[][] batch;
  private final int[] batchLabels;

  SmileRival(Task task) {
    this.task = task;
    pixels = pixels(false);
    labels = task.labels(false);
    batch = new double[task.batch()][];
    batchLabels = new int[task.batch()];
    network = new Perceptron(layers());
    network.setLearningRate(TimeFunction.constant(task.rate()));
    network.start(task.tensors());
  }

  /// Opens Smile's layers, so that training can start from the task's weights.
  private static final class Perceptron extends MLP {
    private static final long serialVersionUID = 1L;

    Perceptron(LayerBuilder... layers) {
      super(layers);
    }

    void start(List<float[]> tensors) {
      // The first layer is the input.
      for (int l = 1; l <= net.length; l++) {
        smile.model.mlp.Layer layer = l == net.length ? output : net[l];
        float[] weight = tensors.get(2 * l - 2);
        float[] bias = tensors.get(2 * l - 1);
        int inputs = layer.getInputSize();
        for (int o = 0; o < layer.getOutputSize(); o++) {
          for (int i = 0; i < inputs; i++) {
            layer.weight().set(o, i, weight[o * inputs + i]);
          }
          layer.bias().set(o, bias[o]);
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
  public boolean tellsLosses() {
    return false;
  }

  @Override
  public void step(int[] examples) {
    int size = examples.length;
    if (task.batch() == 1) {
      network.update(pixels[examples[0]], labels[examples[0]]);
      return;
    }
    // The last batch of an epoch may need smaller arrays.
    double[][] x = size == task.batch() ? batch : new double[size][];
    int[] y = size == task.batch() ? batchLabels : new int[size];
    for (int b = 0; b < size; b++) {
      x[b] = pixels[examples[b]];
      y[b] = labels[examples[b]];
    }
    network.update(x, y);
  }

  @Override
  public double lastLoss() {
    return Double.NaN;
  }

  @Override
  public int[] guesses() {
    return Arrays.stream(pixels(true)).mapToInt(network::predict).toArray();
  }

  @Override
  public void close() {
    network.close();
  }
}
