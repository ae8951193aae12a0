package dev.rote.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rote.check.ReferenceNetwork.ForwardPass;
import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.fault.RoteException;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Objective.SoftmaxCrossEntropy;
import dev.rote.network.Objective.SoftmaxSquaredError;
import dev.rote.network.Objective.SquaredError;
import dev.rote.network.Reduction;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class ReferenceNetworkTest {
  private static final Network TWO = Network.parse("2-2:relu-2");

  /// W₁ = (1 −1; 2 1), b₁ = (0, −1), W₂ = (1 2; 3 −1), b₂ = (1, 2).
  private static final double[] WEIGHTS = {1, -1, 2, 1, 0, -1, 1, 2, 3, -1, 1, 2};

  /// The worked example of docs/maths.md, in whole numbers.
  @Test
  void gradient_exampleWorkedByHand_isExactlyThat() {
    ReferenceNetwork network = new ReferenceNetwork(TWO, new SquaredError(), Reduction.MEAN);
    Examples examples = Examples.of(new double[][] {{1, 2}}, new int[] {0});

    ForwardPass pass = network.forward(WEIGHTS, examples);
    assertThat(pass.preActivations().get(0)).containsExactly(-1, 3);
    assertThat(pass.activations().get(0)).containsExactly(0, 3);
    assertThat(pass.preActivations().get(1)).containsExactly(7, -1);
    assertThat(pass.loss()).isEqualTo(37); // (7 − 1)² + (−1)²

    assertThat(network.gradient(WEIGHTS, examples))
        .containsExactly(0, 0, 26, 52, 0, 26, 0, 36, 0, -6, 12, -2);
  }

  @Test
  void gradient_twoExamples_isTheSumOrTheMeanOfEach() {
    double[][] rows = {{1, 2}, {-1, 3}};
    double[] first = gradient(Reduction.SUM, new double[][] {rows[0]}, 0);
    double[] second = gradient(Reduction.SUM, new double[][] {rows[1]}, 1);
    double[] sum = gradient(Reduction.SUM, rows, 0, 1);
    double[] mean = gradient(Reduction.MEAN, rows, 0, 1);
    for (int i = 0; i < sum.length; i++) {
      assertThat(sum[i]).isEqualTo(first[i] + second[i]);
      assertThat(mean[i]).isEqualTo(sum[i] / 2);
    }
  }

  private static double[] gradient(Reduction reduction, double[][] rows, int... labels) {
    return new ReferenceNetwork(TWO, new SquaredError(), reduction)
        .gradient(WEIGHTS, Examples.of(rows, labels));
  }

  /// Logits (0, ln 3), so s = (1/4, 3/4): the second example of docs/maths.md.
  @Test
  void gradient_softmaxOfOneAndThree_areTheFractionsFoundByHand() {
    double[] logits = {0, StrictMath.log(3)};
    assertThat(Objectives.softmax(logits))
        .containsExactly(new double[] {0.25, 0.75}, within(1e-15));
    assertLoss(new SoftmaxCrossEntropy(), logits, StrictMath.log(4), -3 / 4.0);
    assertLoss(new SoftmaxSquaredError(), logits, 9 / 8.0, -9 / 16.0);
  }

  private static void assertLoss(Objective objective, double[] f, double loss, double slope) {
    assertThat(Objectives.loss(objective, f, 0)).isCloseTo(loss, within(1e-15));
    assertThat(Objectives.gradient(objective, f, 0))
        .containsExactly(new double[] {slope, -slope}, within(1e-15));
  }

  @Test
  void gradient_logitsOfThreeHundred_staysFinite() {
    Network network = Network.parse("1-2");
    double[] weights = {300, -300, 0, 0};
    double[][] one = {{1}};
    for (Objective objective : Objective.all()) {
      for (int label = 0; label < 2; label++) {
        ReferenceNetwork reference = new ReferenceNetwork(network, objective, Reduction.MEAN);
        Examples examples = Examples.of(one, new int[] {label});
        assertThat(reference.forward(weights, examples).loss()).isFinite();
        assertThat(reference.gradient(weights, examples)).doesNotContain(Double.NaN);
        assertThat(
                GradientCheck.check(
                        reference,
                        reference::gradient,
                        weights,
                        examples,
                        GradientCheck.Settings.standard(1))
                    .passed())
            .isTrue();
      }
    }
    assertThat(Objectives.loss(new SoftmaxCrossEntropy(), new double[] {300, -300}, 1))
        .isEqualTo(600);
    assertThat(Objectives.gradient(new SoftmaxCrossEntropy(), new double[] {300, -300}, 1))
        .containsExactly(1, -1);
  }

  @Test
  void forward_sumsOfThreeHundred_saturateSmoothly() {
    for (String f : new String[] {"sigmoid", "tanh", "relu"}) {
      ReferenceNetwork network =
          new ReferenceNetwork(
              Network.parse("1-2:" + f), new SoftmaxCrossEntropy(), Reduction.MEAN);
      double[] gradient =
          network.gradient(
              new double[] {300, -300, 0, 0}, Examples.of(new double[][] {{1}}, new int[] {1}));
      assertThat(Arrays.stream(gradient).allMatch(Double::isFinite)).as(f).isTrue();
    }
  }

  @Test
  void forward_inputsOfAnotherNetwork_areRefused() {
    ReferenceNetwork network = new ReferenceNetwork(TWO, new SquaredError(), Reduction.MEAN);
    Examples wide = Examples.of(new double[][] {{1, 2, 3}}, new int[1]);
    Examples classes = Examples.of(new double[][] {{1, 2}}, new int[] {2});
    Examples right = Examples.of(new double[][] {{1, 2}}, new int[1]);
    assertRefused(() -> network.forward(WEIGHTS, wide), "expected examples of 2 inputs, found 3");
    assertRefused(() -> network.forward(WEIGHTS, classes), "labels below 2, found 2 in row 0");
    assertRefused(() -> network.forward(new double[11], right), "12 parameters, found 11");
  }

  @Test
  void examples_thatAreNone_areRefused() {
    assertRefused(() -> Examples.of(new double[0][0], new int[0]), "one label for each row");
    assertRefused(() -> Examples.of(new double[1][2], new int[2]), "1 rows and 2 labels");
    assertRefused(() -> Examples.of(new double[][] {{1}, {}}, new int[2]), "0 in row 1");
    assertRefused(() -> Examples.of(new double[][] {{1}}, new int[] {-1}), "-1 in row 0");
    Dataset data = Dataset.of("one", new PictureShape(1, 1), new byte[1], new int[1], 1);
    Batch before = Batch.over(data, new int[1], 1);
    assertRefused(() -> Examples.of(before), "found an empty batch");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(RoteException.class).hasMessageContaining(message);
  }
}
