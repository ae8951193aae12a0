package dev.rote.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.data.Randomness;
import dev.rote.engine.Scores;
import org.junit.jupiter.api.Test;

/// What is written down of each example, and what is made of it.
class ExamplesTest {

  private static void show(
      Trajectory trajectory, int example, double margin, double p, int answer) {
    Scores scores = new Scores(1);
    scores.set(0, (float) -Math.log(p), (float) margin, answer);
    scores.setCertainty(0, (float) p, (float) (Math.sqrt(2) * (1 - p)));
    trajectory.visit(example, 0, scores);
  }

  @Test
  void trajectory_fiveEpochs_countsErrorsForgettingsAndMeans() {
    Trajectory trajectory = new Trajectory(2);
    show(trajectory, 1, -1, 0.25, 3);
    show(trajectory, 1, 1, 0.75, 1);
    show(trajectory, 1, -2, 0.25, 4);
    show(trajectory, 1, 1, 0.75, 1);
    assertThat(trajectory.seen(1)).isEqualTo(4);
    assertThat(trajectory.errorShare(1)).isEqualTo(0.5);
    assertThat(trajectory.forgettings(1)).isEqualTo(1);
    assertThat(trajectory.firstLearned(1)).isEqualTo(2);
    assertThat(trajectory.confidence(1)).isEqualTo(0.5);
    assertThat(trajectory.variability(1)).isEqualTo(0.25);
    assertThat(trajectory.meanMargin(1)).isEqualTo(-0.25);
    assertThat(trajectory.disputed(1)).isCloseTo(1, within(1e-6));
    assertThat(trajectory.lastOther(1)).isEqualTo(4);
    assertThat(trajectory.right(1)).isTrue();
    assertThat(trajectory.firstLearned(0)).isZero();
  }

  @Test
  void flips_drawn_areFourPercentAndNeverTheOldLabel() {
    int n = 5_000;
    int[] labels = new int[n];
    int[] predictions = new int[n];
    Randomness random = new Randomness(1, Randomness.Purpose.CHECK, 0);
    for (int i = 0; i < n; i++) {
      labels[i] = random.below(4);
      predictions[i] = labels[i] == 2 && random.below(2) == 0 ? 3 : labels[i];
    }
    Dataset data = Dataset.of("flipped", new PictureShape(1, 1), new byte[n], labels, 4);
    Flips flips = Flips.draw(data, new Answers(labels, predictions, 4), 5);
    int uniform = 0;
    int confused = 0;
    for (int i = 0; i < n; i++) {
      boolean changed = flips.labels()[i] != labels[i];
      assertThat(changed).isEqualTo(flips.uniform()[i] || flips.confused()[i]);
      assertThat(flips.uniform()[i] && flips.confused()[i]).isFalse();
      uniform += flips.uniform()[i] ? 1 : 0;
      confused += flips.confused()[i] ? 1 : 0;
      if (flips.confused()[i]) {
        assertThat(labels[i]).as("the only answer that labels disagree with").isEqualTo(3);
        assertThat(flips.labels()[i]).isEqualTo(2);
      }
    }
    assertThat(uniform).isEqualTo(100);
    assertThat(confused).isEqualTo(100);
  }

  /// Wrong labels cost 3 on average, right ones 1; so thresholds separate them well, not wholly.
  @Test
  void errorRate_eightPercentWrong_isFoundFromTheFlipsAlone() {
    int n = 50_000;
    boolean[] uniform = new boolean[n];
    boolean[] confused = new boolean[n];
    Trajectory trajectory = new Trajectory(n);
    Randomness random = new Randomness(3, Randomness.Purpose.CHECK, 0);
    for (int i = 0; i < n; i++) {
      uniform[i] = i < 1_000;
      confused[i] = i >= 1_000 && i < 2_000;
      boolean wrong = i < 2_000 || random.uniform() < 0.08;
      double loss = Math.max(0.01, (wrong ? 3 : 1) + 0.5 * random.normal());
      show(trajectory, i, wrong ? -1 : 1, Math.exp(-loss), 0);
    }
    ErrorRate rate =
        ErrorRate.of(trajectory, new Flips(new int[n], uniform, confused), new int[n], 2);
    assertThat(rate.random().estimate()).isBetween(0.07, 0.09);
    assertThat(rate.random().contains(0.08)).isTrue();
    assertThat(rate.hitRate()).isGreaterThan(0.9);
    assertThat(rate.flips()).isEqualTo(2_000);
  }

  @Test
  void highest_equalScores_takesTheLowerNumberFirst() {
    assertThat(Ranking.highest(new double[] {1, 3, 2, 3}, 3)).containsExactly(1, 3, 2);
  }
}
