package dev.rote.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rote.data.Randomness;
import org.junit.jupiter.api.Test;

/// The numbers a verdict rests on, against what is known of them.
class MeasuresTest {

  /// Answers of which a share is the label, and the rest any class.
  private static Answers answers(int size, int classes, double known, int stream) {
    Randomness random = new Randomness(7, Randomness.Purpose.CHECK, stream);
    int[] labels = new int[size];
    int[] predictions = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = random.below(classes);
      predictions[i] = random.uniform() < known ? labels[i] : random.below(classes);
    }
    return new Answers(labels, predictions, classes);
  }

  @Test
  void chance_unequalClasses_isThatOfAnsweringTheCommonOne() {
    int[] labels = new int[100];
    for (int i = 0; i < 5; i++) {
      labels[i] = 1;
    }
    Answers always = new Answers(labels, new int[100], 2);
    assertThat(always.accuracy()).isEqualTo(0.95);
    assertThat(always.chance()).isEqualTo(0.95);
  }

  /// The mean over all 3! permutations of three labels, by hand.
  @Test
  void chance_threeExamples_isTheMeanOverAllPermutations() {
    Answers three = new Answers(new int[] {0, 0, 1}, new int[] {0, 1, 1}, 2);
    assertThat(three.chance()).isCloseTo((2.0 / 3 * 1 / 3) + (1.0 / 3 * 2 / 3), within(1e-15));
  }

  @Test
  void pValue_answersThatKnowNothing_isUniform() {
    int below = 0;
    double sum = 0;
    int trials = 60;
    for (int t = 0; t < trials; t++) {
      double p = PermutationTest.pValue(answers(200, 4, 0, t), t);
      sum += p;
      below += p <= 0.05 ? 1 : 0;
    }
    // 60 uniform numbers: mean 0.5 ± 4 × 0.037, and 13 or more below 0.05 once in 10 million times
    assertThat(sum / trials).isBetween(0.35, 0.65);
    assertThat(below).isLessThan(13);
  }

  @Test
  void pValue_answersThatKnowALot_isTheSmallestThereIs() {
    assertThat(PermutationTest.pValue(answers(500, 10, 0.5, 1), 0)).isEqualTo(1e-4);
  }

  @Test
  void learnedShare_halfOfWhatIsFittedHolds_isHalfWithinItsInterval() {
    Answers fitted = answers(20_000, 10, 0.8, 2);
    Answers heldOut = answers(5_000, 10, 0.4, 3);
    LearnedShare share = LearnedShare.of(fitted, heldOut, 0);
    assertThat(share.share().contains(0.5)).isTrue();
    assertThat(share.share().width()).isBetween(0.03, 0.1);
    assertThat(share.memorised()).isCloseTo(1 - share.share().estimate(), within(1e-15));
    // c = 0.1, h = 5,000: 1.3 points
    assertThat(share.detectableLift()).isCloseTo(0.0134, within(0.0003));
  }

  @Test
  void verdict_knownShares_isTheRules() {
    assertThat(verdict(0.9, 0.85, 5_000)).isEqualTo(Verdict.LEARNED);
    assertThat(verdict(0.8, 0.4, 5_000)).isEqualTo(Verdict.PARTLY);
    assertThat(verdict(0.9, 0.0, 5_000)).isEqualTo(Verdict.MEMORISED);
    assertThat(verdict(0.01, 0.0, 5_000)).isEqualTo(Verdict.NOT_FITTED);
    assertThat(verdict(0.9, 0.85, 150)).isEqualTo(Verdict.CANNOT_TELL);
  }

  private static Verdict verdict(double fitted, double heldOut, int size) {
    Answers out = answers(size, 10, heldOut, 5);
    LearnedShare share = LearnedShare.of(answers(20_000, 10, fitted, 4), out, 0);
    return Verdict.of(share, PermutationTest.pValue(out, 0), size);
  }
}
