package dev.rote.store;

import dev.rote.engine.DivergedException;
import dev.rote.fault.RoteException;
import dev.rote.runs.RunLog;
import dev.rote.train.EpochStats;
import dev.rote.train.Health;
import dev.rote.train.Trace;
import dev.rote.train.TrainEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Listens to a run and has it kept in a store, without ever holding it up.
///
///     try (Recorder recorder = Recorder.begin(address, description, notes)) {
///       Trace trace = recorder.watch(() -> trainer.listener(recorder).run());
///       …
///       recorder.finished(model);
///     }
///
/// Each call adds to a list in memory; a thread of the recorder's own opens the store and writes.
/// If the store fails, the run goes on: one line tells of it, and a journal in the run's folder
/// takes what the store does not, for [RunStore#importJournals].
///
/// Events come on the thread that trains; everything may be called from any thread. To close waits
/// until all is written.
public final class Recorder implements RunLog {

  /// Longer than a store makes one wait before it says why, shorter than Ctrl-C is waited for.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int POINTS_WAITING = 4096;
  private static final int POINTS_PER_EPOCH = 20;

  private final RunDescription run;
  private final Mailbox mailbox;
  private final Optional<Scribe> scribe;
  private final Optional<Thread> thread;

  private int examples = 1;
  private int epoch;
  private int nextPoint;
  private boolean ended;

  private Recorder(
      StoreAddress address, RunDescription run, boolean resumed, Consumer<String> notes) {
    this.run = run;
    mailbox = new Mailbox(POINTS_WAITING);
    scribe =
        address instanceof StoreAddress.Nowhere
            ? Optional.empty()
            : Optional.of(new Scribe(address, run, resumed, mailbox, notes));
    thread = scribe.map(work -> Thread.ofPlatform().name("rote-store").daemon().unstarted(work));
  }

  /// Begins to keep a new run. Returns at once: that the store cannot be opened is told as well.
  ///
  /// @param address where; at [StoreAddress.Nowhere] nothing is kept
  /// @param run what is about to be trained
  /// @param notes is told, on a thread of ours, one line for each place that fails
  public static Recorder begin(StoreAddress address, RunDescription run, Consumer<String> notes) {
    Recorder recorder = new Recorder(address, run, false, notes);
    recorder.thread.ifPresent(Thread::start);
    return recorder;
  }

  /// Goes on keeping the run whose files lie in the same folder, as [#begin] does.
  ///
  /// @param history epochs that were finished before, of which the store may have missed the last
  public static Recorder resume(
      StoreAddress address, RunDescription run, List<EpochStats> history, Consumer<String> notes) {
    Recorder recorder = new Recorder(address, run, true, notes);
    history.forEach(stats -> recorder.put(new RunRecord.Epoch(stats)));
    recorder.thread.ifPresent(Thread::start);
    return recorder;
  }

  private void put(RunRecord happened) {
    if (scribe.isPresent()) {
      mailbox.put(happened);
    }
  }

  /// Marks the run with a tag, which ties it to others.
  public void tag(String tag) {
    put(new RunRecord.Tag(tag));
  }

  @Override
  public boolean isStopped(BooleanSupplier stopped) {
    if (scribe.isEmpty()) {
      return false;
    }
    Scribe from = scribe.get();
    if (from.order() == Order.PAUSE) {
      put(RunRecord.Event.now("paused", "somebody asked for it"));
      while (from.order() == Order.PAUSE && !stopped.getAsBoolean()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      put(RunRecord.Event.now("went on", ""));
    }
    return from.order() == Order.STOP;
  }

  @Override
  public Trace watch(Supplier<Trace> training) {
    Trace trace = watched(training);
    if (trace.interrupted()) {
      end(RunStatus.INTERRUPTED, "after " + trace.epochs().size() + " epochs, saved");
    }
    return trace;
  }

  /// Does work that the run's training is a part of, and keeps how that ended, unless it was well.
  ///
  /// @param work without a result if it was interrupted
  public <T> Optional<T> watchWhole(Supplier<Optional<T>> work) {
    Optional<T> result = watched(work);
    if (result.isEmpty()) {
      end(RunStatus.INTERRUPTED, "what was finished is saved");
    }
    return result;
  }

  private <T> T watched(Supplier<T> work) {
    try {
      return work.get();
    } catch (DivergedException e) {
      end(RunStatus.DIVERGED, String.valueOf(e.getMessage()));
      throw e;
    } catch (RuntimeException | Error e) {
      end(RunStatus.FAILED, e instanceof Error ? e.toString() : String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private synchronized void end(RunStatus status, String text) {
    put(RunRecord.Event.now(status.word(), text));
    put(RunRecord.State.now(status));
    ended = true;
  }

  @Override
  public synchronized void finished(Path model) {
    RunRecord.State state = RunRecord.State.now(RunStatus.FINISHED);
    put(new RunRecord.State(state.status(), state.at(), artifact("model", model)));
    ended = true;
  }

  /// The run has come to its end, and its result is not kept in a file.
  public synchronized void finished() {
    put(RunRecord.State.now(RunStatus.FINISHED));
    ended = true;
  }

  /// A file the run left behind; one that cannot be read is told as an event.
  ///
  /// @param kind a word: `checkpoint`
  /// @return its SHA-256, in hex
  @Override
  public Optional<String> artifact(String kind, Path file) {
    if (scribe.isEmpty()) {
      return Optional.empty();
    }
    try {
      RunRecord.Artifact artifact = RunRecord.Artifact.of(kind, run.folder(), file);
      put(artifact);
      return Optional.of(artifact.sha256());
    } catch (RoteException e) {
      put(RunRecord.Event.now("unreadable", String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  @Override
  public void accept(TrainEvent event) {
    switch (event) {
      case TrainEvent.Started started -> {
        examples = started.examples();
        String when =
            started.finishedEpochs() == 0 ? "" : ", after epoch " + started.finishedEpochs();
        String kind = when.isEmpty() ? "started" : "resumed";
        put(RunRecord.Event.now(kind, started.engine() + when));
      }
      case TrainEvent.Progress progress -> point(progress);
      case TrainEvent.EpochEnded(EpochStats stats) -> put(new RunRecord.Epoch(stats));
      case TrainEvent.Probed(int probed, Health health) -> {
        long step = probed * stepsPerEpoch();
        put(new RunRecord.Point(step, "learning_rate", health.learningRate()));
        put(new RunRecord.Point(step, "gradient_norm", health.gradientNorm()));
        put(new RunRecord.Point(step, "update_ratio", health.updateRatio()));
        health
            .deadShare()
            .ifPresent(share -> put(new RunRecord.Point(step, "dead_relu_share", share)));
      }
    }
  }

  private long stepsPerEpoch() {
    return Math.ceilDiv(examples, run.batch());
  }

  /// Keeps at most twenty of an epoch's signs of life, evenly spread over it.
  private void point(TrainEvent.Progress progress) {
    if (progress.epoch() != epoch) {
      epoch = progress.epoch();
      nextPoint = 0;
    }
    if (progress.examples() < nextPoint) {
      return;
    }
    nextPoint = progress.examples() + Math.ceilDiv(examples, POINTS_PER_EPOCH);
    long step = (epoch - 1) * stepsPerEpoch() + Math.ceilDiv(progress.examples(), run.batch());
    put(new RunRecord.Point(step, "train_loss", progress.loss()));
    put(new RunRecord.Point(step, "train_accuracy", progress.accuracy()));
    put(new RunRecord.Point(step, "examples_per_second", progress.examplesPerSecond()));
  }

  /// Waits until all is written, some seconds at the most. A run that has not told of its end is
  /// taken for failed.
  ///
  /// @return the run's name, or nothing if nothing was to be kept
  public synchronized Optional<String> settle() {
    if (!ended) {
      end(RunStatus.FAILED, "ended without a result");
    }
    mailbox.close();
    thread.ifPresent(this::join);
    return scribe.map(Scribe::id);
  }

  /// Does as [#settle] does.
  @Override
  public void close() {
    Optional<String> _ = settle();
  }

  private void join(Thread writer) {
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (writer.isAlive() && System.nanoTime() - deadline < 0) {
      try {
        boolean _ = writer.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (writer.isAlive()) {
      scribe.ifPresent(Scribe::abandon);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
