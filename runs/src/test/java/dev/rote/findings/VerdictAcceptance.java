package dev.rote.findings;

import static dev.rote.findings.Acceptance.audit;
import static dev.rote.findings.Acceptance.recipe;
import static dev.rote.findings.Acceptance.row;
import static dev.rote.findings.Acceptance.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.audit.Audit;
import dev.rote.audit.Depth;
import dev.rote.audit.Verdict;
import dev.rote.data.DataSpec;
import dev.rote.data.Dataset;
import dev.rote.data.Labels;
import dev.rote.data.Order;
import dev.rote.data.Pixels;
import dev.rote.data.Randomness;
import dev.rote.data.Split;
import dev.rote.train.Recipe;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Whether verdicts are what is known of the data beforehand: rows 13 to 27 of docs/audit.md. Run
/// by `mvn verify -Paudit`.
class VerdictAcceptance {
  private static final String[] SLOW = {"optimizer.rate=0.05", "batch=64", "optimizer.momentum=0"};

  private static Split small(Labels labels, int count) {
    Split all = split(labels);
    int[] first = Order.natural(count);
    return new Split(all.train().part(first), all.heldOut().part(first));
  }

  /// The held-out labels come from the same process: both halves are training examples.
  private static Split sameProcess(double share, int from, int count) {
    Dataset noisy = split(new Labels.Symmetric(share)).train();
    return new Split(
        noisy.part(IntStream.range(from, from + count).toArray()),
        noisy.part(IntStream.range(from + count, from + 2 * count).toArray()));
  }

  private static void verdict(String number, String what, String required, Audit audit) {
    row(
        number,
        what,
        required,
        String.format(
            Locale.ROOT,
            "%s, L %.3f [%.3f, %.3f], p %.4f",
            audit.verdict().words(),
            audit.share().share().estimate(),
            audit.share().share().low(),
            audit.share().share().high(),
            audit.pValue()));
  }

  @Test
  void t13_originalLabels_areLearned() {
    Split given = small(new Labels.Given(), 5_000);
    Audit audit = audit(recipe(100, SLOW), given, Depth.QUICK);
    verdict("13", "original, 5,000, 100 epochs", "LEARNED, L .78–.92, p ≤ .001", audit);
    assertThat(audit.verdict()).isEqualTo(Verdict.LEARNED);
    assertThat(audit.share().share().estimate()).isBetween(0.78, 0.92);
    assertThat(audit.pValue()).isLessThanOrEqualTo(0.001);
  }

  @Test
  void t14_randomLabels_areMemorised() {
    for (int classes : new int[] {10, 2}) {
      Split random = small(new Labels.Random(classes), 5_000);
      Audit audit = audit(recipe(classes, 100, SLOW), random, Depth.QUICK);
      String what = "random labels of " + classes + " classes, 5,000, 100 epochs";
      verdict("14", what, "MEMORISED, L's interval holds 0", audit);
      assertThat(audit.verdict()).isEqualTo(Verdict.MEMORISED);
      assertThat(audit.share().share().contains(0)).isTrue();
    }
  }

  @Test
  void t15_gaussianNoiseWithRandomLabels_isLearnedByHeartAtOnce() {
    DataSpec noise =
        new DataSpec(new DataSpec.Noise(), 5_000, 5_000, Pixels.GAUSSIAN, new Labels.Random(2));
    Audit audit = audit(recipe(2, 10, SLOW), Acceptance.open(noise), Depth.QUICK);
    double trained = audit.curve().getLast().fitted();
    double heldOut = audit.share().heldOut();
    verdict("15", "Gaussian pictures, random labels of 2, 10 epochs", "MEMORISED", audit);
    row(
        "15",
        "accuracy in epoch 10, and held out",
        "≥ .99, .48–.52",
        String.format(Locale.ROOT, "%.4f, %.4f", trained, heldOut));
    assertThat(audit.verdict()).isEqualTo(Verdict.MEMORISED);
    assertThat(trained).isGreaterThanOrEqualTo(0.99);
    assertThat(heldOut).isBetween(0.48, 0.52);
  }

  @Test
  void t16_fortyPercentNoise_isPartlyLearned() {
    Audit audit = audit(recipe(100, SLOW), sameProcess(0.4, 0, 5_000), Depth.QUICK);
    verdict("16", "sym40 in both splits, 5,000, 100 epochs", "PARTLY, L .33–.50", audit);
    assertThat(audit.verdict()).isEqualTo(Verdict.PARTLY);
    assertThat(audit.share().share().estimate()).isBetween(0.33, 0.50);
  }

  @Test
  void t17_randomLabelsForOneEpoch_areNotFitted() {
    Split random = split(new Labels.Random(Labels.Random.AS_GIVEN));
    Audit audit = audit(recipe(1), random, Depth.QUICK);
    row("17", "random labels, 60,000, 1 epoch", "NOT FITTED", audit.verdict().words());
    assertThat(audit.verdict()).isEqualTo(Verdict.NOT_FITTED);
  }

  /// Labels drawn by a coin that shows 1 with a given probability, for other examples each time.
  private static Split coins(Split two, int run, int count, double ones) {
    Randomness random = new Randomness(NOISE, Randomness.Purpose.CHECK, run);
    int from = run % 50 * count;
    Dataset train = two.train().part(IntStream.range(from, from + count).toArray());
    int again = run % 5 * count;
    Dataset heldOut = two.heldOut().part(IntStream.range(again, again + count).toArray());
    return new Split(drawn(train, random, ones), drawn(heldOut, random, ones));
  }

  private static final long NOISE = 1_011;

  private static Dataset drawn(Dataset data, Randomness random, double ones) {
    int[] labels = new int[data.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.uniform() < ones ? 1 : 0;
    }
    return data.withLabels(labels);
  }

  @Test
  void t18_hundredRandomLabellings_raiseAtMostThreeFalseAlarms() {
    Split two = split(new Labels.Random(2));
    double[] p = new double[100];
    for (int run = 0; run < p.length; run++) {
      Split coins = coins(two, run, 1_000, 0.5);
      p[run] = audit(recipe(2, 20, SLOW), coins, Depth.QUICK, run).pValue();
    }
    Arrays.sort(p);
    double distance = 0;
    for (int i = 0; i < p.length; i++) {
      distance = Math.max(distance, p[i] - (double) i / p.length);
      distance = Math.max(distance, (i + 1.0) / p.length - p[i]);
    }
    long alarms = Arrays.stream(p).filter(one -> one <= Verdict.ALPHA).count();
    row(
        "18",
        "100 random labellings of 1,000: false alarms; Kolmogorov–Smirnov distance of p from uniform",
        "≤ 3; < .195, its limit at .001",
        String.format(
            Locale.ROOT,
            "%d; %.3f (mean p %.3f)",
            alarms,
            distance,
            Arrays.stream(p).average().orElseThrow()));
    assertThat(alarms).isLessThanOrEqualTo(3);
    assertThat(distance).isLessThan(0.195);
  }

  @Test
  void t19_sixtyPercentNoiseInAThousand_isNearlyAlwaysFound() {
    int found = 0;
    for (int run = 0; run < 20; run++) {
      Split noisy = sameProcess(0.6, 2_000 * run, 1_000);
      double p = audit(recipe(20, SLOW), noisy, Depth.QUICK, run).pValue();
      found += p <= Verdict.ALPHA ? 1 : 0;
    }
    row("19", "sym60, 1,000 examples: found in 20 runs", "≥ 19", "" + found);
    assertThat(found).isGreaterThanOrEqualTo(19);
  }

  /// The verdict is of the last epoch: what the page draws of the others cannot change it.
  @Test
  void t20_otherEpochsDrawn_leaveTheVerdictAsItIs() {
    Audit audit = audit(recipe(8, SLOW), sameProcess(0.4, 0, 2_000), Depth.QUICK);
    String sentence = AuditWords.verdict(audit);
    for (int epochs = 1; epochs <= 8; epochs++) {
      Audit fewer = drawing(audit, epochs);
      assertThat(AuditWords.verdict(fewer)).isEqualTo(sentence);
      assertThat(AuditWords.more(fewer, Optional.empty()))
          .isEqualTo(AuditWords.more(audit, Optional.empty()));
    }
    row("20", "verdict, whichever epochs are drawn", "the same words", "the same");
  }

  private static Audit drawing(Audit audit, int epochs) {
    return new Audit(
        audit.recipe(),
        audit.split(),
        audit.depth(),
        audit.seed(),
        audit.duplicates(),
        audit.verdict(),
        audit.share(),
        audit.pValue(),
        audit.curve().subList(0, epochs),
        audit.confidence(),
        audit.calibration(),
        audit.classes(),
        audit.otherSeeds(),
        audit.controls(),
        audit.errorRate(),
        audit.memorisation(),
        audit.examples(),
        audit.wrong(),
        audit.disputed());
  }

  @Test
  void t22_memorisationFromTwentyOtherNetworks_isNearlyTheSame() {
    Split noisy = Acceptance.heavy();
    float[][] scores = new float[2][];
    for (int half = 0; half < 2; half++) {
      Recipe recipe = recipe(60).withSeed(200 + half);
      Audit audit = audit(recipe, noisy, Depth.THOROUGH, 300 + half);
      scores[half] = audit.memorisation().orElseThrow().scores();
    }
    double correlation = correlation(scores[0], scores[1]);
    double error = error(scores[0], scores[1]);
    row(
        "22",
        "memorisation by 20 networks and by 20 others: Pearson; error of one",
        "≥ .75; ≤ .14",
        String.format(Locale.ROOT, "%.3f; %.3f", correlation, error));
    assertThat(correlation).isGreaterThanOrEqualTo(0.75);
    assertThat(error).isLessThanOrEqualTo(0.14);
  }

  private static double correlation(float[] x, float[] y) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      meanX += x[i] / x.length;
      meanY += y[i] / x.length;
    }
    double both = 0;
    double ofX = 0;
    double ofY = 0;
    for (int i = 0; i < x.length; i++) {
      both += (x[i] - meanX) * (y[i] - meanY);
      ofX += (x[i] - meanX) * (x[i] - meanX);
      ofY += (y[i] - meanY) * (y[i] - meanY);
    }
    return both / Math.sqrt(ofX * ofY);
  }

  /// Root mean square error of either, if the errors of both are independent.
  private static double error(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return Math.sqrt(sum / x.length / 2);
  }

  /// A fifth of the held-out examples are planted in the training split, half of them a little
  /// changed: their labels are known by heart, and must not pass for knowledge.
  @Test
  void t26_plantedCopies_areCountedAndDoNotPassForKnowledge() {
    Split random = small(new Labels.Random(2), 2_500);
    Dataset heldOut = random.heldOut();
    int planted = 500;
    int width = heldOut.features();
    byte[] pixels = new byte[random.train().size() * width];
    int[] labels = new int[random.train().size()];
    for (int i = 0; i < labels.length; i++) {
      random.train().copyTo(i, pixels, i * width);
      labels[i] = random.train().label(i);
    }
    for (int i = 0; i < planted; i++) {
      heldOut.copyTo(i, pixels, i * width);
      labels[i] = heldOut.label(i);
      for (int k = i * width; i % 2 == 1 && k < (i + 1) * width; k++) {
        pixels[k] = (byte) Math.round(0.9 * (pixels[k] & 0xFF));
      }
    }
    Dataset train = Dataset.of("planted", heldOut.shape(), pixels, labels, heldOut.classNames());
    Audit audit = audit(recipe(2, 100), new Split(train, heldOut), Depth.QUICK);
    int found = audit.duplicates().leaks() + audit.duplicates().nearLeaks();
    row("26", "500 of 2,500 held-out examples planted: found", "500", "" + found);
    verdict("26", "their random labels, 100 epochs", "MEMORISED, L's interval holds 0", audit);
    assertThat(audit.duplicates().leaks()).isBetween(250, 252);
    assertThat(found).isBetween(500, 505);
    assertThat(AuditWords.more(audit, Optional.empty()))
        .anyMatch(sentence -> sentence.startsWith("Copies: "));
    assertThat(audit.verdict()).isEqualTo(Verdict.MEMORISED);
    assertThat(audit.share().share().contains(0)).isTrue();
  }

  @Test
  void t27_nineteenToOneByChance_areMemorisedNotNinetyFivePercentAccurate() {
    Split coins = coins(split(new Labels.Random(2)), 0, 2_000, 0.05);
    Audit audit = audit(recipe(2, 200), coins, Depth.QUICK);
    verdict("27", "random labels 95 : 5, 2,000, 200 epochs", "MEMORISED", audit);
    row(
        "27",
        "chance by that",
        "about .9",
        String.format(Locale.ROOT, "%.3f", audit.share().chance()));
    assertThat(audit.verdict()).isEqualTo(Verdict.MEMORISED);
    assertThat(audit.share().chance()).isBetween(0.85, 0.95);
  }
}
