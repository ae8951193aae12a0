package dev.rote.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.check.EngineCheck.Report;
import dev.rote.check.EngineCheck.Row;
import dev.rote.check.FloatEngine.Order;
import dev.rote.check.FloatEngine.Style;
import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.data.Randomness;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EngineCheckTest {
  private static final int CASES = 84;

  static List<Style> correctStyles() {
    return List.of(
        Order.FORWARD,
        Order.BACKWARD,
        Order.FUSED,
        Order.PAIRWISE,
        new RoughExp(1 + 3 * 0x1p-23f),
        new RoughExp(1 - 3 * 0x1p-23f),
        new ByLogarithm());
  }

  private record ByLogarithm() implements Style {
    @Override
    public boolean byLogarithm() {
      return true;
    }
  }

  /// Three units in the last place, and the rounding of the product: within the four promised.
  private record RoughExp(float factor) implements Style {
    @Override
    public float exp(float x) {
      return (float) StrictMath.exp(x) * factor;
    }
  }

  @ParameterizedTest
  @MethodSource("correctStyles")
  void check_correctEngineInAnyOrder_staysWithinItsBounds(Style style) {
    double closest = 0;
    for (int number = 0; number < CASES; number++) {
      RandomCase random = RandomCase.of(number);
      Report report = check(style, random);
      assertThat(report.passed()).as(random.describe() + report).isTrue();
      for (Row row : report.rows()) {
        closest = Math.max(closest, row.maxRatio());
        // sharp enough to mean something: less than a tenth of the gradient could hide
        if (row.largest() > 0) {
          assertThat(row.hidden()).as(random.describe() + row).isLessThan(0.1 * row.largest());
        }
      }
    }
    // bounds that roundings never come near would be excuses
    assertThat(closest).isGreaterThan(0.1);
  }

  @Test
  void check_productsRoundedToElevenBits_failsAlmostAlways() {
    Style tensorCores =
        new Style() {
          @Override
          public float dot(float[] x, float[] y) {
            return Order.FORWARD.dot(elevenBits(x), elevenBits(y));
          }
        };
    assertThat(caught(tensorCores)).isGreaterThan(CASES * 9 / 10);
  }

  /// Cuts the significands to 11 bits, as TF32 does (Veltkamp's splitting).
  private static float[] elevenBits(float[] values) {
    float[] cut = new float[values.length];
    for (int i = 0; i < cut.length; i++) {
      float shifted = values[i] * (1 + (1 << 13));
      cut[i] = shifted - (shifted - values[i]);
    }
    return cut;
  }

  @Test
  void check_derivativeOfActivationForgotten_failsWhereverThereIsOne() {
    Style forgetful =
        new Style() {
          @Override
          public float backward(Activation f, float dA, float a) {
            return dA;
          }
        };
    for (Activation f : List.of(Activation.RELU, Activation.SIGMOID, Activation.TANH)) {
      assertThat(pictures(forgetful, f, Reduction.MEAN).passed()).as(f.word()).isFalse();
      assertThat(pictures(Order.FORWARD, f, Reduction.MEAN).passed()).as(f.word()).isTrue();
    }
  }

  @Test
  void check_meanTakenForSum_fails() {
    Style sums =
        new Style() {
          @Override
          public float scale(Reduction reduction, int batch) {
            return 1;
          }
        };
    assertThat(pictures(sums, Activation.TANH, Reduction.MEAN).passed()).isFalse();
    assertThat(pictures(sums, Activation.TANH, Reduction.SUM).passed()).isTrue();
  }

  @Test
  void check_gradientIsNotANumber_fails() {
    Style broken =
        new Style() {
          @Override
          public float scale(Reduction reduction, int batch) {
            return Float.NaN;
          }
        };
    Report report = pictures(broken, Activation.TANH, Reduction.MEAN);
    assertThat(report.rows())
        .allSatisfy(row -> assertThat(row.maxRatio()).isEqualTo(Double.POSITIVE_INFINITY));
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void check_signOfASumThatFloatCannotTell_allowsBothDerivatives(Order order) {
    // 2²⁴ + 1 − 2²⁴ is 1 in double; in float it is 0 from the left and 1 from the right
    Network network = Network.parse("3-1:relu-2");
    float[] weights = {0x1p24f, 1, -0x1p24f, 0, 0.5f, -0.5f, 0, 0};
    Dataset data =
        Dataset.of("kink", new PictureShape(1, 3), new byte[] {-1, -1, -1}, new int[1], 2);
    Job job =
        new Job(network, new Objective.SoftmaxCrossEntropy(), new Optimizer.Sgd(1), Reduction.MEAN);
    Report report =
        EngineCheck.check(
            new FloatEngine(order),
            job,
            new Parameters(network.tensors(), weights),
            RandomCase.only(data));
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.ambiguous()).isEqualTo(1);
    assertThat(report.engine()).isEqualTo("float");
  }

  @Test
  void check_weightsOfAnotherNetwork_areRefused() {
    RandomCase random = RandomCase.of(1);
    Parameters other = Parameters.zeros(Network.parse("2-2"));
    FloatEngine engine = new FloatEngine(Order.FORWARD);
    assertThatThrownBy(() -> EngineCheck.check(engine, random.job(), other, random.batch()))
        .isInstanceOf(RoteException.class)
        .hasMessageStartingWith("engine check: expected 0.weight");
  }

  /// The bounds of activations against the worst there can be: errors at the ends of their range,
  /// and functions off by all they may be.
  @ParameterizedTest
  @EnumSource(Activation.class)
  void activationBound_endsOfTheErrors_areCovered(Activation f) {
    Randomness random = new Randomness(1, Randomness.Purpose.CHECK, 6);
    double closestValue = 0;
    double closestDerivative = 0;
    for (int trial = 0; trial < 5000; trial++) {
      double z = 4 * random.normal();
      double e = random.below(3) == 0 ? 0 : StrictMath.pow(10, -random.below(9));
      double a = Activations.value(f, z);
      double ea = ActivationBound.value(f, z, e);
      double eSlope = ActivationBound.derivative(f, z, e, a, ea);
      for (int end = 0; end < 4; end++) {
        boolean exact = f == Activation.IDENTITY || f == Activation.RELU;
        double off = exact ? 1 : 1 + ActivationBound.FUNCTION * (end % 2 == 0 ? 1 : -1);
        double there = Activations.value(f, end < 2 ? z - e : z + e) * off;
        double slope = Activations.derivative(f, there) - Activations.derivative(f, a);
        closestValue = Math.max(closestValue, ratio(there - a, ea));
        closestDerivative = Math.max(closestDerivative, ratio(slope, eSlope));
      }
    }
    assertThat(closestValue).isBetween(0.99, 1 + 0x1p-20);
    assertThat(closestDerivative).isBetween(f == Activation.IDENTITY ? 0 : 0.5, 1 + 0x1p-20);
  }

  private static double ratio(double error, double bound) {
    return error == 0 ? 0 : Math.abs(error) / bound;
  }

  /// The softmax's bound against the worst there can be: errors at the corners of their box.
  @Test
  void softmaxBound_everyCornerOfTheErrors_isCovered() {
    Randomness random = new Randomness(1, Randomness.Purpose.CHECK, 7);
    double closest = 0;
    for (int trial = 0; trial < 2000; trial++) {
      int classes = 2 + random.below(4);
      double[] f = new double[classes];
      double[] e = new double[classes];
      for (int k = 0; k < classes; k++) {
        f[k] = 5 * random.normal();
        e[k] = random.below(3) == 0 ? 0 : random.uniform() * StrictMath.pow(10, -random.below(7));
      }
      double[] s = Objectives.softmax(f);
      double[] bounds = ObjectiveBound.softmax(f, e, s);
      for (int corner = 0; corner < 1 << classes; corner++) {
        double[] moved = f.clone();
        for (int k = 0; k < classes; k++) {
          moved[k] += (corner >> k & 1) == 0 ? e[k] : -e[k];
        }
        double[] there = Objectives.softmax(moved);
        for (int k = 0; k < classes; k++) {
          closest = Math.max(closest, Math.abs(there[k] - s[k]) / bounds[k]);
        }
      }
    }
    assertThat(closest).isBetween(0.99, 1.0);
  }

  /// The loss's bounds against the worst there can be: errors at the corners of their box.
  @Test
  void lossBound_everyCornerOfTheErrors_isCovered() {
    Randomness random = new Randomness(1, Randomness.Purpose.CHECK, 10);
    for (Objective objective : Objective.all()) {
      double closest = 0;
      for (int trial = 0; trial < 2000; trial++) {
        int classes = 2 + random.below(4);
        int label = random.below(classes);
        double[] f = new double[classes];
        double[] e = new double[classes];
        for (int k = 0; k < classes; k++) {
          f[k] = 5 * random.normal();
          e[k] = random.below(3) == 0 ? 0 : random.uniform() * StrictMath.pow(10, -random.below(7));
        }
        double loss = Objectives.loss(objective, f, label);
        double bound = ObjectiveBound.loss(objective, f, e, label);
        for (int corner = 0; corner < 1 << classes; corner++) {
          double[] moved = f.clone();
          for (int k = 0; k < classes; k++) {
            moved[k] += (corner >> k & 1) == 0 ? e[k] : -e[k];
          }
          double there = Objectives.loss(objective, moved, label);
          closest = Math.max(closest, Math.abs(there - loss) / bound);
        }
      }
      assertThat(closest).as(objective.word()).isBetween(0.9, 1.0);
    }
  }

  private static long caught(Style style) {
    long caught = 0;
    for (int number = 0; number < CASES; number++) {
      caught += check(style, RandomCase.of(number)).passed() ? 0 : 1;
    }
    return caught;
  }

  private static Report check(Style style, RandomCase random) {
    return EngineCheck.check(
        new FloatEngine(style), random.job(), random.parameters(), random.batch());
  }

  /// A small network on small pictures.
  private static Report pictures(Style style, Activation f, Reduction reduction) {
    Network network = Network.of(9).dense(7, f).dense(3).build();
    Batch batch = RandomCase.pictures(network, 4, new Randomness(1, Randomness.Purpose.CHECK, 8));
    Job job =
        new Job(network, new Objective.SoftmaxSquaredError(), new Optimizer.Sgd(1), reduction);
    Parameters parameters = Parameters.initial(network, Init.TORCH, 1);
    return EngineCheck.check(new FloatEngine(style), job, parameters, batch);
  }
}
