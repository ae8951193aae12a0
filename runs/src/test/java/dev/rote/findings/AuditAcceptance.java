package dev.rote.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.audit.Audit;
import dev.rote.audit.Auditor;
import dev.rote.audit.Depth;
import dev.rote.audit.ErrorRate;
import dev.rote.audit.Verdict;
import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.data.FetchListener;
import dev.rote.data.Labels;
import dev.rote.data.Order;
import dev.rote.data.Split;
import dev.rote.engine.Engines;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.SideBySide;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What an audit must be able to do, on all of Fashion-MNIST, on noise that it was not designed on:
/// the table of docs/audit.md. Run by `mvn verify -Paudit`, about ten minutes.
class AuditAcceptance {
  private static final int NOISE_SEED = 11;
  private static final Labels CONFUSED =
      new Labels.Swaps(1.0 / 6, Map.of(0, 6, 6, 0, 2, 4, 4, 2, 5, 7, 7, 5));
  private static final DataStore STORE = DataStore.standard(Optional.empty(), FetchListener.SILENT);
  private static final List<String> TABLE = new ArrayList<>();

  @AfterAll
  static void print() {
    TABLE.forEach(System.out::println);
  }

  private static void row(String number, String what, String required, String measured) {
    TABLE.add("| " + String.join(" | ", number, what, required, measured) + " |");
  }

  private static Recipe recipe(int epochs, String... more) {
    List<String> overrides = new ArrayList<>(List.of("epochs=" + epochs));
    overrides.addAll(List.of(more));
    return RecipeFile.parse(
        """
        name: acceptance
        data: {name: fashion-mnist}
        network:
          inputs: 784
          activation: relu
          layers: [{dense: 128}, {dense: 64}, {dense: 10}]
        objective: softmax-cross-entropy
        optimizer: {name: sgd, rate: 0.02, momentum: 0.9}
        init: he-uniform
        batch: 128
        """,
        "acceptance",
        Path.of(""),
        overrides);
  }

  private static Split split(Labels labels) {
    DataSpec plain = DataSpec.named("fashion-mnist");
    DataSpec spec =
        new DataSpec(plain.source(), DataSpec.ALL, DataSpec.ALL, plain.pixels(), labels);
    return STORE.open(spec, NOISE_SEED);
  }

  private static Audit audit(Recipe recipe, Split split, Depth depth) {
    SideBySide cores = SideBySide.onAllCores();
    return new Auditor(recipe, split, Engines.named("jvm"), depth, NOISE_SEED)
        .run(
            new Auditor.Workers() {
              @Override
              public <T> List<T> all(List<Supplier<T>> pieces) {
                return cores.all(pieces);
              }
            })
        .orElseThrow();
  }

  /// Which training labels noise made wrong.
  private static boolean[] wrong(Dataset noisy) {
    Dataset clean = split(new Labels.Given()).train();
    boolean[] wrong = new boolean[noisy.size()];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = noisy.label(i) != clean.label(i);
    }
    return wrong;
  }

  /// How well scores tell wrong labels from right ones.
  private record Ranked(double auroc, double averagePrecision, double precisionAtK) {
    static Ranked of(double[] scores, boolean[] wrong) {
      int[] order =
          IntStream.range(0, scores.length)
              .boxed()
              .sorted((a, b) -> Double.compare(scores[b], scores[a]))
              .mapToInt(Integer::intValue)
              .toArray();
      int k = (int) IntStream.range(0, wrong.length).filter(i -> wrong[i]).count();
      int found = 0;
      int atK = 0;
      double area = 0;
      double precision = 0;
      for (int place = 0; place < order.length; place++) {
        if (wrong[order[place]]) {
          found++;
          precision += (double) found / (place + 1);
          atK += place < k ? 1 : 0;
        } else {
          area += found;
        }
      }
      return new Ranked(area / k / (wrong.length - k), precision / k, (double) atK / k);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%.4f / %.3f / %.3f", auroc, averagePrecision, precisionAtK);
    }
  }

  private static void require(
      String number, String what, Ranked found, double auroc, double ap, double atK) {
    String required = String.format(Locale.ROOT, "≥ %.3f / %.2f / %.3f", auroc, ap, atK);
    row(number, what + ": AUROC / AP / P@k", required, found.toString());
    assertThat(found.auroc()).as(what).isGreaterThanOrEqualTo(auroc);
    assertThat(found.averagePrecision()).as(what).isGreaterThanOrEqualTo(ap);
    assertThat(found.precisionAtK()).as(what).isGreaterThanOrEqualTo(atK);
  }

  @Test
  void t01_t02_t03_symmetricTenPercent_isRankedFirst() {
    Split noisy = split(new Labels.Symmetric(0.1));
    boolean[] wrong = wrong(noisy.train());
    Audit audit = audit(recipe(20), noisy, Depth.QUICK);
    require(
        "1", "sym10, mean loss", Ranked.of(audit.examples().lossScore(), wrong), 0.99, 0.94, 0.88);
    require("2", "sym10, D", Ranked.of(audit.examples().disputedScore(), wrong), 0.988, 0.91, 0.85);
    Audit once = audit(recipe(1), noisy, Depth.QUICK);
    require("3", "sym10, one epoch", Ranked.of(once.examples().lossScore(), wrong), 0.985, 0, 0.86);
  }

  @Test
  void t04_moreSymmetricNoise_isRankedFirst() {
    for (double[] c : new double[][] {{0.2, 0.99, 0.915}, {0.4, 0.986, 0.935}}) {
      Split noisy = split(new Labels.Symmetric(c[0]));
      Audit audit = audit(recipe(20), noisy, Depth.QUICK);
      Ranked found = Ranked.of(audit.examples().lossScore(), wrong(noisy.train()));
      require("4", "sym" + Math.round(100 * c[0]) + ", mean loss", found, c[1], 0, c[2]);
    }
  }

  @Test
  void t05_t06_lookAlikesAndPairs_areRankedFirstByD() {
    Split confused = split(CONFUSED);
    Audit audit = audit(recipe(20), confused, Depth.QUICK);
    Ranked found = Ranked.of(audit.examples().disputedScore(), wrong(confused.train()));
    require("5", "conf10, D", found, 0, 0.68, 0.68);
    for (double[] c : new double[][] {{0.2, 0.975, 0.86}, {0.4, 0.93, 0.85}}) {
      Split pairs = split(new Labels.Pairs(c[0]));
      Audit ofPairs = audit(recipe(20), pairs, Depth.QUICK);
      Ranked ranked = Ranked.of(ofPairs.examples().disputedScore(), wrong(pairs.train()));
      require("6", "pair" + Math.round(100 * c[0]) + ", D", ranked, c[1], 0, c[2]);
    }
  }

  @Test
  void t08_publishedWrongLabels_standNearTheTop() {
    Split given = split(new Labels.Given());
    double[] sum = new double[given.train().size()];
    for (int seed = 0; seed < 3; seed++) {
      Audit audit = audit(recipe(10).withSeed(100 + seed), given, Depth.QUICK);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += audit.examples().lossScore()[i];
      }
    }
    List<Integer> places = new ArrayList<>();
    for (int known : new int[] {45592, 16691, 28264, 33982, 40513, 42018}) {
      places.add(1 + (int) Arrays.stream(sum).filter(score -> score > sum[known]).count());
    }
    row("8", "places of six published wrong labels", "≤ 300, four ≤ 100", "" + places);
    assertThat(places).allMatch(place -> place <= 300);
    assertThat(places.stream().filter(place -> place <= 100)).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void t09_t10_t11_t12_errorRates_bracketTheTruth() {
    rates("9", "original labels", new Labels.Given(), 0, 0.005, 0, 0.03, 0);
    rates("10", "sym02", new Labels.Symmetric(0.02), 0.01, 0.03, 0.01, 0.06, 0.02);
    rates("10", "sym05", new Labels.Symmetric(0.05), 0.035, 0.065, 0.04, 0.09, 0.05);
    rates("10", "sym10", new Labels.Symmetric(0.1), 0.085, 0.115, 0.09, 0.14, 0.1);
    rates("10", "sym20", new Labels.Symmetric(0.2), 0.165, 0.235, 0.19, 0.24, 0.2);
    rates("11", "conf10", CONFUSED, 0, 0.01, 0.085, 0.14, 0.1);
    rates("11", "pair20", new Labels.Pairs(0.2), 0, 0.01, 0.185, 0.24, 0.2);
  }

  private static void rates(
      String number,
      String what,
      Labels labels,
      double low,
      double high,
      double least,
      double most,
      double truth) {
    Split noisy = split(labels);
    Audit audit = audit(recipe(20), noisy, Depth.STANDARD);
    ErrorRate rate = audit.errorRate().orElseThrow();
    double random = rate.random().estimate();
    double cautious = rate.cautious().estimate();
    row(
        number,
        what + ", truth " + truth + ": random / cautious",
        String.format(Locale.ROOT, "%.3f–%.3f / %.3f–%.3f", low, high, least, most),
        String.format(Locale.ROOT, "%.4f / %.4f", random, cautious));
    if (what.equals("sym10")) {
      double[] loss = audit.examples().lossScore();
      boolean[] wrong = wrong(noisy.train());
      double[] sorted = loss.clone();
      Arrays.sort(sorted);
      double tenth = sorted[loss.length - loss.length / 10];
      long listed =
          IntStream.range(0, loss.length).filter(i -> wrong[i] && loss[i] >= tenth).count();
      long all = IntStream.range(0, loss.length).filter(i -> wrong[i]).count();
      double recall = (double) listed / all;
      row(
          "12",
          "hit rate claimed, and true recall of the top tenth, sym10",
          "within 0.03",
          String.format(Locale.ROOT, "%.3f, %.3f", rate.hitRate(), recall));
    }
  }

  private static Split small(Labels labels, int count) {
    Split all = split(labels);
    int[] first = Order.natural(count);
    return new Split(all.train().part(first), all.heldOut().part(first));
  }

  private static Audit verdict(
      String number, String what, Split split, int epochs, String required, String... more) {
    List<String> words = new ArrayList<>(List.of("optimizer.rate=0.05", "batch=64"));
    words.add("optimizer.momentum=0");
    words.addAll(List.of(more));
    Audit audit = audit(recipe(epochs, words.toArray(String[]::new)), split, Depth.QUICK);
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
    return audit;
  }

  @Test
  void t13_t16_shares_areWhatTheNoiseLeaves() {
    Audit given =
        verdict(
            "13",
            "original, 5,000, 100 epochs",
            small(new Labels.Given(), 5000),
            100,
            "LEARNED, L 0.78–0.92, p ≤ 0.001");
    Audit noisy =
        verdict(
            "16", "sym40, 5,000, 100 epochs", sameProcess(0.4, 5000), 100, "PARTLY, L 0.33–0.50");
    assertThat(given.verdict()).isEqualTo(Verdict.LEARNED);
    assertThat(given.share().share().estimate()).isBetween(0.78, 0.92);
    assertThat(noisy.verdict()).isEqualTo(Verdict.PARTLY);
    assertThat(noisy.share().share().estimate()).isBetween(0.33, 0.50);
  }

  /// Noise in both splits: the held-out labels come from the same process.
  private static Split sameProcess(double share, int count) {
    Dataset noisy = split(new Labels.Symmetric(share)).train();
    return new Split(
        noisy.part(IntStream.range(0, count).toArray()),
        noisy.part(IntStream.range(count, 2 * count).toArray()));
  }

  @Test
  void t14_t17_t27_randomLabels_areNotLearned() {
    for (int classes : new int[] {10, 2}) {
      Split random = small(new Labels.Random(classes), 5000);
      Audit audit =
          verdict(
              "14",
              "random labels of " + classes + ", 5,000",
              random,
              100,
              "MEMORISED, L's interval holds 0");
      assertThat(audit.verdict()).isEqualTo(Verdict.MEMORISED);
      assertThat(audit.share().share().contains(0)).isTrue();
    }
    Audit once = audit(recipe(1), split(new Labels.Random(Labels.Random.AS_GIVEN)), Depth.QUICK);
    row("17", "random labels, 60,000, 1 epoch", "NOT FITTED", once.verdict().words());
    assertThat(once.verdict()).isEqualTo(Verdict.NOT_FITTED);
  }
}
