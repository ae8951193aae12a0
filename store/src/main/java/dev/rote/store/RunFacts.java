package dev.rote.store;

import dev.rote.runs.Provenance;
import dev.rote.train.EpochStats;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Runs as maps and lists for JSON: one set of names for the command line, exports and pages.
///
/// What a run has not got is left out. Instants are text in UTC. Numbers that are no finite ones
/// become the texts `NaN` and `Infinity`. Stateless.
public final class RunFacts {
  private RunFacts() {}

  /// A run in short, as `rote runs list --json` shows it.
  ///
  /// @param best its epoch with the lowest held-out loss
  public static SequencedMap<String, Object> summary(Run run, Optional<EpochStats> best) {
    RunDescription description = run.description();
    SequencedMap<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", run.id());
    facts.put("name", description.name());
    facts.put("status", run.status().word());
    facts.put("created", Moments.text(run.created()));
    run.ended().ifPresent(ended -> facts.put("ended", Moments.text(ended)));
    facts.put("epochs", description.epochs());
    facts.put("batch", description.batch());
    facts.put("seed", description.provenance().seed());
    facts.put("engine", description.provenance().engine());
    run.last().ifPresent(last -> facts.put("last", epoch(last)));
    best.ifPresent(stats -> facts.put("best", epoch(stats)));
    facts.put("tags", run.tags());
    description.parent().ifPresent(parent -> facts.put("parent", parent));
    facts.put("host", run.worker().host());
    facts.put("folder", description.folder().toString());
    run.modelSha256().ifPresent(sha256 -> facts.put("model_sha256", sha256));
    return facts;
  }

  /// All of a run, as `rote runs show --json` and exports have it.
  public static SequencedMap<String, Object> whole(RunHistory history) {
    SequencedMap<String, Object> facts = summary(history.run(), history.best());
    facts.put("recipe", history.recipe());
    facts.put("recipe_yaml", history.run().description().recipe());
    facts.put("provenance", provenance(history.run()));
    facts.put("history", history.epochs().stream().map(RunFacts::epoch).toList());
    facts.put("points", history.points().stream().map(RunFacts::point).toList());
    facts.put("events", history.events().stream().map(RunFacts::event).toList());
    facts.put("artifacts", history.artifacts().stream().map(RunFacts::artifact).toList());
    return facts;
  }

  /// An instant as text of one width, so that its order is the text's.
  public static String text(Instant instant) {
    return Moments.text(instant);
  }

  /// An epoch; the names are the columns of metrics.csv.
  public static SequencedMap<String, Object> epoch(EpochStats stats) {
    SequencedMap<String, Object> facts = new LinkedHashMap<>();
    facts.put("epoch", stats.epoch());
    facts.put("train_loss", stats.trainLoss());
    facts.put("train_accuracy", stats.trainAccuracy());
    facts.put("heldout_loss", stats.heldOutLoss());
    facts.put("heldout_accuracy", stats.heldOutAccuracy());
    facts.put("examples_per_second", stats.examplesPerSecond());
    facts.put("seconds", stats.seconds());
    return facts;
  }

  /// What a run's result depends on, beside its recipe, and where it was made.
  public static SequencedMap<String, Object> provenance(Run run) {
    SequencedMap<String, Object> facts = surroundings(run.description().provenance());
    facts.put("seed", run.description().provenance().seed());
    facts.put("recipe_fingerprint", run.description().provenance().recipeFingerprint());
    run.description().git().ifPresent(git -> facts.put("git_commit", git.commit()));
    run.description().git().ifPresent(git -> facts.put("git_dirty", git.dirty()));
    facts.put("host", run.worker().host());
    facts.put("pid", run.worker().pid());
    facts.put("started", Moments.text(run.description().provenance().started()));
    return facts;
  }

  /// What beside the recipe decides the bits of a result, or could.
  static SequencedMap<String, Object> surroundings(Provenance provenance) {
    SequencedMap<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", provenance.version());
    facts.put("engine", provenance.engine());
    provenance.warning().ifPresent(text -> facts.put("warning", text));
    facts.put("train_fingerprint", provenance.trainFingerprint());
    facts.put("heldout_fingerprint", provenance.heldOutFingerprint());
    provenance.labels().ifPresent(text -> facts.put("labels", text));
    facts.put("cpu", provenance.machine().cpu());
    facts.put("cores", provenance.machine().cores());
    facts.put("system", provenance.machine().system());
    facts.put("java", provenance.machine().java());
    return facts;
  }

  private static Map<String, Object> point(RunRecord.Point point) {
    SequencedMap<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", point.name());
    facts.put("step", point.step());
    facts.put("value", point.value());
    return facts;
  }

  private static Map<String, Object> event(RunRecord.Event event) {
    SequencedMap<String, Object> facts = new LinkedHashMap<>();
    facts.put("at", Moments.text(event.at()));
    facts.put("kind", event.kind());
    facts.put("text", event.text());
    return facts;
  }

  /// A file that a run left.
  public static SequencedMap<String, Object> artifact(RunRecord.Artifact artifact) {
    SequencedMap<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", artifact.kind());
    facts.put("name", artifact.name());
    facts.put("path", artifact.path());
    facts.put("bytes", artifact.bytes());
    facts.put("sha256", artifact.sha256());
    return facts;
  }
}
