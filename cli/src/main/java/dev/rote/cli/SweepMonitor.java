package dev.rote.cli;

import dev.rote.engine.Engine;
import dev.rote.engine.Resources;
import dev.rote.runs.Provenance;
import dev.rote.runs.RunFolder;
import dev.rote.runs.RunLog;
import dev.rote.store.Recorder;
import dev.rote.store.RunDescription;
import dev.rote.store.StoreAddress;
import dev.rote.store.SweepLedger;
import dev.rote.sweep.Board;
import dev.rote.sweep.Standing;
import dev.rote.sweep.Sweep;
import dev.rote.sweep.SweepRun;
import dev.rote.sweep.Trial;
import dev.rote.train.Checkpoint;
import dev.rote.train.EpochStats;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Follows a sweep, and has its runs kept in the store: a live line on a terminal, a line for each
/// run that has come as far as it had to. Safe to call from several threads.
final class SweepMonitor implements SweepRun.Listener {
  private final Sweep sweep;
  private final StoreAddress store;
  private final Output output;
  private final boolean silent;
  private final long start = System.nanoTime();
  private int epochs;
  private int planned;
  private double best = Double.POSITIVE_INFINITY;

  /// @param silent whether standard output is to have the result alone
  SweepMonitor(Sweep sweep, StoreAddress store, Output output, boolean silent) {
    this.sweep = sweep;
    this.store = store;
    this.output = output;
    this.silent = silent;
  }

  private void say(String line) {
    if (!silent) {
      output.print(line);
    }
  }

  @Override
  public synchronized void planned(
      Map<Sweep.Point, List<Trial>> trials, Map<String, Standing> standings) {
    say(new SweepTable(sweep).announcement());
    int known = 0;
    for (List<Trial> seeds : trials.values()) {
      for (Trial trial : seeds) {
        Standing standing = standings.getOrDefault(trial.id(), Standing.UNKNOWN);
        known += standing.epochs().size();
        if (!standing.epochs().isEmpty()) {
          best = Math.min(best, standing.epochs().getLast().heldOutLoss());
        }
      }
    }
    int before = 0;
    for (Sweep.Rung rung : sweep.plan()) {
      planned += rung.points() * (rung.epochs() - before) * sweep.seeds().size();
      before = rung.epochs();
    }
    if (known > 0) {
      planned = Math.max(0, planned - known);
      say(known + " epochs were trained before");
    }
  }

  @Override
  public RunLog begin(Trial trial, RunFolder folder, Engine engine, Optional<Checkpoint> from) {
    Provenance provenance =
        TrainCommand.provenance(trial.recipe(), trial.split(), engine, Resources.single(1));
    RunDescription run = RunDescription.of(trial.recipe(), provenance, folder.path());
    boolean goesOn = folder.isBegun();
    if (!goesOn) {
      folder.begin(trial.recipe(), provenance, trial.split().train());
    }
    Recorder recorder =
        goesOn
            ? Recorder.resume(
                store, run, from.map(Checkpoint::history).orElse(List.of()), output::note)
            : Recorder.begin(store, run, output::note);
    recorder.tag(SweepLedger.tag(sweep.name()));
    return recorder;
  }

  @Override
  public synchronized void epochEnded(Trial trial, EpochStats stats) {
    epochs++;
    best = Math.min(best, stats.heldOutLoss());
    double seconds = (System.nanoTime() - start) / 1e9;
    long left = Math.round(seconds / epochs * Math.max(0, planned - epochs));
    if (!silent) {
      output.live(
          String.format(
              Locale.ROOT,
              "%d of %d epochs  ETA %s  lowest loss %.4f  %s seed %d: %.4f",
              epochs,
              Math.max(planned, epochs),
              TextReporter.clock(Duration.ofSeconds(left)),
              best,
              sweep.label(trial.point()),
              trial.recipe().seed(),
              stats.heldOutLoss()));
    }
  }

  @Override
  public void ended(Trial trial, String came) {
    say(sweep.label(trial.point()) + " seed " + trial.recipe().seed() + ": " + came);
  }

  @Override
  public void stopped(Board.Stop stop) {
    say(sweep.label(stop.point()) + ": " + stop.why());
  }

  @Override
  public void complain(String line) {
    output.error(line);
  }
}
