package dev.rote.reproduce;

import dev.rote.data.Dataset;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.exchange.AtomicFile;
import dev.rote.report.Claim;
import dev.rote.report.ConfusionMatrix;
import dev.rote.report.Fact;
import dev.rote.report.Mistake;
import dev.rote.report.ReproductionReport;
import dev.rote.runs.Json;
import dev.rote.train.Evaluation;
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
/// @param found what came of the search for what lets random labels be learned by heart
/// @param report to read
public record Writeup(List<Claim> claims, List<Trial.Found> found, ReproductionReport report) {
  /// Names of the files that [#write] leaves.
  public static final List<String> FILES = List.of("report.html", "claims.json", "search.json");

  private static final int JUDGED_AT_ONCE = 256;
  private static final int GALLERY = 30;

  public Writeup {
    claims = List.copyOf(claims);
    found = List.copyOf(found);
  }

  /// Judges the claims and looks closely at the first network of question 1's baseline.
  ///
  /// @param outcome of the whole study
  /// @param facts what the results depend on
  public static Writeup of(Study study, Reproduction.Outcome outcome, List<Fact> facts) {
    int tosses = outcome.results(Study.RANDOM_LABELS).getFirst().split().heldOut().size();
    List<Claim> claims =
        Claims.judge(new Evidence(study, outcome.experiments(), outcome.found(), tosses));
    Reproduction.Result baseline = outcome.results(Study.BASELINE).getFirst();
    Dataset heldOut = baseline.split().heldOut();
    ConfusionMatrix confusion = new ConfusionMatrix(heldOut.classNames());
    List<Mistake> mistakes = new ArrayList<>();
    baseline.first().ifPresent(trace -> look(baseline.item(), trace, heldOut, confusion, mistakes));
    mistakes.sort(
        Comparator.comparingDouble(Mistake::loss).reversed().thenComparingDouble(Mistake::margin));
    ReproductionReport report =
        new ReproductionReport(
            "A course report, measured again",
            "A network written from scratch learns " + heldOut.name() + ", then coin tosses.",
            claims,
            outcome.experiments(),
            Chapters.of(study, outcome),
            confusion,
            mistakes.subList(0, Math.min(GALLERY, mistakes.size())),
            heldOut,
            heldOut.classNames(),
            facts);
    return new Writeup(claims, outcome.found(), report);
  }

  private static void look(
      Study.Item item,
      Trace trace,
      Dataset heldOut,
      ConfusionMatrix confusion,
      List<Mistake> mistakes) {
    Resources resources = Resources.single(JUDGED_AT_ONCE);
    Engine engine = Engines.named(item.engine());
    try (Session session = engine.open(item.recipe().job(), trace.parameters(), resources)) {
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

  /// Writes `report.html`, `claims.json` and `search.json`, each in one step.
  public void write(Path folder) {
    AtomicFile.writeText(folder.resolve("claims.json"), Json.pretty(claimsAsJson()));
    AtomicFile.writeText(folder.resolve("search.json"), Json.pretty(searchAsJson()));
    AtomicFile.writeText(folder.resolve("report.html"), report.html());
  }

  private List<Map<String, Object>> claimsAsJson() {
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

  private List<Map<String, Object>> searchAsJson() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Trial.Found one : found) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("inputs", one.trial().inputs());
      fields.put("training", one.trial().training());
      fields.put("examples", one.trial().examples());
      fields.put("engine", one.trial().item().engine());
      fields.put("seed", one.run().seed());
      fields.put("epochs", one.run().epochs().size());
      one.loss().ifPresent(loss -> fields.put("trainLoss", loss));
      one.run().diverged().ifPresent(why -> fields.put("diverged", why));
      fields.put("aboutZero", one.byHeart());
      fields.put("run", Reproduction.folder(one.trial().item(), one.run().seed()));
      list.add(fields);
    }
    return list;
  }
}
