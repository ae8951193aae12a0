package dev.rote.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What the trainer has said and the writer has not yet kept.
///
/// To put something in takes the time to add to a list, whatever the store is doing. Points are
/// bounded: when too many wait, new ones are dropped and counted. All else is a few numbers to an
/// epoch and is never dropped; it is held until the run is closed, so that a journal can begin with
/// it when the store is lost with all it had.
final class Mailbox {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final List<RunRecord> essentials = new ArrayList<>();
  private final List<RunRecord> waiting = new ArrayList<>();
  private int points;
  private long dropped;
  private boolean closed;

  /// @param capacity points that may wait
  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /// Never waits for the store.
  void put(RunRecord happened) {
    lock.lock();
    try {
      if (happened instanceof RunRecord.Point) {
        if (points == capacity) {
          dropped++;
          return;
        }
        points++;
      } else {
        essentials.add(happened);
      }
      waiting.add(happened);
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will come.
  void close() {
    lock.lock();
    try {
      closed = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /// What waits, at least one, or none after a while; it stays until it is acknowledged.
  List<RunRecord> look(long patienceNanos) {
    lock.lock();
    try {
      long left = patienceNanos;
      while (waiting.isEmpty() && !closed && left > 0) {
        left = news.awaitNanos(left);
      }
      return List.copyOf(waiting);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.copyOf(waiting);
    } finally {
      lock.unlock();
    }
  }

  /// Lets what comes in the meantime gather, unless nothing more will come.
  void gather(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!closed && left > 0) {
        left = news.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// The first so many are kept.
  void acknowledge(List<RunRecord> kept) {
    lock.lock();
    try {
      waiting.subList(0, kept.size()).clear();
      points = (int) waiting.stream().filter(RunRecord.Point.class::isInstance).count();
    } finally {
      lock.unlock();
    }
  }

  /// Everything that is no point since the beginning, and the points that wait.
  List<RunRecord> everything() {
    lock.lock();
    try {
      List<RunRecord> all = new ArrayList<>(essentials);
      waiting.stream().filter(RunRecord.Point.class::isInstance).forEach(all::add);
      return all;
    } finally {
      lock.unlock();
    }
  }

  /// How many points were dropped since the last call.
  long takeDropped() {
    lock.lock();
    try {
      long count = dropped;
      dropped = 0;
      return count;
    } finally {
      lock.unlock();
    }
  }

  boolean isDone() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
