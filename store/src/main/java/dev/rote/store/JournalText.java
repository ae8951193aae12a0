package dev.rote.store;

import dev.rote.fault.RoteException;
import dev.rote.runs.Json;
import dev.rote.runs.Machine;
import dev.rote.runs.Provenance;
import dev.rote.train.EpochStats;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The lines of a journal: JSON objects whose `line` says what they are. Numbers are exact.
final class JournalText {
  private JournalText() {}

  /// A line.
  sealed interface Line {}

  /// The run that the journal is of.
  ///
  /// @param store the address, without a password, that the run was to be kept at
  /// @param resumed true if it was begun in the store, or in an earlier journal
  record Header(String store, RunDescription run, RunEntry.Birth birth, boolean resumed)
      implements Line {}

  /// Something that happened.
  record Entry(RunRecord record) implements Line {}

  static String header(Header header) {
    RunDescription run = header.run();
    Provenance provenance = run.provenance();
    Machine machine = provenance.machine();
    Map<String, Object> fields = line("run");
    fields.put("store", header.store());
    fields.put("id", header.birth().id());
    fields.put("created", Moments.text(header.birth().created()));
    fields.put("host", header.birth().worker().host());
    fields.put("pid", header.birth().worker().pid());
    fields.put("resumed", header.resumed());
    fields.put("name", run.name());
    fields.put("recipe", run.recipe());
    fields.put("epochs", run.epochs());
    fields.put("batch", run.batch());
    fields.put("folder", run.folder().toString());
    run.parent().ifPresent(parent -> fields.put("parent", parent));
    run.git().ifPresent(git -> fields.put("git_commit", git.commit()));
    run.git().ifPresent(git -> fields.put("git_dirty", git.dirty()));
    fields.put("version", provenance.version());
    fields.put("engine", provenance.engine());
    provenance.warning().ifPresent(text -> fields.put("warning", text));
    fields.put("recipe_fingerprint", provenance.recipeFingerprint());
    fields.put("train_fingerprint", provenance.trainFingerprint());
    fields.put("heldout_fingerprint", provenance.heldOutFingerprint());
    provenance.labels().ifPresent(text -> fields.put("labels", text));
    fields.put("seed", provenance.seed());
    fields.put("cpu", machine.cpu());
    fields.put("cores", machine.cores());
    fields.put("system", machine.system());
    fields.put("java", machine.java());
    fields.put("started", provenance.started().toString());
    return Json.line(fields);
  }

  static String entry(RunRecord entry) {
    return Json.line(
        switch (entry) {
          case RunRecord.Epoch(EpochStats stats) -> fields(stats);
          case RunRecord.Point(long step, String name, double value) -> {
            Map<String, Object> fields = line("point");
            fields.put("step", step);
            fields.put("name", name);
            fields.put("value", "" + value);
            yield fields;
          }
          case RunRecord.Event event -> fields(event);
          case RunRecord.Artifact artifact -> fields(artifact);
          case RunRecord.Tag(String tag) -> {
            Map<String, Object> fields = line("tag");
            fields.put("tag", tag);
            yield fields;
          }
          case RunRecord.State(RunStatus status, Instant at, Optional<String> model) -> {
            Map<String, Object> fields = line("state");
            fields.put("status", status.word());
            fields.put("at", Moments.text(at));
            model.ifPresent(sha256 -> fields.put("model_sha256", sha256));
            yield fields;
          }
        });
  }

  /// Numbers are text, because JSON has neither NaN nor infinities.
  private static Map<String, Object> fields(EpochStats stats) {
    Map<String, Object> fields = line("epoch");
    fields.put("epoch", stats.epoch());
    fields.put("train_loss", "" + stats.trainLoss());
    fields.put("train_accuracy", "" + stats.trainAccuracy());
    fields.put("heldout_loss", "" + stats.heldOutLoss());
    fields.put("heldout_accuracy", "" + stats.heldOutAccuracy());
    fields.put("examples_per_second", "" + stats.examplesPerSecond());
    fields.put("seconds", "" + stats.seconds());
    return fields;
  }

  private static Map<String, Object> fields(RunRecord.Event event) {
    Map<String, Object> fields = line("event");
    fields.put("id", event.id());
    fields.put("at", Moments.text(event.at()));
    fields.put("kind", event.kind());
    fields.put("text", event.text());
    return fields;
  }

  private static Map<String, Object> fields(RunRecord.Artifact artifact) {
    Map<String, Object> fields = line("artifact");
    fields.put("kind", artifact.kind());
    fields.put("name", artifact.name());
    fields.put("path", artifact.path());
    fields.put("bytes", artifact.bytes());
    fields.put("sha256", artifact.sha256());
    return fields;
  }

  private static Map<String, Object> line(String kind) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("line", kind);
    return fields;
  }

  /// Nothing if the line is damaged, as the last one is when its writer was killed.
  static Optional<Line> parse(String text) {
    try {
      Fields fields = new Fields(Json.object(text));
      return switch (fields.text("line")) {
        case "run" -> Optional.of(header(fields));
        case "epoch" -> Optional.of(new Entry(new RunRecord.Epoch(epoch(fields))));
        case "point" -> Optional.of(new Entry(point(fields)));
        case "event" -> Optional.of(new Entry(event(fields)));
        case "artifact" -> Optional.of(new Entry(artifact(fields)));
        case "tag" -> Optional.of(new Entry(new RunRecord.Tag(fields.text("tag"))));
        case "state" -> Optional.of(new Entry(state(fields)));
        default -> Optional.empty();
      };
    } catch (RoteException | IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Header header(Fields fields) {
    Instant created = fields.instant("created");
    Machine machine =
        new Machine(
            fields.text("cpu"),
            (int) fields.whole("cores"),
            fields.text("system"),
            fields.text("java"));
    Provenance provenance =
        new Provenance(
            fields.text("version"),
            fields.text("engine"),
            fields.optional("warning"),
            fields.text("recipe_fingerprint"),
            fields.text("train_fingerprint"),
            fields.text("heldout_fingerprint"),
            fields.optional("labels"),
            fields.whole("seed"),
            machine,
            fields.instant("started"));
    boolean dirty = fields.optional("git_dirty").map(Boolean::parseBoolean).orElse(false);
    RunDescription run =
        new RunDescription(
            fields.text("name"),
            fields.text("recipe"),
            (int) fields.whole("epochs"),
            (int) fields.whole("batch"),
            provenance,
            Path.of(fields.text("folder")),
            fields.optional("parent"),
            fields.optional("git_commit").map(commit -> new GitState(commit, dirty)));
    Run.Worker worker = new Run.Worker(fields.text("host"), fields.whole("pid"), created);
    return new Header(
        fields.text("store"),
        run,
        new RunEntry.Birth(fields.text("id"), created, worker),
        Boolean.parseBoolean(fields.text("resumed")));
  }

  private static EpochStats epoch(Fields fields) {
    return new EpochStats(
        (int) fields.whole("epoch"),
        fields.number("train_loss"),
        fields.number("train_accuracy"),
        fields.number("heldout_loss"),
        fields.number("heldout_accuracy"),
        fields.number("examples_per_second"),
        fields.number("seconds"));
  }

  private static RunRecord.Point point(Fields fields) {
    return new RunRecord.Point(fields.whole("step"), fields.text("name"), fields.number("value"));
  }

  private static RunRecord.Event event(Fields fields) {
    return new RunRecord.Event(
        fields.text("id"), fields.instant("at"), fields.text("kind"), fields.text("text"));
  }

  private static RunRecord.State state(Fields fields) {
    return new RunRecord.State(
        RunStatus.of(fields.text("status")), fields.instant("at"), fields.optional("model_sha256"));
  }

  private static RunRecord.Artifact artifact(Fields fields) {
    return new RunRecord.Artifact(
        fields.text("kind"),
        fields.text("name"),
        fields.text("path"),
        fields.whole("bytes"),
        fields.text("sha256"));
  }

  /// The values of a line, as text that has a form.
  private record Fields(Map<String, Object> values) {
    String text(String key) {
      return optional(key)
          .orElseThrow(() -> new IllegalArgumentException("expected " + key + ", found none"));
    }

    Optional<String> optional(String key) {
      return Optional.ofNullable(values.get(key)).map(Object::toString);
    }

    long whole(String key) {
      return Long.parseLong(text(key));
    }

    double number(String key) {
      return Double.parseDouble(text(key));
    }

    Instant instant(String key) {
      return Instant.parse(text(key));
    }
  }
}
