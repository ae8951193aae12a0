package dev.rote.bench.tensorflow;

import dev.rote.bench.child.Rival;
import dev.rote.bench.child.Task;
import dev.rote.network.Layer;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/// Trains by one call of a session a batch, which is told nothing but which pictures to take: the
/// pictures, the labels and the update lie in the graph.
final class TensorflowRival implements Rival {
  private final Task task;
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session;
  private final List<Variable<TFloat32>> weights = new ArrayList<>();
  private final List<Variable<TFloat32>> biases = new ArrayList<>();
  private final Placeholder<TInt32> examples = tf.placeholder(TInt32.class);
  private final Variable<TFloat32> loss = tf.variable(Shape.scalar(), TFloat32.class);
  private final Op step;

  TensorflowRival(Task task) {
    this.task = task;
    ConfigProto threads =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(task.threads())
            .setInterOpParallelismThreads(1)
            .build();
    session = new Session(graph, threads);
    List<float[]> tensors = task.tensors();
    for (Layer layer : task.network().layers()) {
      float[] weight = turned(tensors.get(2 * weights.size()), layer);
      float[] bias = tensors.get(2 * weights.size() + 1);
      weights.add(variable(weight, Shape.of(layer.inputs(), layer.outputs())));
      biases.add(variable(bias, Shape.of(layer.outputs())));
    }
    step = step(pixels(false));
  }

  /// A weight is (I, O) here.
  private static float[] turned(float[] weight, Layer layer) {
    float[] turned = new float[weight.length];
    for (int o = 0; o < layer.outputs(); o++) {
      for (int i = 0; i < layer.inputs(); i++) {
        turned[i * layer.outputs() + o] = weight[o * layer.inputs() + i];
      }
    }
    return turned;
  }

  private Variable<TFloat32> variable(float[] values, Shape shape) {
    Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
    Placeholder<TFloat32> given = tf.placeholder(TFloat32.class);
    Op assigned = tf.assign(variable, given);
    try (TFloat32 tensor = TFloat32.tensorOf(shape, DataBuffers.of(values))) {
      session.runner().feed(given, tensor).addTarget(assigned).run().close();
    }
    return variable;
  }

  private Variable<TFloat32> pixels(boolean test) {
    float[] inputs = task.inputs(test);
    int width = task.network().inputs();
    return variable(inputs, Shape.of(inputs.length / width, width));
  }

  private Operand<TFloat32> logits(Operand<TFloat32> inputs) {
    Operand<TFloat32> x = inputs;
    for (int l = 0; l < weights.size(); l++) {
      Operand<TFloat32> y = tf.nn.biasAdd(tf.linalg.matMul(x, weights.get(l)), biases.get(l));
      x = l < weights.size() - 1 ? tf.nn.relu(y) : y;
    }
    return x;
  }

  private Op step(Operand<TFloat32> pixels) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> labels = tf.gather(tf.constant(task.labels(false)), examples, zero);
    Operand<TFloat32> logits = logits(tf.gather(pixels, examples, zero));
    SparseSoftmaxCrossEntropyWithLogits<TFloat32> objective =
        tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, labels);
    Operand<TFloat32> count = tf.dtypes.cast(tf.size(examples), TFloat32.class);
    List<Variable<TFloat32>> variables = new ArrayList<>(weights);
    variables.addAll(biases);
    Gradients gradients =
        tf.gradients(
            logits, variables, Gradients.dx(List.of(tf.math.div(objective.backprop(), count))));
    List<Op> updates = new ArrayList<>();
    updates.add(tf.assign(loss, tf.math.mean(objective.loss(), zero)));
    // A weight must not change while the gradient below it is computed.
    List<Op> all = new ArrayList<>();
    gradients.forEach(all::add);
    Ops after = tf.withControlDependencies(all);
    Operand<TFloat32> rate = tf.constant((float) task.rate());
    for (int v = 0; v < variables.size(); v++) {
      Operand<TFloat32> gradient = gradients.<TFloat32>dy(v);
      updates.add(after.train.applyGradientDescent(variables.get(v), rate, gradient));
    }
    return tf.withControlDependencies(updates).noOp();
  }

  @Override
  public String description() {
    return "TensorFlow " + TensorFlow.version() + " for Java 1.1.0";
  }

  @Override
  public boolean tellsLosses() {
    return true;
  }

  @Override
  public void step(int[] examples) {
    try (TInt32 rows = TInt32.vectorOf(examples)) {
      session.runner().feed(this.examples, rows).addTarget(step).run().close();
    }
  }

  @Override
  public double lastLoss() {
    try (Result result = session.runner().fetch(loss).run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  @Override
  public int[] guesses() {
    Operand<TInt32> guesses = tf.math.argMax(logits(pixels(true)), tf.constant(1), TInt32.class);
    try (Result result = session.runner().fetch(guesses).run()) {
      TInt32 classes = (TInt32) result.get(0);
      int[] all = new int[(int) classes.size()];
      classes.copyTo(DataBuffers.of(all, false, false));
      return all;
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
