package dev.rote.jvm;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed set of threads that do one piece of work together, then wait for the next.
///
/// The caller is member 0. A call returns when every member is done; what one member wrote, all see
/// in the next call. Waiting spins for a moment, since the next piece follows within microseconds
/// during a step, then parks. Confined to one caller at a time.
/*
 * How long to spin is measured in time: what one spin takes differs by a factor of twenty between
 * processors. To be woken takes tens of microseconds, more on a virtual machine, and the caller is
 * rarely away longer between two pieces of a step than SPIN; what a worker burns of its core after
 * the last step of a training is no more than that.
 */
final class Team implements AutoCloseable {

  /// What the members do, each its share.
  interface Work {
    /// Does one member's share.
    ///
    /// @param member 0 to `members` − 1
    void share(int member, int members);
  }

  /// Nanoseconds.
  private static final long SPIN = 200_000;

  /// Spins between two looks at the clock.
  private static final int SPINS = 64;

  private static final Work STOP = (_, _) -> {};

  private final Thread[] workers;
  private final AtomicInteger pending = new AtomicInteger();
  private Work work = STOP;
  private final AtomicInteger calls = new AtomicInteger();
  private boolean closed;
  private volatile @Nullable Throwable failure;

  /// @param members threads, the caller among them; at least 1
  Team(int members) {
    workers = new Thread[members - 1];
    for (int w = 0; w < workers.length; w++) {
      int member = w + 1;
      workers[w] =
          Thread.ofPlatform().daemon().name("rote-" + member).unstarted(() -> serve(member));
    }
    for (Thread worker : workers) {
      worker.start();
    }
  }

  int members() {
    return workers.length + 1;
  }

  /// Has every member do its share.
  void run(Work next) {
    if (workers.length == 0) {
      next.share(0, 1);
      return;
    }
    dispatch(next);
    try {
      next.share(0, members());
    } finally {
      awaitWorkers();
    }
    rethrow();
  }

  private void dispatch(Work next) {
    work = next;
    pending.set(workers.length);
    calls.incrementAndGet();
    for (Thread worker : workers) {
      LockSupport.unpark(worker);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // results do not depend on who runs when
  private void awaitWorkers() {
    long until = System.nanoTime() + SPIN;
    while (pending.get() > 0) {
      for (int spins = 0; spins < SPINS && pending.get() > 0; spins++) {
        Thread.onSpinWait();
      }
      if (System.nanoTime() - until > 0) {
        Thread.yield();
      }
    }
  }

  private void rethrow() {
    Throwable thrown = failure;
    failure = null;
    switch (thrown) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(thrown);
    }
  }

  private void serve(int member) {
    int seen = 0;
    while (true) {
      seen = awaitCall(seen);
      Work mine = work;
      if (mine == STOP) {
        return;
      }
      try {
        mine.share(member, members());
      } catch (Throwable t) {
        failure = t;
      } finally {
        pending.decrementAndGet();
      }
    }
  }

  private int awaitCall(int seen) {
    long until = System.nanoTime() + SPIN;
    while (calls.get() == seen) {
      if (!isCalled(seen) && System.nanoTime() - until > 0) {
        LockSupport.park(this);
      }
    }
    return calls.get();
  }

  private boolean isCalled(int seen) {
    for (int spins = 0; spins < SPINS; spins++) {
      if (calls.get() != seen) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /// Ends the threads and waits until they are gone.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    dispatch(STOP);
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
