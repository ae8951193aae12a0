package dev.rote.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.report.Claim;
import dev.rote.report.Experiment;
import dev.rote.report.SeedRun;
import dev.rote.report.Verdict;
import dev.rote.train.EpochStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Verdicts on question 1 follow the numbers, whatever they are.
class QuestionOneTest {

  /// Held-out accuracies by experiment: a list of percents to each seed.
  private final Map<String, List<List<Double>>> accuracies = new HashMap<>();

  private final Map<String, String> diverged = new HashMap<>();

  private QuestionOneTest with(String id, double... percents) {
    List<Double> seed = new ArrayList<>();
    for (double percent : percents) {
      seed.add(percent / 100);
    }
    accuracies.computeIfAbsent(id, _ -> new ArrayList<>()).add(seed);
    return this;
  }

  private Claim claim(String id) {
    Study study = Study.full(List.of("jvm"), List.of("jvm"));
    List<Experiment> experiments =
        study.experiments().stream()
            .map(item -> new Experiment(item.id(), item.id(), item.id(), "", runs(item.id())))
            .toList();
    return Claims.judge(new Evidence(study, experiments, List.of(), 1000)).stream()
        .filter(claim -> claim.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private List<SeedRun> runs(String id) {
    List<SeedRun> runs = new ArrayList<>();
    for (List<Double> seed : accuracies.getOrDefault(id, List.of(List.of(0.5)))) {
      List<EpochStats> epochs = new ArrayList<>();
      for (double accuracy : seed) {
        epochs.add(new EpochStats(epochs.size() + 1, 1, 0.5, 1, accuracy, 1, 1));
      }
      runs.add(new SeedRun(runs.size(), epochs, Optional.ofNullable(diverged.get(id))));
    }
    return runs;
  }

  @Test
  void accuracy_baselineRoundsTo89_holds() {
    with("q1-baseline", 80, 88.4).with("q1-baseline", 80, 88.8);
    assertThat(claim("accuracy").verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(claim("accuracy").measured()).isEqualTo("88.6\u00a0% after 2 epochs");
    assertThat(claim("accuracy").spread()).isEqualTo("88.4–88.8\u00a0% over 2 seeds");
  }

  @Test
  void accuracy_onlyAnotherRecipeReachesIt_holdsOnlyWithThatRecipe() {
    with("q1-baseline", 80, 88.2).with("fashion-adam", 88, 89.5);
    Claim claim = claim("accuracy");
    assertThat(claim.verdict()).isEqualTo(Verdict.HOLDS_ONLY_IF);
    assertThat(claim.note()).contains("fashion-adam").contains("at epoch 2");
  }

  @Test
  void accuracy_nobodyReachesIt_doesNotHold() {
    with("q1-baseline", 80, 88.2).with("fashion-adam", 80, 81);
    Claim claim = claim("accuracy");
    assertThat(claim.verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(claim.note()).contains("No recipe reached 89 %");
  }

  @Test
  void sigmoid_fourTimesTheEpochsToTheHighestCommonAccuracy_holds() {
    with("q1-baseline", 72, 85).with("q1-sigmoid", 60, 71, 71, 71, 71, 71, 71, 85);
    Claim claim = claim("sigmoid");
    assertThat(claim.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(claim.measured()).isEqualTo("4.0× the epochs to 85\u00a0%");
  }

  @Test
  void sigmoid_fourTimesOnlyToLowerAccuracies_holdsOnlyThere() {
    with("q1-baseline", 71, 80, 80, 80, 82).with("q1-sigmoid", 60, 60, 60, 71, 80, 80, 80, 82);
    Claim claim = claim("sigmoid");
    assertThat(claim.verdict()).isEqualTo(Verdict.HOLDS_ONLY_IF);
    assertThat(claim.note()).contains("70\u00a0%, 71\u00a0%").doesNotContain("82");
  }

  @Test
  void sigmoid_nearlyAsFast_doesNotHold() {
    with("q1-baseline", 70, 85).with("q1-sigmoid", 70, 80, 85);
    assertThat(claim("sigmoid").verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
  }

  @Test
  void sigmoid_noCommonAccuracy_doesNotHoldAndSaysSo() {
    with("q1-baseline", 90).with("q1-sigmoid", 10);
    assertThat(claim("sigmoid").verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(claim("sigmoid").measured()).contains("no accuracy");
  }

  @Test
  void rate_smallestIsBestForSingleExamplesOnly_holdsOnlyThere() {
    with("q1-baseline", 86, 88).with("q1-rate-0.05", 84, 84).with("q1-rate-0.1", 10);
    diverged.put("q1-rate-0.1", "NaN");
    with("q1-batch-64", 60).with("q1-batch-64-rate-0.05", 70).with("q1-batch-64-rate-0.1", 80);
    Claim claim = claim("rate");
    assertThat(claim.verdict()).isEqualTo(Verdict.HOLDS_ONLY_IF);
    assertThat(claim.note()).contains("batch 1;").contains("batch 64");
    assertThat(claim.measured()).contains("87.0\u00a0% at 0.01").contains("5.0\u00a0% at 0.1");
  }

  @Test
  void rate_smallestIsBestThroughout_holds() {
    with("q1-baseline", 87).with("q1-rate-0.05", 84).with("q1-rate-0.1", 80);
    with("q1-batch-64", 87).with("q1-batch-64-rate-0.05", 70).with("q1-batch-64-rate-0.1", 80);
    assertThat(claim("rate").verdict()).isEqualTo(Verdict.HOLDS);
  }

  @Test
  void rate_smallestIsNeverBest_doesNotHold() {
    with("q1-baseline", 80).with("q1-rate-0.05", 84).with("q1-rate-0.1", 82);
    with("q1-batch-64", 60).with("q1-batch-64-rate-0.05", 70).with("q1-batch-64-rate-0.1", 80);
    assertThat(claim("rate").verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
  }
}
