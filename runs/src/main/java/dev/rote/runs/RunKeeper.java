package dev.rote.runs;

import dev.rote.fault.RoteException;
import dev.rote.train.Checkpoint;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Keeps a run in its folder while it trains, and does not let a full disk end it.
///
/// A checkpoint that cannot be written is complained of once, and training goes on: every later
/// checkpoint tries again. When training is over, what is not saved yet is tried again and again,
/// for as long as it took to train it, and then given up: whoever frees the disk in time loses
/// nothing, and nobody waits longer than it would take to train again.
///
/// One object keeps one run; confined to one thread.
public final class RunKeeper implements Consumer<Checkpoint> {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private final RunFolder run;
  private final Consumer<String> complaints;
  private final BooleanSupplier giveUp;

  /// When the last checkpoint began to be written: what was trained before is safe.
  private long safe = System.nanoTime();

  private Optional<Checkpoint> unsaved = Optional.empty();

  /// @param run locked
  /// @param complaints told in one line what cannot be written, and when it can again
  /// @param giveUp asked while waiting for room; once it says true, waiting ends
  public RunKeeper(RunFolder run, Consumer<String> complaints, BooleanSupplier giveUp) {
    this.run = run;
    this.complaints = complaints;
    this.giveUp = giveUp;
  }

  /// Keeps a checkpoint, or complains.
  @Override
  public void accept(Checkpoint checkpoint) {
    long now = System.nanoTime();
    boolean complained = unsaved.isPresent();
    unsaved = Optional.of(checkpoint);
    try {
      run.keep(checkpoint);
    } catch (RoteException e) {
      if (!complained) {
        String goesOn = giveUp.getAsBoolean() ? "" : ", training goes on";
        complaints.accept("checkpoint not saved" + goesOn + ": " + e.getMessage());
      }
      return;
    }
    safe = now;
    unsaved = Optional.empty();
    if (complained) {
      complaints.accept("checkpoints are saved again in " + run.path());
    }
  }

  /// Whether the last checkpoint was written.
  public boolean saved() {
    return unsaved.isEmpty();
  }

  /// Writes the result of a finished run, waiting for room if there is something to lose.
  ///
  /// @throws RoteException if it cannot be written; the run can be resumed from its last checkpoint
  public void finish(Recipe recipe, Trace trace) {
    long ended = System.nanoTime();
    Duration patience = saved() ? Duration.ZERO : Duration.ofNanos(ended - safe);
    boolean complained = false;
    while (true) {
      try {
        unsaved.ifPresent(run::keep);
        unsaved = Optional.empty();
        run.finish(recipe, trace);
        return;
      } catch (RoteException e) {
        Duration left = patience.minusNanos(System.nanoTime() - ended);
        if (!left.isPositive() || giveUp.getAsBoolean()) {
          throw RoteException.io("trained, not saved", "then resume " + run.path(), e);
        }
        if (!complained) {
          complaints.accept(waiting(e, left));
          complained = true;
        }
        pause(left.compareTo(BETWEEN_TRIES) < 0 ? left : BETWEEN_TRIES);
      }
    }
  }

  private static String waiting(RoteException problem, Duration left) {
    return "trained, not saved, waiting up to %d s for room: %s"
        .formatted(left.plusMillis(999).toSeconds(), problem.getMessage());
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RoteException.io("wait for room", "resume the run", e);
    }
  }
}
