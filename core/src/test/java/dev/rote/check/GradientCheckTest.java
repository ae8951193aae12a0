package dev.rote.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.check.GradientCheck.Analytic;
import dev.rote.check.GradientCheck.Report;
import dev.rote.check.GradientCheck.Row;
import dev.rote.check.GradientCheck.Settings;
import dev.rote.data.Randomness;
import dev.rote.fault.RoteException;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Reduction;
import dev.rote.network.TensorShape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GradientCheckTest {

  @Test
  void check_randomNetworks_provesEveryBackwardPass() {
    int probes = 0;
    int kinks = 0;
    int unresolved = 0;
    Set<String> combinations = new HashSet<>();
    for (int number = 0; number < 504; number++) {
      RandomCase random = RandomCase.of(number);
      Settings settings = new Settings(number, 12, 2, 1e-7, 1e-4);
      Report report = random.check(random.reference()::gradient, settings);
      for (Row row : report.rows()) {
        String what = random.describe() + " " + row;
        probes += row.coordinates() + settings.directions();
        kinks += row.kinks();
        unresolved += row.unresolved();
        assertThat(row.passed() || allOnKinks(row, settings)).as(what).isTrue();
        assertThat(row.maxRelativeError()).as(what).isLessThanOrEqualTo(1e-7);
        // what could hide: seven digits where it is smooth, four beside a kink, of what is known
        double digits = row.kinks() == 0 ? 1e-7 : 1e-4;
        if (row.unresolved() == 0) {
          assertThat(row.hidden()).as(what).isLessThanOrEqualTo(digits * row.largest() + 1e-9);
        }
      }
      combinations.add(random.describe().replaceAll("^\\S+ ", ""));
    }
    assertThat(combinations).hasSize(3 * 2 * 7);
    assertThat(kinks).isGreaterThan(200);
    assertThat(unresolved).isLessThan(probes / 100);
  }

  private static boolean allOnKinks(Row row, Settings settings) {
    return row.unresolved() == row.coordinates() + settings.directions();
  }

  @Test
  void check_everyElement_provesEveryElement() {
    for (int number = 0; number < 42; number++) {
      RandomCase random = RandomCase.of(number);
      if (random.parameters().values().length < 600) {
        Report report =
            random.check(random.reference()::gradient, new Settings(1, 600, 1, 1e-7, 1e-4));
        assertThat(report.passed()).as(random.describe() + report).isTrue();
        assertThat(report.rows().stream().mapToInt(Row::coordinates).sum())
            .isEqualTo(random.parameters().values().length);
      }
    }
  }

  @Test
  void check_wrongGradients_failAndNameTheTensor() {
    Fixture fixture = new Fixture("5-7:tanh-7:sigmoid-3", 4);
    double[] right = fixture.right();

    assertThat(fixture.check(right).passed()).isTrue();
    assertThat(failed(fixture, scaled(right, -1))).hasSize(6);
    assertThat(failed(fixture, scaled(right, 2))).hasSize(6);
    assertThat(failed(fixture, scaled(right, 1 + 1e-6))).hasSize(6);
    assertThat(failed(fixture, scaled(right, Double.NaN))).hasSize(6);
    assertThat(failed(fixture, new double[right.length])).hasSize(6);
    assertThat(failed(fixture, transposed(right, 0, 7, 5))).containsExactly("0.weight");
    assertThat(failed(fixture, transposed(right, 42, 7, 7))).containsExactly("2.weight");
    assertThat(failed(fixture, negated(right, 35, 42))).containsExactly("0.bias");
  }

  @Test
  void check_reductionMistaken_fails() {
    Fixture fixture = new Fixture("5-7:tanh-3", 4);
    ReferenceNetwork sum =
        new ReferenceNetwork(fixture.network, new Objective.SoftmaxCrossEntropy(), Reduction.SUM);
    double[] unreduced = sum.gradient(fixture.parameters, fixture.examples);
    assertThat(failed(fixture, unreduced)).hasSize(4);
  }

  @Test
  void check_oneElementOffInATensorThatIsSampled_failsForEachElement() {
    Fixture fixture = new Fixture("9-8:relu-5", 3);
    double[] right = fixture.right();
    Settings sparse = new Settings(1, 1, 1, 1e-7, 1e-4);
    int offset = 0;
    for (TensorShape tensor : fixture.network.tensors()) {
      int end = offset + (int) tensor.size();
      double largest = Arrays.stream(right, offset, end).map(Math::abs).max().orElseThrow();
      for (int i = offset; i < end; i++) {
        double[] wrong = right.clone();
        wrong[i] += 1e-4 * largest;
        assertThat(failed(fixture.check(wrong, sparse)))
            .as(tensor + " element " + (i - offset))
            .containsExactly(tensor.name());
      }
      offset = end;
    }
  }

  @Test
  void check_elementFarSmallerThanItsTensorsLargest_stillFailsWhenWrong() {
    // one input is a million times weaker than the other, so is its column of the gradient
    Network network = Network.parse("2-3:tanh-3");
    Fixture fixture =
        new Fixture(network, Examples.of(new double[][] {{1, 1e-6}, {-0.5, 1e-6}}, new int[2]));
    double[] right = fixture.right();
    double[] wrong = right.clone();
    for (int o = 0; o < 3; o++) {
      wrong[2 * o + 1] *= 1.001; // 1e-9 of the largest
    }
    assertThat(fixture.check(right).passed()).isTrue();
    assertThat(failed(fixture, wrong)).containsExactly("0.weight");
  }

  @Test
  void check_sumExactlyOnAKink_isCountedAndNotCalledPassed() {
    // z = 1·1 − 1 = 0; the layer behind lies on no kink
    Report report = reluAt(-1);
    assertThat(report.rows().get(0))
        .returns(1, Row::coordinates)
        .returns(3, Row::kinks)
        .returns(3, Row::unresolved)
        .returns(false, Row::passed);
    assertThat(report.rows().get(2)).returns(0, Row::kinks).returns(true, Row::passed);
    assertThat(report.passed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1 + 1e-3, -1 + 1e-5, -1 + 1e-6, -1 - 1e-3, -1 - 1e-6})
  void check_sumNearAKink_isResolvedByNarrowerSteps(double bias) {
    Report report = reluAt(bias);
    assertThat(report.passed()).isTrue();
    assertThat(report.rows().get(0)).returns(3, Row::kinks);
    boolean alive = bias > -1;
    assertThat(report.rows().get(0).unresolved()).isEqualTo(alive ? 0 : 3);
  }

  @Test
  void check_wrongBesideAKink_fails() {
    Analytic wrong =
        (parameters, examples) -> {
          double[] gradient = relu().gradient(parameters, examples);
          gradient[0] *= 1.0002;
          return gradient;
        };
    double[] parameters = {1, -1 + 1e-5, 0.7, -0.7, 0, 0};
    assertThat(failed(GradientCheck.check(relu(), wrong, parameters, one(), Settings.standard(1))))
        .containsExactly("0.weight");
  }

  private static Report reluAt(double bias) {
    double[] parameters = {1, bias, 0.7, -0.7, 0, 0};
    return GradientCheck.check(
        relu(), relu()::gradient, parameters, one(), new Settings(1, 48, 2, 1e-7, 1e-4));
  }

  private static ReferenceNetwork relu() {
    return new ReferenceNetwork(
        Network.parse("1-1:relu-2"), new Objective.SoftmaxCrossEntropy(), Reduction.MEAN);
  }

  private static Examples one() {
    return Examples.of(new double[][] {{1}}, new int[] {0});
  }

  @Test
  void check_sameArguments_sameReport() {
    RandomCase random = RandomCase.of(17);
    Report first = random.check(random.reference()::gradient, Settings.standard(3));
    Report second = random.check(random.reference()::gradient, Settings.standard(3));
    Report other = random.check(random.reference()::gradient, Settings.standard(4));
    assertThat(second).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void check_layerOfThePicturesNetwork_findsOneWrongWeightOfAHundredThousand() {
    Fixture fixture = new Fixture("784-128:relu-10", 2);
    double[] gradient = fixture.right();
    Settings settings = new Settings(2, 8, 1, 1e-7, 1e-4);
    assertThat(fixture.check(gradient, settings).passed()).isTrue();
    gradient[54_321] += 1e-3;
    assertThat(failed(fixture.check(gradient, settings))).containsExactly("0.weight");
  }

  @Test
  void check_twoUnsampledWeightsExchanged_fails() {
    Fixture fixture = new Fixture("40-30:tanh-10", 2);
    double[] gradient = fixture.right();
    double kept = gradient[700];
    gradient[700] = gradient[41]; // their sum stays what it was
    gradient[41] = kept;
    Settings settings = new Settings(1, 1, 4, 1e-7, 1e-4);
    assertThat(failed(fixture.check(gradient, settings))).containsExactly("0.weight");
  }

  @Test
  void check_sumsThatCancel_allowsForTheirRounding() {
    // products of 1e8 leave errors of 1e-8 in sums of 1
    Network network = Network.parse("2-3:tanh-3");
    Examples examples = Examples.of(new double[][] {{0.1, 0.1}, {0.3, 0.3}}, new int[] {0, 2});
    Fixture fixture = new Fixture(network, examples);
    for (int o = 0; o < 3; o++) {
      fixture.parameters[2 * o] += 1e9;
      fixture.parameters[2 * o + 1] -= 1e9;
    }
    for (int seed = 0; seed < 20; seed++) {
      assertThat(fixture.check(fixture.right(), Settings.standard(seed)).passed()).isTrue();
    }
  }

  @Test
  void check_gradientOfAnotherSize_isRefused() {
    Fixture fixture = new Fixture("2-3", 1);
    assertThatThrownBy(() -> fixture.check(new double[8]))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("expected 9 derivatives, found 8");
  }

  @Test
  void settings_noCoordinate_areRefused() {
    assertThatThrownBy(() -> new Settings(1, 0, 3, 1e-7, 1e-4))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("at least 1 coordinate");
  }

  private static List<String> failed(Fixture fixture, double[] gradient) {
    return failed(fixture.check(gradient));
  }

  private static List<String> failed(Report report) {
    return report.rows().stream()
        .filter(row -> !row.passed())
        .map(row -> row.tensor().name())
        .toList();
  }

  private static double[] scaled(double[] gradient, double factor) {
    return Arrays.stream(gradient).map(g -> g * factor).toArray();
  }

  private static double[] negated(double[] gradient, int from, int to) {
    double[] wrong = gradient.clone();
    for (int i = from; i < to; i++) {
      wrong[i] = -wrong[i];
    }
    return wrong;
  }

  private static double[] transposed(double[] gradient, int offset, int rows, int columns) {
    double[] wrong = gradient.clone();
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        wrong[offset + c * rows + r] = gradient[offset + r * columns + c];
      }
    }
    return wrong;
  }

  /// A network under cross-entropy with random weights and inputs.
  private static final class Fixture {
    final Network network;
    final Examples examples;
    final ReferenceNetwork reference;
    final double[] parameters;

    Fixture(String network, int batch) {
      this(Network.parse(network), examples(Network.parse(network), batch));
    }

    Fixture(Network network, Examples examples) {
      this.network = network;
      this.examples = examples;
      reference =
          new ReferenceNetwork(network, new Objective.SoftmaxCrossEntropy(), Reduction.MEAN);
      Randomness random = new Randomness(1, Randomness.Purpose.CHECK, 1);
      parameters = new double[(int) network.parameterCount()];
      Arrays.setAll(parameters, _ -> random.normal() / Math.sqrt(network.inputs()));
    }

    private static Examples examples(Network network, int batch) {
      Randomness random = new Randomness(2, Randomness.Purpose.CHECK, 1);
      double[][] rows = new double[batch][network.inputs()];
      int[] labels = new int[batch];
      for (int b = 0; b < batch; b++) {
        Arrays.setAll(rows[b], _ -> random.normal());
        labels[b] = random.below(network.outputs());
      }
      return Examples.of(rows, labels);
    }

    double[] right() {
      return reference.gradient(parameters, examples);
    }

    Report check(double[] gradient) {
      return check(gradient, Settings.standard(1));
    }

    Report check(double[] gradient, Settings settings) {
      return GradientCheck.check(reference, (_, _) -> gradient, parameters, examples, settings);
    }
  }
}
