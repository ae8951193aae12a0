package dev.rote.runs;

import dev.rote.data.Dataset;
import dev.rote.data.Standardisation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What a result depends on, beside its recipe: enough to explain why two runs differ.
///
/// @param version of Rote
/// @param engine name and, in its words, what computed
/// @param warning why the engine was slower than it could be, if it was
/// @param recipeFingerprint SHA-256 of the resolved recipe
/// @param trainFingerprint SHA-256 of the training split
/// @param heldOutFingerprint SHA-256 of the held-out split
/// @param labels what was done to the labels, if anything was
/// @param seed of the recipe
/// @param machine processor, system and Java
/// @param started when
public record Provenance(
    String version,
    String engine,
    Optional<String> warning,
    String recipeFingerprint,
    String trainFingerprint,
    String heldOutFingerprint,
    Optional<String> labels,
    long seed,
    Machine machine,
    Instant started) {

  /// The facts in order for a run's file: also how the columns of a table are standardised, if
  /// there are any.
  SequencedMap<String, Object> facts(Dataset train) {
    SequencedMap<String, Object> facts = facts();
    List<Map<String, Object>> columns =
        train.standardised().stream().map(Provenance::column).toList();
    if (!columns.isEmpty()) {
      facts.put("standardised", columns);
    }
    return facts;
  }

  private static Map<String, Object> column(Standardisation column) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("column", column.column());
    facts.put("mean", column.mean());
    facts.put("deviation", column.deviation());
    return facts;
  }

  /// The facts in order, for files and tables.
  public SequencedMap<String, Object> facts() {
    SequencedMap<String, Object> facts = new LinkedHashMap<>();
    facts.put("rote", version);
    facts.put("engine", engine);
    warning.ifPresent(text -> facts.put("warning", text));
    facts.put("seed", seed);
    facts.put("recipe", recipeFingerprint);
    facts.put("train data", trainFingerprint);
    facts.put("held-out data", heldOutFingerprint);
    labels.ifPresent(text -> facts.put("labels", text));
    facts.put("cpu", machine.cpu());
    facts.put("cores", machine.cores());
    facts.put("system", machine.system());
    facts.put("java", machine.java());
    facts.put("started", started.truncatedTo(ChronoUnit.SECONDS).toString());
    return facts;
  }
}
