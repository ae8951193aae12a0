package dev.rote.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rote.engine.Scores;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The numbers behind the figures of the audit's page, each case worked out by hand.
class PageNumbersTest {
  private static final Histogram EMPTY = new Histogram(new double[0], 1, 1);

  /// Eight answers, so two bins of four: sure at 0.75, right in half; sure at 0.5, right in all.
  @Test
  void calibration_eightAnswers_isTwoBinsTheLeastSureFirst() {
    boolean[] right = {true, true, false, true, false, true, true, true};
    float[] sure = {0.75f, 0.5f, 0.75f, 0.5f, 0.75f, 0.5f, 0.75f, 0.5f};
    Trajectory judged = new Trajectory(8);
    Scores scores = new Scores(1);
    for (int i = 0; i < 8; i++) {
      // A wrong answer at p = 0.25 for the label; its own probability is p e^ln 3 = 0.75.
      float p = right[i] ? sure[i] : 0.25f;
      scores.set(0, 0, right[i] ? 1 : (float) -Math.log(3), right[i] ? 0 : 1);
      scores.setCertainty(0, p, 0);
      judged.visit(i, 0, scores);
    }
    Answers answers = new Answers(new int[8], new int[] {0, 0, 1, 0, 1, 0, 0, 0}, 2);
    Calibration calibration = Calibration.of(answers, judged);
    assertThat(calibration.bins()).hasSize(2);
    assertThat(calibration.bins().get(0)).isEqualTo(new Calibration.Bin(0.5, 1, 4));
    Calibration.Bin sureOnes = calibration.bins().get(1);
    assertThat(sureOnes.confidence()).isCloseTo(0.75, within(1e-6));
    assertThat(sureOnes.accuracy()).isEqualTo(0.5);
    assertThat(sureOnes.examples()).isEqualTo(4);
    // |0.5 − 1| and |0.75 − 0.5|, half of the examples each
    assertThat(calibration.error()).isCloseTo(0.375, within(1e-6));
  }

  @Test
  void ofClass_threeClasses_countsEachBySplit() {
    Answers fitted = new Answers(new int[] {0, 0, 1, 1, 1}, new int[] {0, 1, 1, 1, 1}, 3);
    Answers heldOut = new Answers(new int[] {0, 2, 0, 2}, new int[] {0, 0, 1, 2}, 3);
    boolean[] issue = {false, true, true, false, true};
    Interval none = new Interval(0, 0, 0);
    ErrorRate rate =
        new ErrorRate(none, none, 0.5, 8, 1, EMPTY, EMPTY, List.of(0.25, 0.75, Double.NaN));
    List<OfClass> all = OfClass.all(fitted, heldOut, issue, Optional.of(rate));
    assertThat(all)
        .containsExactly(
            new OfClass(2, 0.5, 2, 0.5, 1, 0.25),
            new OfClass(3, 1, 0, Double.NaN, 2, 0.75),
            new OfClass(0, Double.NaN, 2, 0.5, 0, Double.NaN));
    assertThat(OfClass.all(fitted, heldOut, issue, Optional.empty()))
        .allSatisfy(one -> assertThat(one.hitRate()).isNaN());
  }

  @Test
  void histogram_edgesAndBeyond_areInTheUpperAndTheLastBin() {
    Histogram histogram = new Histogram(new double[] {0, 0.4, 0.5, 1.4, 1.5, 99, 1e300, 1}, 3, 0.5);
    assertThat(histogram.width()).isEqualTo(0.5);
    assertThat(histogram.shares()).containsExactly(0.25, 0.125, 0.625);
    assertThat(EMPTY.shares()).containsExactly(0);
  }
}
