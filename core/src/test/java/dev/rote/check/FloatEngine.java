package dev.rote.check;

import dev.rote.data.Batch;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Engine;
import dev.rote.engine.Job;
import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Scores;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.network.Activation;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import java.util.Arrays;
import java.util.Optional;

/// A plain float32 engine that trains but does not judge; everything that engines may do in their
/// own way is left to a [Style].
record FloatEngine(Style style) implements Engine {

  /// What differs between correct engines, and a way to be wrong.
  interface Style {
    /// Σ x_i y_i in some order.
    default float dot(float[] x, float[] y) {
      float sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * y[i];
      }
      return sum;
    }

    /// exp, within 4 units in the last place.
    default float exp(float x) {
      return (float) StrictMath.exp(x);
    }

    /// Whether the softmax is taken as exp(f − max − log Σ), as for cross-entropy in libtorch.
    default boolean byLogarithm() {
      return false;
    }

    /// dZ from dA and a = f(z).
    default float backward(Activation f, float dA, float a) {
      return switch (f) {
        case IDENTITY -> dA;
        case RELU -> a > 0 ? dA : 0;
        case SIGMOID -> dA * (1 - a) * a;
        case TANH -> dA * (1 - a * a);
      };
    }

    /// What each example counts.
    default float scale(Reduction reduction, int batch) {
      return reduction == Reduction.MEAN ? 1f / batch : 1;
    }

    /// What is done where an optimiser is asked for.
    default Optimizer optimizer(Optimizer asked) {
      return asked;
    }

    /// The rate of a step, counted from 1.
    default double rate(double rate, int step) {
      return rate;
    }

    /// Whether Adam undoes the start of its averages at 0.
    default boolean corrected() {
      return true;
    }
  }

  /// Orders of summation that engines use.
  enum Order implements Style {
    FORWARD,
    BACKWARD {
      @Override
      public float dot(float[] x, float[] y) {
        float sum = 0;
        for (int i = x.length - 1; i >= 0; i--) {
          sum += x[i] * y[i];
        }
        return sum;
      }
    },
    FUSED {
      @Override
      public float dot(float[] x, float[] y) {
        float sum = 0;
        for (int i = 0; i < x.length; i++) {
          sum = Math.fma(x[i], y[i], sum);
        }
        return sum;
      }
    },
    PAIRWISE {
      @Override
      public float dot(float[] x, float[] y) {
        return dot(x, y, 0, x.length);
      }

      private float dot(float[] x, float[] y, int from, int to) {
        int middle = (from + to) / 2;
        return to - from == 1 ? x[from] * y[from] : dot(x, y, from, middle) + dot(x, y, middle, to);
      }
    }
  }

  @Override
  public String name() {
    return "float";
  }

  @Override
  public String description(Resources resources) {
    return "plain floats";
  }

  @Override
  public int threads(int batch, int cores) {
    return 1;
  }

  @Override
  public Optional<String> warning() {
    return Optional.empty();
  }

  @Override
  public Session open(Job job, Parameters parameters, Resources resources) {
    Parameters own = new Parameters(parameters.tensors(), parameters.values().clone());
    Optimizer optimizer = style.optimizer(job.optimizer());
    return new Training(style, job, own, new FloatOptimizer(optimizer, style.corrected(), own));
  }

  private record Training(Style style, Job job, Parameters parameters, FloatOptimizer optimizer)
      implements Session {

    /// The examples, and what each layer makes of them.
    private float[][] forward(Batch batch) {
      var layers = Affine.of(job.network());
      int size = batch.size();
      float[][] a = new float[layers.size() + 1][];
      a[0] = new float[size * layers.getFirst().inputs()];
      for (int b = 0; b < size; b++) {
        batch.data().copyTo(batch.example(b), a[0], b * layers.getFirst().inputs());
      }
      for (int l = 0; l < layers.size(); l++) {
        a[l + 1] = forward(layers.get(l), a[l], size);
      }
      return a;
    }

    @Override
    public Parameters gradient(Batch batch) {
      var layers = Affine.of(job.network());
      float[][] a = forward(batch);
      Parameters gradient = Parameters.zeros(job.network());
      float[] dA = objective(batch, a[layers.size()]);
      for (int l = layers.size() - 1; l >= 0; l--) {
        dA = backward(layers.get(l), a[l], a[l + 1], dA, gradient.values());
      }
      return gradient;
    }

    private float[] forward(Affine layer, float[] x, int size) {
      float[] a = new float[size * layer.outputs()];
      float[] terms = new float[layer.inputs() + 1];
      float[] row = new float[layer.inputs() + 1];
      for (int i = 0; i < a.length; i++) {
        int o = i % layer.outputs();
        System.arraycopy(
            parameters.values(), layer.weight() + o * layer.inputs(), terms, 0, layer.inputs());
        System.arraycopy(x, i / layer.outputs() * layer.inputs(), row, 0, layer.inputs());
        terms[layer.inputs()] = parameters.values()[layer.bias() + o];
        row[layer.inputs()] = 1;
        float z = style.dot(row, terms);
        a[i] =
            switch (layer.activation()) {
              case IDENTITY -> z;
              case RELU -> Math.max(z, 0);
              case SIGMOID -> 1 / (1 + style.exp(-z));
              case TANH -> (float) StrictMath.tanh(z);
            };
      }
      return a;
    }

    private float[] objective(Batch batch, float[] logits) {
      int classes = job.network().outputs();
      float[] dF = new float[logits.length];
      float[] f = new float[classes];
      for (int b = 0; b < batch.size(); b++) {
        System.arraycopy(logits, b * classes, f, 0, classes);
        float[] row = objective(f, batch.label(b));
        for (int k = 0; k < classes; k++) {
          dF[b * classes + k] = row[k] * style.scale(job.reduction(), batch.size());
        }
      }
      return dF;
    }

    private float[] objective(float[] f, int label) {
      float[] s = job.objective() instanceof Objective.SquaredError ? f : softmax(f);
      float[] r = s.clone();
      r[label] -= 1;
      float mean = style.dot(s, r);
      for (int k = 0; k < r.length; k++) {
        r[k] =
            switch (job.objective()) {
              case Objective.SoftmaxCrossEntropy() -> r[k];
              case Objective.SoftmaxSquaredError() -> 2 * s[k] * (r[k] - mean);
              case Objective.SquaredError() -> 2 * r[k];
            };
      }
      return r;
    }

    private float[] softmax(float[] f) {
      float max = f[0];
      for (float logit : f) {
        max = Math.max(max, logit);
      }
      float[] s = new float[f.length];
      float[] ones = new float[f.length];
      for (int k = 0; k < f.length; k++) {
        s[k] = style.exp(f[k] - max);
        ones[k] = 1;
      }
      float sum = style.dot(s, ones);
      float log = (float) StrictMath.log(sum);
      for (int k = 0; k < f.length; k++) {
        s[k] = style.byLogarithm() ? style.exp(f[k] - max - log) : s[k] / sum;
      }
      return s;
    }

    private float[] backward(Affine layer, float[] x, float[] a, float[] dA, float[] gradient) {
      int inputs = layer.inputs();
      int outputs = layer.outputs();
      int size = a.length / outputs;
      float[] dZ = new float[a.length];
      for (int i = 0; i < a.length; i++) {
        dZ[i] = style.backward(layer.activation(), dA[i], a[i]);
      }
      float[] ones = new float[size];
      Arrays.fill(ones, 1);
      for (int o = 0; o < outputs; o++) {
        float[] delta = column(dZ, o, outputs);
        gradient[layer.bias() + o] = style.dot(delta, ones);
        for (int i = 0; i < inputs; i++) {
          gradient[layer.weight() + o * inputs + i] = style.dot(delta, column(x, i, inputs));
        }
      }
      float[] dX = new float[x.length];
      float[] row = new float[outputs];
      for (int b = 0; b < size; b++) {
        System.arraycopy(dZ, b * outputs, row, 0, outputs);
        for (int i = 0; i < inputs; i++) {
          float[] w = new float[outputs];
          for (int o = 0; o < outputs; o++) {
            w[o] = parameters.values()[layer.weight() + o * inputs + i];
          }
          dX[b * inputs + i] = style.dot(row, w);
        }
      }
      return dX;
    }

    private static float[] column(float[] matrix, int column, int width) {
      float[] values = new float[matrix.length / width];
      for (int b = 0; b < values.length; b++) {
        values[b] = matrix[b * width + column];
      }
      return values;
    }

    @Override
    public void step(Batch batch, double rate, Tally tally) {
      float[] logits = forward(batch)[job.network().layers().size()];
      float[] f = new float[job.network().outputs()];
      double loss = 0;
      for (int b = 0; b < batch.size(); b++) {
        System.arraycopy(logits, b * f.length, f, 0, f.length);
        loss += loss(f, batch.label(b));
      }
      if (!Double.isFinite(loss)) {
        throw new DivergedException("the loss", "" + loss);
      }
      optimizer.step(gradient(batch).values(), style, rate);
      tally.add(loss, 0, batch.size());
    }

    @Override
    public void step(Batch batch, double rate, Tally tally, Scores scores) {
      throw new UnsupportedOperationException();
    }

    private float loss(float[] f, int label) {
      if (job.objective() instanceof Objective.SoftmaxCrossEntropy) {
        float max = f[0];
        for (float logit : f) {
          max = Math.max(max, logit);
        }
        float sum = 0;
        for (float logit : f) {
          sum += style.exp(logit - max);
        }
        return (float) StrictMath.log(sum) - (f[label] - max);
      }
      float[] r = job.objective() instanceof Objective.SquaredError ? f.clone() : softmax(f);
      r[label] -= 1;
      return style.dot(r, r);
    }

    @Override
    public void score(Batch batch, Scores scores) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OptimizerState state() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void load(Parameters weights, OptimizerState state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
