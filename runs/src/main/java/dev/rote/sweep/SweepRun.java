package dev.rote.sweep;

import dev.rote.audit.Trajectory;
import dev.rote.data.DataStore;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import dev.rote.findings.ScoresFile;
import dev.rote.runs.Judgement;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.RunFolder;
import dev.rote.runs.RunKeeper;
import dev.rote.runs.RunLock;
import dev.rote.runs.RunLog;
import dev.rote.runs.SharedData;
import dev.rote.runs.SideBySide;
import dev.rote.train.Checkpoint;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import dev.rote.train.TrainEvent;
import dev.rote.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Trains a sweep, a run to each core, together with every other process that is at it.
///
/// Which trial is next follows from the ledger alone, so a sweep that was killed goes on when it is
/// started again, and nothing is trained twice: a trial is claimed before it is trained, and one
/// that is half trained goes on from its checkpoint to the bits of an unbroken run.
public final class SweepRun {
  /*
   * A claim is taken in two steps: first the lock of the trial's folder, then the claim in the
   * ledger. Whoever has the folder's lock knows that a claim from this machine on this folder is of
   * a process that is dead, since locks end with processes, and takes it over at once. Claims from
   * elsewhere are left alone until the ledger has not heard of their process for a while.
   */

  private static final long PATIENCE_MILLIS = 200;

  private final Sweep sweep;
  private final Path out;
  private final Ledger ledger;
  private final Listener listener;
  private final BooleanSupplier stop;
  private final Set<String> inHand = ConcurrentHashMap.newKeySet();
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final SideBySide cores = SideBySide.onAllCores();

  /// Whether somebody ordered a run to stop, and with it the sweep.
  private volatile boolean ordered;

  /// Hears of progress and begins runs; called from several threads at once.
  public interface Listener {

    /// What there is to do, before anything is trained.
    ///
    /// @param trials of each point
    /// @param standings what was trained before
    void planned(Map<Sweep.Point, List<Trial>> trials, Map<String, Standing> standings);

    /// Opens what is told of a run beside its folder; in a new folder it is begun.
    ///
    /// @param from where it goes on, unless it is at its beginning
    RunLog begin(Trial trial, RunFolder folder, Engine engine, Optional<Checkpoint> from);

    /// A run has ended an epoch.
    void epochEnded(Trial trial, EpochStats stats);

    /// A run has come as far as it had to, or diverged.
    ///
    /// @param came in words
    void ended(Trial trial, String came);

    /// A point goes no further.
    void stopped(Board.Stop stop);

    /// A file cannot be written.
    void complain(String line);
  }

  /// @param out folder that the runs' folders go into
  /// @param stop asked often; once it says true, all runs are saved and stop
  public SweepRun(Sweep sweep, Path out, Ledger ledger, Listener listener, BooleanSupplier stop) {
    this.sweep = sweep;
    this.out = out;
    this.ledger = ledger;
    this.listener = listener;
    this.stop = stop;
  }

  /// The trials of each point, one a seed, with their data.
  ///
  /// @throws RoteException if a network does not fit its data
  public static Map<Sweep.Point, List<Trial>> trials(Sweep sweep, DataStore store) {
    Engine engine = Engines.named(sweep.engine());
    SharedData data = new SharedData(store);
    Map<Sweep.Point, List<Trial>> trials = new LinkedHashMap<>();
    for (Sweep.Point point : sweep.points()) {
      List<Trial> seeds = new ArrayList<>();
      for (long seed : sweep.seeds()) {
        Recipe recipe = point.recipe().withSeed(seed);
        Trial trial = Trial.of(engine.name(), point, recipe, data.split(recipe));
        Trainer.requireFit(recipe, trial.split());
        seeds.add(trial);
      }
      trials.put(point, seeds);
    }
    return trials;
  }

  private boolean stopping() {
    return stop.getAsBoolean() || ordered || cores.failed();
  }

  /// Asked after every batch: an order to stop one run stops the sweep, which would train it again.
  private boolean stopping(RunLog log) {
    if (log.isStopped(this::stopping)) {
      ordered = true;
    }
    return stopping();
  }

  /// Trains until the sweep is over or stopped.
  ///
  /// @return whether it is over
  public boolean run(Map<Sweep.Point, List<Trial>> trials) {
    Engine engine = Engines.named(sweep.engine());
    listener.planned(trials, ledger.standings());
    cores.run(() -> next(trials, engine));
    return Board.of(sweep, trials, ledger.standings()).open().isEmpty();
  }

  /// What a worker is to do next; waits while others are at all there is.
  private Optional<Runnable> next(Map<Sweep.Point, List<Trial>> trials, Engine engine) {
    while (!stopping()) {
      Map<String, Standing> standings = ledger.standings();
      Board board = Board.of(sweep, trials, standings);
      board.stopped().forEach(stopped -> mark(stopped, trials, standings));
      if (board.open().isEmpty()) {
        return Optional.empty();
      }
      for (Board.Step step : board.open()) {
        Optional<Runnable> piece =
            take(step, standings.getOrDefault(step.trial().id(), Standing.UNKNOWN), engine);
        if (piece.isPresent()) {
          return piece;
        }
      }
      pause();
    }
    return Optional.empty();
  }

  private void mark(
      Board.Stop stopped, Map<Sweep.Point, List<Trial>> trials, Map<String, Standing> standings) {
    boolean news = false;
    for (Trial trial : trials.getOrDefault(stopped.point(), List.of())) {
      Standing standing = standings.getOrDefault(trial.id(), Standing.UNKNOWN);
      if (standing.state() == Standing.State.OPEN) {
        standing.run().ifPresent(run -> ledger.stopped(run, stopped.why()));
        news |= told.add(trial.id());
      }
    }
    if (news) {
      listener.stopped(stopped);
    }
  }

  private Optional<Runnable> take(Board.Step step, Standing standing, Engine engine) {
    Trial trial = step.trial();
    Path path = out.resolve("runs").resolve(trial.id()).toAbsolutePath().normalize();
    boolean elsewhere =
        standing.claim().filter(c -> !c.here() || !c.folder().equals(path)).isPresent();
    if (elsewhere || !inHand.add(trial.id())) {
      return Optional.empty();
    }
    RunFolder folder = RunFolder.at(path);
    Optional<RunLock> lock = folder.lockUnlessTaken();
    if (lock.isPresent() && ledger.claim(trial.id(), path, step.epoch(), trial.recipe().epochs())) {
      return Optional.of(() -> hold(step, folder, lock.get(), engine));
    }
    lock.ifPresent(RunLock::close);
    inHand.remove(trial.id());
    return Optional.empty();
  }

  private void hold(Board.Step step, RunFolder folder, RunLock lock, Engine engine) {
    try (lock) {
      train(step, folder, engine);
      ledger.release(step.trial().id());
    } finally {
      inHand.remove(step.trial().id());
    }
  }

  private void train(Board.Step step, RunFolder folder, Engine engine) {
    Trial trial = step.trial();
    Recipe recipe = trial.recipe();
    Optional<Checkpoint> from = folder.isBegun() ? folder.checkpoint() : Optional.empty();
    Consumer<TrainEvent> progress =
        event -> {
          if (event instanceof TrainEvent.EpochEnded(EpochStats stats)) {
            listener.epochEnded(trial, stats);
          }
        };
    RunKeeper keeper = new RunKeeper(folder, listener::complain, stop);
    try (RunLog log = listener.begin(trial, folder, engine, from)) {
      Trainer trainer =
          new Trainer(recipe, trial.split(), engine, Resources.single(1))
              .keeper(RecipeFile.fingerprint(recipe), keeper)
              .probing()
              .pauseAfter(step.epoch())
              .stopWhen(() -> stopping(log))
              .listener(progress.andThen(log));
      Optional<Trajectory> learned = Trajectory.of(recipe, trial.split());
      learned.ifPresent(trainer::recording);
      Trace trace = log.watch(() -> trainer.run(from));
      if (!trace.interrupted()) {
        Judgement.Finished finished =
            new Judgement.Finished(recipe, trial.split(), engine, trace.parameters());
        Judgement.keep(folder, finished, log, listener::complain);
        learned.ifPresent(
            l -> ScoresFile.keep(folder, trial.split().train(), l, log, listener::complain));
        keeper.finish(recipe, trace);
        log.finished(folder.model());
      }
      if (trace.epochs().size() >= step.epoch()) {
        listener.ended(trial, came(Objects.requireNonNull(trace.epochs().getLast())));
      }
    } catch (DivergedException e) {
      listener.ended(trial, String.valueOf(e.getMessage()));
    }
  }

  private static String came(EpochStats last) {
    return String.format(
        Locale.ROOT,
        "held-out loss %.4f, accuracy %.2f %% after %d epochs",
        last.heldOutLoss(),
        100 * last.heldOutAccuracy(),
        last.epoch());
  }

  private static void pause() {
    try {
      Thread.sleep(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RoteException.io("wait for other trials", "start the sweep again", e);
    }
  }
}
