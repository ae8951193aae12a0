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
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/// Trains by one call of a session a batch, which is told nothing but which pictures to take: the
/// pictures, the labels and the update lie in the graph.
/*
 * Operations run on the thread that calls: handing each to a pool makes single examples 2.4 times
 * as slow. The executor for one thread, which needs resource variables, adds a tenth; products
 * still use all the threads they are given.
 */
final class TensorflowRival implements Rival {
  private final Task task;
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Session session;
  private final Placeholder<TInt32> examples = tf.placeholder(TInt32.class);

  /// Each layer's weight as (I, O), then its bias.
  private final List<VarHandleOp> variables = new ArrayList<>();

  private final VarHandleOp loss = variable("loss", Shape.scalar());
  private final Op step;

  TensorflowRival(Task task) {
    this.task = task;
    ConfigProto.Experimental executor =
        ConfigProto.Experimental.newBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR").build();
    session =
        new Session(
            graph,
            ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(task.threads())
                .setInterOpParallelismThreads(-1)
                .setExperimental(executor)
                .build());
    List<float[]> tensors = task.tensors();
    for (Layer layer : task.network().layers()) {
      int v = variables.size();
      Shape shape = Shape.of(layer.inputs(), layer.outputs());
      variables.add(variable("W" + v, shape, turned(tensors.get(v), layer)));
      variables.add(variable("b" + v, Shape.of(layer.outputs()), tensors.get(v + 1)));
    }
    step = step();
  }

  private static float[] turned(float[] weight, Layer layer) {
    float[] turned = new float[weight.length];
    for (int o = 0; o < layer.outputs(); o++) {
      for (int i = 0; i < layer.inputs(); i++) {
        turned[i * layer.outputs() + o] = weight[o * layer.inputs() + i];
      }
    }
    return turned;
  }

  private VarHandleOp variable(String name, Shape shape) {
    return tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
  }

  private VarHandleOp variable(String name, Shape shape, float[] values) {
    VarHandleOp variable = variable(name, shape);
    Placeholder<TFloat32> given = tf.placeholder(TFloat32.class);
    Op assigned = tf.assignVariableOp(variable, given);
    try (TFloat32 tensor = TFloat32.tensorOf(shape, DataBuffers.of(values))) {
      session.runner().feed(given, tensor).addTarget(assigned).run().close();
    }
    return variable;
  }

  private VarHandleOp pixels(String name, boolean test) {
    float[] inputs = task.inputs(test);
    int width = task.network().inputs();
    return variable(name, Shape.of(inputs.length / width, width), inputs);
  }

  private Operand<TFloat32> read(VarHandleOp variable) {
    return tf.readVariableOp(variable, TFloat32.class);
  }

  private Operand<TFloat32> logits(Operand<TFloat32> inputs, List<Operand<TFloat32>> values) {
    Operand<TFloat32> x = inputs;
    for (int v = 0; v < values.size(); v += 2) {
      Operand<TFloat32> y = tf.nn.biasAdd(tf.linalg.matMul(x, values.get(v)), values.get(v + 1));
      x = v < values.size() - 2 ? tf.nn.relu(y) : y;
    }
    return x;
  }

  private Op step() {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> labels = tf.gather(tf.constant(task.labels(false)), examples, zero);
    Operand<TFloat32> x = tf.resourceGather(pixels("pixels", false), examples, TFloat32.class);
    List<Operand<TFloat32>> values = variables.stream().map(this::read).toList();
    Operand<TFloat32> logits = logits(x, values);
    SparseSoftmaxCrossEntropyWithLogits<TFloat32> objective =
        tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, labels);
    Operand<TFloat32> count = tf.dtypes.cast(tf.size(examples), TFloat32.class);
    Operand<TFloat32> delta = tf.math.div(objective.backprop(), count);
    Gradients gradients = tf.gradients(logits, values, Gradients.dx(List.of(delta)));
    // A weight must not change while the gradient below it is computed.
    List<Op> all = new ArrayList<>();
    gradients.forEach(all::add);
    Ops after = tf.withControlDependencies(all);
    List<Op> updates = new ArrayList<>();
    updates.add(tf.assignVariableOp(loss, tf.math.mean(objective.loss(), zero)));
    Operand<TFloat32> rate = tf.constant((float) task.rate());
    for (int v = 0; v < variables.size(); v++) {
      Operand<TFloat32> gradient = gradients.<TFloat32>dy(v);
      updates.add(after.train.resourceApplyGradientDescent(variables.get(v), rate, gradient));
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
    try (Result result = session.runner().fetch(read(loss)).run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  @Override
  public int[] guesses() {
    List<Operand<TFloat32>> values = variables.stream().map(this::read).toList();
    Operand<TFloat32> logits = logits(read(pixels("test", true)), values);
    Operand<TInt32> guesses = tf.math.argMax(logits, tf.constant(1), TInt32.class);
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
