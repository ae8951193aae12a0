package dev.rote.cli;

import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import dev.rote.report.Claim;
import dev.rote.reproduce.Reproduction;
import dev.rote.runs.Provenance;
import dev.rote.runs.RunFolder;
import dev.rote.store.Recorder;
import dev.rote.store.Run;
import dev.rote.store.RunDescription;
import dev.rote.store.RunQuery;
import dev.rote.store.RunRecord;
import dev.rote.store.RunStore;
import dev.rote.store.RunWriter;
import dev.rote.store.StoreAddress;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// What `rote reproduce` keeps in the store: every run, under a tag that they share, and with the
/// first run of the first experiment the claims and the files of the report.
///
/// Safe to call from several threads.
final class ReproduceRecords implements Reproduction.Beginner {
  private final StoreAddress store;
  private final Output output;
  private final String tag;
  private final AtomicInteger failures = new AtomicInteger();

  ReproduceRecords(StoreAddress store, Output output, Instant started) {
    this.store = store;
    this.output = output;
    tag =
        DateTimeFormatter.ofPattern("'reproduce-'uuuuMMdd-HHmmss", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(started);
  }

  /// The tag of every run of this reproduction: `reproduce-20261127-093015`.
  String tag() {
    return tag;
  }

  @Override
  public Reproduction.Begun begin(Path path, Recipe recipe, Split split, Engine engine) {
    RunFolder folder = RunFolder.create(path);
    Provenance provenance = TrainCommand.provenance(recipe, split, engine, Resources.single(1));
    folder.begin(recipe, provenance, split.train());
    Recorder log =
        Recorder.begin(store, RunDescription.of(recipe, provenance, path), this::complain);
    log.tag(tag);
    return new Reproduction.Begun(folder, log);
  }

  /// A store that fails, fails for every run: said once.
  private void complain(String line) {
    if (failures.getAndIncrement() == 0) {
      output.note(line);
    }
  }

  /// Keeps what the runs came to together.
  ///
  /// @param first folder of the run that it is kept with
  /// @param files of the report
  /// @return false if there is no store to keep it in
  boolean keep(Path first, List<Claim> claims, List<Path> files) {
    if (store instanceof StoreAddress.Nowhere) {
      return false;
    }
    if (failures.get() > 0) {
      output.note(
          "the store failed for %d runs: the next run beside them takes their journals in"
              .formatted(failures.get()));
      return false;
    }
    try (RunStore open = RunStore.openExisting(store)) {
      Path folder = first.toAbsolutePath().normalize();
      Run run =
          open.list(RunQuery.all().tag(tag)).stream()
              .filter(one -> one.description().folder().equals(folder))
              .findFirst()
              .orElseThrow(() -> noRun(folder));
      RunWriter writer = open.addTo(run.id());
      writer.write(records(folder, claims, files));
      return true;
    } catch (RoteException e) {
      output.note("the report is not in the store: " + e.getMessage());
      return false;
    }
  }

  private RoteException noRun(Path folder) {
    return new RoteException(
        "run store " + store, "the run in " + folder, "none", "leave the store as it is meanwhile");
  }

  private static List<RunRecord> records(Path folder, List<Claim> claims, List<Path> files) {
    List<RunRecord> records = new ArrayList<>();
    for (Claim claim : claims) {
      records.add(
          RunRecord.Event.now(
              "claim",
              "%s: %s: %s; measured %s (%s), %s"
                  .formatted(
                      claim.id(),
                      claim.verdict().words(),
                      claim.claim(),
                      claim.measured(),
                      claim.spread(),
                      claim.regime())));
    }
    files.forEach(file -> records.add(RunRecord.Artifact.of("report", folder, file)));
    return records;
  }
}
