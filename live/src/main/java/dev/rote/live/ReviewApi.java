package dev.rote.live;

import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.fault.RoteException;
import dev.rote.findings.Corrections;
import dev.rote.findings.Sixth;
import dev.rote.runs.Json;
import dev.rote.runs.RecipeFile;
import dev.rote.store.Run;
import dev.rote.store.RunFacts;
import dev.rote.store.RunQuery;
import dev.rote.store.RunStore;
import dev.rote.train.Recipe;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The audits of a store, their labels to look at, and what a person says of each label.
///
/// An audit is named by its run's id. What is said is in its folder's `corrections.csv` before it
/// is answered. The pictures of the last audit asked for are kept in memory.
final class ReviewApi {
  private static final String TAG = "audit";

  private final RunStore store;
  private final RunApi runs;
  private final DataStore data;
  private Optional<Dataset> pictures = Optional.empty();

  ReviewApi(RunStore store, RunApi runs, DataStore data) {
    this.store = store;
    this.runs = runs;
    this.data = data;
  }

  /// `GET /api/audits`
  void list(Context context) {
    List<Map<String, Object>> audits = new ArrayList<>();
    for (Run run : store.list(RunQuery.all().tag(TAG))) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", run.id());
      row.put("name", run.description().name());
      row.put("status", run.status().word());
      row.put("created", RunFacts.text(run.created()));
      try {
        StoredAudit audit = audit(run);
        row.put("data", audit.fact("data"));
        row.put("depth", audit.fact("depth"));
        row.put("verdict", audit.fact("verdict"));
        row.put("suspects", audit.suspects().size());
        row.put("said", audit.corrections().rows().size());
      } catch (NotFoundResponse | RoteException e) {
        row.put("fault", String.valueOf(e.getMessage()));
      }
      audits.add(row);
    }
    Answer.json(context, Map.of("audits", audits));
  }

  /// `GET /api/audits/{id}`
  void show(Context context) {
    Run run = runs.run(context);
    StoredAudit audit = audit(run);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", run.id());
    facts.put("name", run.description().name());
    for (String fact : List.of("data", "depth", "verdict", "sentence", "classes")) {
      facts.put(fact, audit.fact(fact));
    }
    facts.put("pictures", train(run).filter(Dataset::pictures).isPresent());
    facts.put("suspects", audit.rows());
    facts.put("said", said(audit.corrections()));
    facts.put("file", audit.file().toString());
    Answer.json(context, facts);
  }

  /// The corrected label of each example of which something was said; null if that was that nobody
  /// can say.
  private static Map<String, @Nullable Integer> said(Corrections corrections) {
    Map<String, @Nullable Integer> said = new LinkedHashMap<>();
    corrections
        .rows()
        .forEach(
            (index, row) ->
                said.put(
                    "" + index,
                    row.corrected() == Corrections.UNSURE ? null : (Integer) row.corrected()));
    return said;
  }

  /// `GET /api/audits/{id}/corrections.csv`
  void corrections(Context context) {
    String csv = audit(runs.run(context)).corrections().csv();
    context
        .contentType("text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"corrections.csv\"")
        .result(csv);
  }

  /// `GET /api/audits/{id}/pictures/{example}`
  void picture(Context context) {
    int example =
        RunApi.number(context.pathParam("example"))
            .orElseThrow(() -> new BadRequestResponse("expected the number of an example"));
    Run run = runs.run(context);
    Dataset train =
        train(run)
            .filter(Dataset::pictures)
            .orElseThrow(() -> new NotFoundResponse("its pictures are not on this machine"));
    if (example >= train.size()) {
      throw new NotFoundResponse("no such example");
    }
    context.contentType("image/png").result(Mistakes.png(train, example));
  }

  /// `POST /api/audits/{id}/labels`
  synchronized void label(Context context) {
    StoredAudit audit = audit(runs.run(context));
    Map<String, Object> said = Json.object(context.body());
    StoredAudit.Suspect suspect =
        audit.suspects().stream()
            .filter(one -> Integer.valueOf(one.index()).equals(said.get("index")))
            .findFirst()
            .orElseThrow(() -> new BadRequestResponse("expected the index of a listed label"));
    Corrections now = audit.say(suspect, corrected(said, audit.classes().size()));
    Answer.json(context, Map.of("said", said(now)));
  }

  private static int corrected(Map<String, Object> said, int classes) {
    if (said.containsKey("corrected")) {
      Object label = said.get("corrected");
      if (label == null) {
        return Corrections.UNSURE;
      }
      if (label instanceof Integer number && number >= 0 && number < classes) {
        return number;
      }
    }
    throw new BadRequestResponse(
        "expected {\"index\": 5, \"corrected\": 3}, a class or null if nobody can say");
  }

  private StoredAudit audit(Run run) {
    if (!run.tags().contains(TAG)) {
      throw new NotFoundResponse("no audit");
    }
    return StoredAudit.read(run, store.artifacts(run.id()));
  }

  /// What was audited, if it is on this machine and still the same.
  private synchronized Optional<Dataset> train(Run run) {
    String wanted = run.description().provenance().trainFingerprint();
    if (pictures.filter(known -> known.fingerprint().equals(wanted)).isEmpty()) {
      pictures = open(run, audit(run).seed()).filter(found -> found.fingerprint().equals(wanted));
    }
    return pictures;
  }

  private Optional<Dataset> open(Run run, long seed) {
    try {
      Recipe recipe =
          RecipeFile.parse(run.description().recipe(), "of the run", Path.of(""), List.of());
      boolean missing =
          recipe.data().source() instanceof DataSpec.Named(String name)
              && data.locate(name).isEmpty();
      if (missing) {
        return Optional.empty();
      }
      Dataset train = data.open(recipe.data(), recipe.seed()).train();
      boolean oneFile =
          recipe.data().source() instanceof DataSpec.Files(var one, var other) && one.equals(other);
      return Optional.of(oneFile ? Sixth.of(train.size(), seed).split(train).train() : train);
    } catch (RoteException _) {
      return Optional.empty();
    }
  }
}
