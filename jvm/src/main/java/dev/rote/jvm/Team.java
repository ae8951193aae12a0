package dev.rote.jvm;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A fixed set of threads that do one piece of work together, then wait for the next.
///
/// The caller is member 0. A share that its thread has not begun when the caller is done with its
/// own is done by the caller, and after a call in which it had to wait long for others, it does a
/// while without them: who does a share makes no difference to it, and where other programs keep a
/// thread from running, a team is hardly slower than one thread. A call returns when every member
/// is done; what one member wrote, all see in the next call. Waiting spins for a moment, since the
/// next piece follows within microseconds during a step, then parks. Confined to one caller at a
/// time.
/*
 * How long to spin is measured in time: what one spin takes differs by a factor of twenty between
 * processors. To be woken takes tens of microseconds, more on a virtual machine, and the caller is
 * rarely away longer between two pieces of a step than SPIN; what a worker burns of its core after
 * the last step of a training is no more than that.
 *
 * A share belongs to whoever turns its `begun` from the number of the call before to that of this
 * one. A thread that comes late finds another number there, since no call ends before all its shares
 * are done.
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

  /// Nanoseconds that others may take longer than the caller.
  private static final long LATE = 1_000_000;

  /// How many times as long as it has waited the caller does without the others.
  private static final int ALONE = 8;

  private final Thread[] workers;
  private final AtomicInteger pending = new AtomicInteger();
  private Work work = (_, _) -> {};
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicIntegerArray begun;

  /// When the caller is to work with others again.
  private long together = System.nanoTime();

  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  /// @param members threads, the caller among them; at least 1
  Team(int members) {
    workers = new Thread[members - 1];
    begun = new AtomicIntegerArray(members);
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
    long from = workers.length == 0 ? 0 : System.nanoTime();
    if (workers.length == 0 || from - together < 0) {
      for (int member = 0; member < members(); member++) {
        next.share(member, members());
      }
      return;
    }
    dispatch(next);
    try {
      next.share(0, members());
      for (int member = 1; member < members(); member++) {
        shareOf(member, calls.get());
      }
    } finally {
      awaitWorkers(System.nanoTime() - from);
    }
    rethrow();
  }

  private void dispatch(Work next) {
    work = next;
    pending.set(workers.length);
    call();
  }

  private void call() {
    calls.incrementAndGet();
    for (Thread worker : workers) {
      LockSupport.unpark(worker);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // results do not depend on who runs when
  private void awaitWorkers(long took) {
    long from = System.nanoTime();
    long until = from + SPIN;
    while (pending.get() > 0) {
      for (int spins = 0; spins < SPINS && pending.get() > 0; spins++) {
        Thread.onSpinWait();
      }
      if (System.nanoTime() - until > 0) {
        Thread.yield();
      }
    }
    long waited = System.nanoTime() - from;
    if (waited > LATE && waited > took) {
      together = from + (1 + ALONE) * waited;
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
    int call = awaitCall(0);
    while (!closed) {
      shareOf(member, call);
      call = awaitCall(call);
    }
  }

  /// Does a member's share of a call, unless somebody has begun it.
  private void shareOf(int member, int call) {
    if (!begun.compareAndSet(member, call - 1, call)) {
      return;
    }
    try {
      work.share(member, members());
    } catch (Throwable t) {
      failure = t;
    } finally {
      pending.decrementAndGet();
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
    call();
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
