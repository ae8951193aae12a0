package dev.rote.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ctrl-C, and SIGTERM: work is asked to stop, and the program ends when it has saved itself.
///
/// The JVM answers the signal by running its shutdown hooks and then exits with 130 (or 143). Ours
/// raises a flag that training looks at after every batch, and waits until the main thread is done.
final class Interrupt {

  /// Saving takes milliseconds; whoever hangs is not waited for longer than this.
  private static final long PATIENCE_SECONDS = 20;

  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicBoolean busy = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);

  private Interrupt() {}

  /// One that listens to the signals of this process.
  static Interrupt install() {
    Interrupt interrupt = new Interrupt();
    Runtime.getRuntime().addShutdownHook(new Thread(interrupt::stop, "rote-interrupt"));
    return interrupt;
  }

  /// One that never comes, for commands that are run inside another program.
  static Interrupt never() {
    return new Interrupt();
  }

  /// True once the program was asked to stop.
  boolean requested() {
    return requested.get();
  }

  /// From here on there is something to save.
  void protect() {
    busy.set(true);
  }

  /// Tells that all is saved.
  void finished() {
    finished.countDown();
  }

  private void stop() {
    if (!busy.get()) {
      return;
    }
    requested.set(true);
    try {
      boolean _ = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
