package dev.rote.bench.dl4j;

import dev.rote.bench.child.Rival;
import dev.rote.bench.child.Task;
import dev.rote.network.Layer;
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
final class Dl4jRival implements Rival {
  private static final int LARGE = 1024;

  private final Task task;
  private final MultiLayerNetwork network;
  private final INDArray pixels;
  private final INDArray classes;

  Dl4jRival(Task task) {
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
    start(task.tensors());
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
  private void start(List<float[]> tensors) {
    for (int l = 0; l < task.network().layers().size(); l++) {
      float[] weight = tensors.get(2 * l);
      float[] bias = tensors.get(2 * l + 1);
      INDArray rows = Nd4j.createFromArray(weight).reshape(bias.length, -1);
      network.getLayer(l).getParam("W").assign(rows.transpose());
      network.getLayer(l).getParam("b").assign(Nd4j.createFromArray(bias).reshape(1, -1));
    }
  }

  private INDArray pixels(boolean test) {
    return Nd4j.createFromArray(task.inputs(test)).reshape(-1, task.network().inputs());
  }

  @Override
  public String description() {
    return "Deeplearning4j 1.0.0-M2.1 on nd4j-native, AVX2";
  }

  @Override
  public boolean tellsLosses() {
    return true;
  }

  @Override
  public void step(int[] examples) {
    network.fit(Nd4j.pullRows(pixels, 1, examples), Nd4j.pullRows(classes, 1, examples));
  }

  @Override
  public double lastLoss() {
    return network.score();
  }

  @Override
  public int[] guesses() {
    return network.output(pixels(true)).argMax(1).toIntVector();
  }

  @Override
  public void close() {
    network.close();
  }
}
