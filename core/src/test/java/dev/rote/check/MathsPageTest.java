package dev.rote.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rote.network.Objective.SoftmaxCrossEntropy;
import dev.rote.network.Objective.SoftmaxSquaredError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// Holds docs/maths.md to its numbers: each table is computed anew and compared with the page.
final class MathsPageTest {
  private static final double[] LOGITS = {1, 2, 3};
  private static final double[] S = Objectives.softmax(LOGITS);
  private static final double SUM = Arrays.stream(LOGITS).map(StrictMath::exp).sum();
  private static final double STEP = 0x1p-7;

  /// A slope at t = 0: of a function, as derived, and as a mistake has it.
  private record Erratum(DoubleUnaryOperator function, double derived, double printed) {
    double difference() {
      return CentralDifferences.derivative(function, 0, STEP);
    }
  }

  @Test
  void errata_finiteDifferences_agreeWithTheDerivedAndNotWithThePrinted() throws IOException {
    List<Erratum> errata = errata();
    List<List<String>> table = table("errata");
    assertThat(table).hasSameSizeAs(errata);
    for (int i = 0; i < errata.size(); i++) {
      Erratum erratum = errata.get(i);
      List<String> row = table.get(i);
      double difference = erratum.difference();
      assertThat(difference).as("row %s", row).isCloseTo(erratum.derived(), within(1e-9));
      assertThat(Math.abs(erratum.printed() - difference)).as("row %s", row).isGreaterThan(0.04);
      double[] numbers = {
        erratum.derived(), difference, erratum.printed(), erratum.printed() - difference
      };
      for (int n = 0; n < numbers.length; n++) {
        String cell = row.get(row.size() - numbers.length + n).replace('−', '-');
        assertThat(Double.parseDouble(cell))
            .as("row %s, computed %s", row, Arrays.toString(numbers))
            .isCloseTo(numbers[n], within(0.6e-10)); // the page has ten decimals
      }
    }
  }

  /// The rows of the page's table, in its order.
  private static List<Erratum> errata() {
    double[][] derived = jacobian(1, -1);
    double[][] squareLost = jacobian(SUM, -SUM);
    double[][] minusLost = jacobian(1, 1);
    double[] alongW = product(derived, LOGITS);
    double[] divided = new double[3];
    Arrays.setAll(divided, i -> alongW[i] / S[i]);

    List<Erratum> errata = new ArrayList<>();
    errata.add(new Erratum(t -> softmax(0, t)[0], derived[0][0], squareLost[0][0]));
    errata.add(new Erratum(t -> scaled(t)[0], alongW[0], divided[0]));
    errata.add(new Erratum(t -> softmax(1, t)[0], derived[0][1], minusLost[0][1]));
    double[] crossEntropy = {-1 / S[0], 0, 0};
    double[] squaredError = {2 * (S[0] - 1), 2 * S[1], 2 * S[2]};
    for (double[] dS : List.of(crossEntropy, squaredError)) {
      boolean entropy = dS == crossEntropy;
      DoubleUnaryOperator second = t -> loss(entropy, moved(1, t));
      DoubleUnaryOperator along = t -> loss(entropy, times(1 + t));
      errata.add(new Erratum(second, chain(dS, derived)[1], chain(dS, squareLost)[1]));
      errata.add(new Erratum(along, dot(dS, alongW), dot(dS, divided)));
      errata.add(new Erratum(second, chain(dS, derived)[1], chain(dS, minusLost)[1]));
    }
    return errata;
  }

  /// ∂s_i/∂f_k, with a factor on the diagonal s_i (1 − s_i) and one on s_i s_k beside it.
  private static double[][] jacobian(double diagonal, double beside) {
    double[][] jacobian = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        jacobian[i][k] = i == k ? diagonal * S[i] * (1 - S[i]) : beside * S[i] * S[k];
      }
    }
    return jacobian;
  }

  /// ∂L/∂f_k = Σ_i ∂L/∂s_i ∂s_i/∂f_k.
  private static double[] chain(double[] dS, double[][] jacobian) {
    double[] dF = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        dF[k] += dS[i] * jacobian[i][k];
      }
    }
    return dF;
  }

  private static double[] product(double[][] jacobian, double[] v) {
    return Arrays.stream(jacobian).mapToDouble(row -> dot(row, v)).toArray();
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double loss(boolean entropy, double[] f) {
    return Objectives.loss(entropy ? new SoftmaxCrossEntropy() : new SoftmaxSquaredError(), f, 0);
  }

  private static double[] softmax(int k, double t) {
    return Objectives.softmax(moved(k, t));
  }

  private static double[] scaled(double t) {
    return Objectives.softmax(times(1 + t));
  }

  private static double[] moved(int k, double t) {
    double[] f = LOGITS.clone();
    f[k] += t;
    return f;
  }

  private static double[] times(double w) {
    return Arrays.stream(LOGITS).map(f -> w * f).toArray();
  }

  @Test
  void steps_errorsOfTheThreeFormulas_areThoseOfThePage() throws IOException {
    DoubleUnaryOperator loss = t -> loss(true, moved(0, t));
    double slope = S[0] - 1;
    for (List<String> row : table("steps")) {
      double h = Double.parseDouble(row.get(0));
      double one = difference(loss, h);
      double two = difference(loss, 2 * h);
      double[] errors = {
        one - slope,
        one + (one - two) / 3 - slope,
        CentralDifferences.derivative(loss, 0, h) - slope
      };
      for (int n = 0; n < errors.length; n++) {
        assertThat(row.get(n + 1))
            .as("h = %s", row.get(0))
            .isEqualTo(String.format(Locale.ROOT, "%.0e", Math.abs(errors[n])));
      }
    }
  }

  private static double difference(DoubleUnaryOperator f, double h) {
    return (f.applyAsDouble(h) - f.applyAsDouble(-h)) / (2 * h);
  }

  /// The cells of a table's body, which a comment before it names.
  private static List<List<String>> table(String name) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "docs", "maths.md"));
    int start = lines.indexOf("<!-- table: " + name + " -->");
    assertThat(start).as("docs/maths.md has a table named " + name).isNotNegative();
    return lines.stream()
        .skip(start + 3)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
        .toList();
  }
}
