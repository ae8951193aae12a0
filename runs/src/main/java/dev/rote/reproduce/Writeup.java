package dev.rote.reproduce;

import dev.rote.data.Dataset;
import dev.rote.engine.Engine;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.exchange.AtomicFile;
import dev.rote.report.Claim;
import dev.rote.report.Comparison;
import dev.rote.report.ConfusionMatrix;
import dev.rote.report.Fact;
import dev.rote.report.Metric;
import dev.rote.report.Mistake;
import dev.rote.report.ReproductionReport;
import dev.rote.runs.Json;
import dev.rote.train.Evaluation;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns what a study came to into claims, a report and its files.
///
/// @param claims judged
/// @param report to read
public record Writeup(List<Claim> claims, ReproductionReport report) {
  private static final int JUDGED_AT_ONCE = 256;
  private static final int GALLERY = 30;

  public Writeup {
    claims = List.copyOf(claims);
  }

  /// Judges the claims and looks closely at the baseline's first network.
  ///
  /// @param facts what the results depend on
  public static Writeup of(
      Study study, Reproduction.Outcome outcome, Engine engine, List<Fact> facts) {
    List<Claim> claims = Claims.judge(study, outcome.experiments());
    Reproduction.Result baseline = outcome.result(Study.BASELINE);
    Dataset heldOut = baseline.split().heldOut();
    ConfusionMatrix confusion = new ConfusionMatrix(heldOut.classNames());
    List<Mistake> mistakes = new ArrayList<>();
    baseline
        .first()
        .ifPresent(
            trace ->
                look(study.recipe(Study.BASELINE), trace, engine, heldOut, confusion, mistakes));
    mistakes.sort(
        Comparator.comparingDouble(Mistake::loss).reversed().thenComparingDouble(Mistake::margin));
    ReproductionReport report =
        new ReproductionReport(
            "A network written from scratch, trained on " + heldOut.name(),
            "Question 1 of the course report, measured again",
            claims,
            outcome.experiments(),
            comparisons(),
            confusion,
            mistakes.subList(0, Math.min(GALLERY, mistakes.size())),
            heldOut,
            heldOut.classNames(),
            facts);
    return new Writeup(claims, report);
  }

  private static void look(
      Recipe recipe,
      Trace trace,
      Engine engine,
      Dataset heldOut,
      ConfusionMatrix confusion,
      List<Mistake> mistakes) {
    Resources resources = Resources.single(JUDGED_AT_ONCE);
    try (Session session = engine.open(recipe.job(), trace.parameters(), resources)) {
      new Evaluation(session, JUDGED_AT_ONCE)
          .of(
              heldOut,
              (example, row, scores) -> {
                int given = heldOut.label(example);
                int predicted = scores.prediction(row);
                confusion.add(given, predicted);
                if (given != predicted) {
                  mistakes.add(
                      new Mistake(example, given, predicted, scores.loss(row), scores.margin(row)));
                }
              });
    }
  }

  private static List<Comparison> comparisons() {
    List<String> activations = List.of(Study.BASELINE, Study.SIGMOID);
    List<String> recipes = List.of(Study.BASELINE, Study.MODERN);
    return List.of(
        new Comparison("The baseline", List.of(Study.BASELINE), Metric.ACCURACY),
        new Comparison("ReLU against sigmoid", activations, Metric.HELD_OUT_ACCURACY),
        new Comparison("Three rates, single examples", Study.RATES, Metric.HELD_OUT_ACCURACY),
        new Comparison(
            "Three rates, averaged batches", Study.AVERAGED_RATES, Metric.HELD_OUT_ACCURACY),
        new Comparison("The same network, two recipes", recipes, Metric.HELD_OUT_ACCURACY),
        new Comparison("The baseline", List.of(Study.BASELINE), Metric.LOSS),
        new Comparison("ReLU against sigmoid", activations, Metric.HELD_OUT_LOSS),
        new Comparison("Three rates, single examples", Study.RATES, Metric.HELD_OUT_LOSS),
        new Comparison("The gap between training and test", recipes, Metric.ACCURACY_GAP));
  }

  /// Writes `report.html` and `claims.json`, each in one step.
  public void write(Path folder) {
    AtomicFile.writeText(folder.resolve("claims.json"), Json.pretty(json()));
    AtomicFile.writeText(folder.resolve("report.html"), report.html());
  }

  private List<Map<String, Object>> json() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Claim claim : claims) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("id", claim.id());
      fields.put("claim", claim.claim());
      fields.put("regime", claim.regime());
      fields.put("measured", claim.measured());
      fields.put("spread", claim.spread());
      fields.put("verdict", claim.verdict().words());
      fields.put("note", claim.note());
      list.add(fields);
    }
    return list;
  }
}
