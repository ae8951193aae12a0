package dev.rote.cli;

import dev.rote.audit.Audit;
import dev.rote.audit.Auditor;
import dev.rote.audit.Trainings;
import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.exchange.AtomicFile;
import dev.rote.findings.Applied;
import dev.rote.findings.AuditFiles;
import dev.rote.findings.AuditWords;
import dev.rote.findings.ScoresFile;
import dev.rote.report.AuditReport;
import dev.rote.runs.Json;
import dev.rote.runs.Judgement;
import dev.rote.runs.ModelFile;
import dev.rote.runs.Provenance;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.RunFolder;
import dev.rote.runs.RunLock;
import dev.rote.store.Recorder;
import dev.rote.store.RunDescription;
import dev.rote.store.StoreAddress;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// What an audit keeps: its trainings as they end, the recipe's own one as a run of the store, and
/// its findings as files of that run.
///
/// Has the folder to itself until it is closed.
final class AuditRecord implements AutoCloseable {
  /// Which runs of the store are audits.
  static final String TAG = "audit";

  private static final String TRAININGS = "trainings";
  private static final String MODEL = "model.safetensors";

  private final Recipe recipe;
  private final Split split;
  private final Engine engine;
  private final Path folder;
  private final Output output;
  private final RunLock lock;
  private final Recorder recorder;

  private AuditRecord(
      Recipe recipe, Auditor auditor, Path folder, Output output, StoreAddress store) {
    this.recipe = recipe;
    split = auditor.split();
    engine = auditor.engine();
    this.folder = folder;
    this.output = output;
    lock = RunFolder.at(folder).lock();
    Provenance provenance = TrainCommand.provenance(recipe, split, engine, auditor.resources());
    RunDescription run = RunDescription.of(recipe, provenance, folder);
    recorder = Recorder.resume(store, run, List.of(), output::note);
    recorder.tag(TAG);
  }

  /// Begins, or goes on with the one that was begun here, and has an auditor keep what it does.
  static AuditRecord open(
      Recipe recipe, Auditor auditor, Path folder, Output output, StoreAddress store) {
    AuditRecord record = new AuditRecord(recipe, auditor, folder, output, store);
    record.follow(auditor);
    return record;
  }

  private void follow(Auditor auditor) {
    String circumstances =
        String.join(
            "\n", RoteCommand.Version.text(), engine.name(), RecipeFile.fingerprint(recipe));
    auditor
        .keepIn(new Trainings(folder.resolve(TRAININGS), circumstances, output::note))
        .follow(recorder, this::ended);
  }

  private void ended(Trace trace) {
    if (trace.interrupted()) {
      return;
    }
    ModelFile.write(folder.resolve(MODEL), recipe, trace.epochs().size(), trace.parameters());
    Judgement.keep(
        RunFolder.at(folder),
        new Judgement.Finished(recipe, split, engine, trace.parameters()),
        recorder,
        output::note);
  }

  /// Does the audit, and keeps how it ended if that was not well.
  Optional<Audit> watch(Supplier<Optional<Audit>> audit) {
    return recorder.watchWhole(audit);
  }

  /// Writes the findings.
  ///
  /// @param applied corrections since an earlier audit
  /// @return the run's name, if there is a store
  Optional<String> finish(Audit audit, Optional<Applied> applied) {
    CompletableFuture<String> page =
        CompletableFuture.supplyAsync(
            () -> AuditReport.html(audit, AuditWords.page(audit, applied)));
    Path scores = folder.resolve("scores.csv");
    ScoresFile.write(scores, audit);
    Optional<String> _ = recorder.artifact(TAG, scores);
    write("audit.html", page.join());
    write("audit.json", Json.pretty(AuditFiles.facts(audit, applied)));
    recorder.finished(folder.resolve(MODEL));
    return recorder.settle();
  }

  private void write(String name, String text) {
    Path file = folder.resolve(name);
    AtomicFile.writeText(file, text);
    Optional<String> _ = recorder.artifact(TAG, file);
  }

  @Override
  public void close() {
    recorder.close();
    lock.close();
  }
}
