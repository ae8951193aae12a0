package dev.rote.report;

import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.train.EpochStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/// Small reports with known numbers.
final class Reports {
  static final List<String> NAMES = List.of("shirt", "coat", "ankle boot");

  private Reports() {}

  /// Runs whose four numbers are simple functions of seed and epoch.
  static SeedRun run(long seed, int epochs) {
    return new SeedRun(seed, stats(seed, 1, epochs));
  }

  static SeedRun diverged(long seed, int epochs) {
    return new SeedRun(seed, stats(seed, 1, epochs), Optional.of("loss is NaN"));
  }

  static List<EpochStats> stats(long seed, int first, int last) {
    List<EpochStats> stats = new ArrayList<>();
    for (int epoch = first; epoch <= last; epoch++) {
      double train = 0.95 - 0.4 / epoch + 0.002 * seed;
      double heldOut = 0.9 - 0.35 / epoch - 0.0037 * seed;
      stats.add(
          new EpochStats(epoch, 1.0 / epoch, train, 0.3 + 1.1 / (epoch + seed), heldOut, 1, 1));
    }
    return stats;
  }

  /// A run with the held-out accuracies given, NaN among them or not.
  static SeedRun heldOut(long seed, int epochs, IntToDoubleFunction accuracy) {
    List<EpochStats> stats = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      stats.add(new EpochStats(epoch, 1, 0.5, 1, accuracy.applyAsDouble(epoch), 1, 1));
    }
    return new SeedRun(seed, stats);
  }

  static Experiment experiment(String id, SeedRun... runs) {
    return new Experiment(id, "line " + id, "data, batch 1, " + id, "name: " + id, List.of(runs));
  }

  static Claim claim(String id, Verdict verdict, String note) {
    return new Claim(id, "claim " + id, "regime " + id, "0.87", "0.86–0.88", verdict, note);
  }

  /// Four pictures of 2 × 3 pixels; pixel p of example e is 40 e + p.
  static Dataset data() {
    byte[] pixels = new byte[4 * 6];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (40 * (i / 6) + i % 6);
    }
    return Dataset.of("tiny", new PictureShape(2, 3), pixels, new int[] {0, 2, 2, 0}, 3);
  }

  static ConfusionMatrix confusion() {
    ConfusionMatrix matrix = new ConfusionMatrix(NAMES);
    add(matrix, 0, 0, 8);
    add(matrix, 0, 1, 2);
    add(matrix, 1, 1, 5);
    add(matrix, 1, 2, 1);
    add(matrix, 1, 0, 4);
    return matrix;
  }

  private static void add(ConfusionMatrix matrix, int given, int predicted, int times) {
    for (int i = 0; i < times; i++) {
      matrix.add(given, predicted);
    }
  }

  /// One of everything.
  static ReproductionReport full() {
    List<Experiment> experiments =
        List.of(
            experiment("a", run(1, 6), run(2, 6), run(3, 6)),
            experiment("b", run(1, 6), diverged(2, 3), run(3, 6)));
    return new ReproductionReport(
        "Report",
        "subtitle",
        List.of(
            claim("Q1", Verdict.HOLDS, ""),
            claim("Q2", Verdict.HOLDS_ONLY_IF, "batch is 1"),
            claim("Q3", Verdict.DOES_NOT_HOLD, "")),
        experiments,
        List.of(
            new Chapter("charts", "Charts", List.of("Look."), exhibits("a", "b")),
            new Chapter("tables", "Tables", List.of(), List.of(grid()))),
        confusion(),
        List.of(new Mistake(1, 2, 0, 3.25, -4.5), new Mistake(3, 0, 1, 1.5, -0.5)),
        data(),
        NAMES,
        List.of(new Fact("JDK", "25"), new Fact("Engine", "jvm")));
  }

  /// One chart of each metric, over all the experiments named, and one of the first alone.
  static List<Comparison> comparisons(String... ids) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      comparisons.add(new Comparison("All: " + metric, List.of(ids), metric));
    }
    comparisons.add(new Comparison("First", List.of(ids[0]), Metric.ACCURACY));
    return comparisons;
  }

  /// The same, and a table of the epochs they take.
  private static List<Exhibit> exhibits(String... ids) {
    List<Exhibit> exhibits = new ArrayList<>(comparisons(ids));
    exhibits.add(new Reach("Epochs", List.of(ids)));
    return exhibits;
  }

  static Grid grid() {
    return new Grid(
        "Search",
        "How to read it.",
        "Way",
        List.of("10", "20"),
        List.of(
            new Grid.Row("x", "first", List.of(cell("0.5", false), cell("0.01", true))),
            new Grid.Row("x", "second", List.of(cell("0.6", false), cell("0.7", false))),
            new Grid.Row("y", "first", List.of(cell("0.8", false), cell("0.02", true)))));
  }

  private static Grid.Cell cell(String text, boolean marked) {
    return new Grid.Cell(text, marked);
  }

  /// A report of experiments alone, all its exhibits in one chapter.
  static ReproductionReport of(List<Experiment> experiments, List<? extends Exhibit> exhibits) {
    ConfusionMatrix nothing = new ConfusionMatrix(NAMES);
    return new ReproductionReport(
        "Report",
        "",
        List.of(),
        experiments,
        List.of(new Chapter("charts", "Charts", List.of(), List.copyOf(exhibits))),
        nothing,
        List.of(),
        data(),
        NAMES,
        List.of());
  }
}
