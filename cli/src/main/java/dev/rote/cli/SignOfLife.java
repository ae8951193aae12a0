package dev.rote.cli;

import java.util.concurrent.TimeUnit;

/// A live line for work that may be short: it appears after a while and changes now and then.
final class SignOfLife {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Output output;
  private long due = System.nanoTime() + PATIENCE_NANOS;

  /// Patience counts from here.
  SignOfLife(Output output) {
    this.output = output;
  }

  void show(String text) {
    long now = System.nanoTime();
    if (now - due >= 0) {
      output.live("  " + text);
      due = now + PAUSE_NANOS;
    }
  }
}
