package dev.rote.bench.dl4j;

import dev.rote.bench.child.Task;
import dev.rote.bench.child.Trainee;
import dev.rote.network.Layer;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/// Trains by `MultiLayerNetwork.fit` of a batch's rows, pulled from a matrix of all pictures.
final class Dl4jTrainee implements Trainee {
  private static final float WHITE = 255;
  private static final int LARGE = 1024;

  private final Task task;
  private final MultiLayerNetwork network;
  private final INDArray pixels;
  private final INDArray classes;
  private int[] order = {};
  private int at;

  Dl4jTrainee(Task task) {
    this.task = task;
    // OpenBLAS multiplies at its full speed after one large product only.
    INDArray large = Nd4j.ones(LARGE, LARGE);
    large.mmul(large).close();
    pixels = pixels(false);
    int[] labels = task.labels(false);
    float[][] oneHot = new float[labels.length][task.network().outputs()];
    for (int i = 0; i < labels.length; i++) {
      oneHot[i][labels[i]] = 1;
    }
    classes = Nd4j.createFromArray(oneHot);
    network = network(task.network().layers());
    start(task.weights());
  }

  private MultiLayerNetwork network(List<Layer> layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().updater(new Sgd(task.rate())).list();
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      list.layer(
          new DenseLayer.Builder()
              .nIn(layer.inputs())
              .nOut(layer.outputs())
              .activation(Activation.RELU)
              .build());
    }
    Layer last = layers.getLast();
    list.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nIn(last.inputs())
            .nOut(last.outputs())
            .activation(Activation.SOFTMAX)
            .build());
    MultiLayerNetwork made = new MultiLayerNetwork(list.build());
    made.init();
    return made;
  }

  /// A weight is (I, O) here.
  private void start(float[] weights) {
    int next = 0;
    List<Layer> layers = task.network().layers();
    for (int l = 0; l < layers.size(); l++) {
      int inputs = layers.get(l).inputs();
      int outputs = layers.get(l).outputs();
      float[] weight = Arrays.copyOfRange(weights, next, next + inputs * outputs);
      next += weight.length;
      INDArray turned = Nd4j.createFromArray(weight).reshape(outputs, inputs).transpose();
      network.getLayer(l).getParam("W").assign(turned);
      float[] bias = Arrays.copyOfRange(weights, next, next + outputs);
      next += bias.length;
      network.getLayer(l).getParam("b").assign(Nd4j.createFromArray(bias).reshape(1, outputs));
    }
  }

  private INDArray pixels(boolean test) {
    byte[] bytes = task.pixels(test);
    int width = task.network().inputs();
    float[][] pixels = new float[bytes.length / width][width];
    for (int i = 0; i < bytes.length; i++) {
      pixels[i / width][i % width] = (bytes[i] & 0xFF) / WHITE;
    }
    return Nd4j.createFromArray(pixels);
  }

  @Override
  public String description() {
    return "Deeplearning4j 1.0.0-M2.1 on nd4j-native, AVX2";
  }

  @Override
  public boolean startsAlike() {
    return true;
  }

  @Override
  public void begin(int[] order) {
    this.order = order;
    at = 0;
  }

  @Override
  public int step() {
    int size = Math.min(task.batch(), order.length - at);
    if (size > 0) {
      int[] rows = Arrays.copyOfRange(order, at, at + size);
      network.fit(Nd4j.pullRows(pixels, 1, rows), Nd4j.pullRows(classes, 1, rows));
    }
    at += size;
    return size;
  }

  @Override
  public double lastLoss() {
    return network.score();
  }

  @Override
  public double accuracy() {
    INDArray guesses = network.output(pixels(true)).argMax(1);
    int[] wanted = task.labels(true);
    int right = 0;
    for (int i = 0; i < wanted.length; i++) {
      right += guesses.getInt(i) == wanted[i] ? 1 : 0;
    }
    return (double) right / wanted.length;
  }

  @Override
  public void close() {
    network.close();
  }
}
