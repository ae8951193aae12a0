package dev.rote.runs;

import dev.rote.fault.RoteException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Pieces of work side by side, one to a core, each confined to one thread.
///
/// When a piece fails, no other is begun, those under way may ask [#failed], and the failure is
/// thrown once all have ended.
public final class SideBySide {
  private final int workers;
  private final AtomicBoolean failed = new AtomicBoolean();

  /// @param workers pieces at once, at least 1
  public SideBySide(int workers) {
    this.workers = workers;
  }

  /// As many at once as there are cores.
  public static SideBySide onAllCores() {
    return new SideBySide(Runtime.getRuntime().availableProcessors());
  }

  /// Whether a piece has failed, so that the others need not go on.
  public boolean failed() {
    return failed.get();
  }

  /// Does all of them and hands back their results, in their order.
  public <T> List<T> all(List<Supplier<T>> pieces) {
    List<FutureTask<T>> tasks =
        pieces.stream().map(piece -> new FutureTask<>(() -> done(piece))).toList();
    Iterator<FutureTask<T>> next = tasks.iterator();
    run(() -> next.hasNext() ? Optional.of(next.next()) : Optional.empty());
    return tasks.stream().filter(Future::isDone).map(SideBySide::await).toList();
  }

  private <T> T done(Supplier<T> piece) {
    try {
      return piece.get();
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  /// Does pieces until there is none left.
  ///
  /// @param next asked by one worker at a time, whenever one has nothing to do
  public void run(Supplier<Optional<Runnable>> next) {
    ExecutorService cores = Executors.newFixedThreadPool(workers);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        all.add(cores.submit(() -> work(next)));
      }
      all.forEach(SideBySide::await);
    } finally {
      cores.shutdown();
    }
  }

  private void work(Supplier<Optional<Runnable>> next) {
    try {
      for (Optional<Runnable> piece = ask(next); piece.isPresent(); piece = ask(next)) {
        piece.get().run();
      }
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  private synchronized Optional<Runnable> ask(Supplier<Optional<Runnable>> next) {
    return failed() ? Optional.empty() : next.get();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RoteException.io("work side by side", "start it again", e);
    }
  }
}
