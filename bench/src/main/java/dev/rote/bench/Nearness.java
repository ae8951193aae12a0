package dev.rote.bench;

import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/// Sees to it that turns on more than one thread are taken while the cores are near each other: a
/// turn waits for it, and is repeated if they have moved apart meanwhile, as long as a race's
/// patience lasts. Confined to one thread.
/*
 * A virtual machine's cores are moved about by its host. Whatever two threads hand each other takes
 * several times as long when their cores do not share a cache, for every system, and for seconds to
 * minutes at a time: medians of five turns are then of one state or the other by chance. What is
 * near is told by the lowest exchange that the race has seen, so it is known for good at its end.
 */
final class Nearness {
  /// Of the lowest exchange seen; between near and far lies a factor of five.
  private static final double BAND = 2;

  /// Seconds: threads of libraries spin for up to 0.2 after their work.
  static final double REST = 0.25;

  private static final int RESTS_BETWEEN_LOOKS = 2;
  private static final int LOOKS_TO_BEGIN = 12;

  private final DoubleSupplier exchange;
  private final double patience;
  private final double rest;
  private final Consumer<String> listener;
  private double lowest = Double.POSITIVE_INFINITY;
  private double spent;
  private int repeated;
  private boolean told;

  /// @param exchange nanoseconds a line, measured at each call
  /// @param patience seconds to spend on waiting and on repeating, in all
  /// @param rest seconds before a look, [#REST] in a race
  /// @param listener told once, when it first waits
  Nearness(DoubleSupplier exchange, double patience, double rest, Consumer<String> listener) {
    this.exchange = exchange;
    this.patience = patience;
    this.rest = rest;
    this.listener = listener;
  }

  /// A turn that counts.
  ///
  /// @param speed what it came to
  /// @param exchange nanoseconds a line, before or after it, the higher
  record Turn(double speed, double exchange) {}

  /// What a race has seen.
  ///
  /// @param lowest nanoseconds a line; infinite if it was never measured
  /// @param seconds that went into waiting and repeating
  /// @param repeated turns
  record Seen(double lowest, double seconds, int repeated) {

    /// Whether the cores were ever free for it.
    boolean isMeasured() {
      return Double.isFinite(lowest);
    }

    /// Whether so many nanoseconds a line are of cores that are near each other.
    boolean isNear(double exchange) {
      return Double.isFinite(exchange) && exchange <= BAND * lowest;
    }
  }

  Seen seen() {
    return new Seen(lowest, spent, repeated);
  }

  /// Looks for some seconds, no longer than the patience, so that cores that move about have been
  /// near once.
  void begin() {
    for (int looks = 0; looks < LOOKS_TO_BEGIN && looks * rest < patience; looks++) {
      rest(1);
      double _ = look();
    }
  }

  /// Takes a turn while the cores are near, or as they are once the patience has run out.
  ///
  /// @param turn gives its speed; is asked again if the cores were not near after it
  Turn turn(DoubleSupplier turn) {
    while (true) {
      double before = whenNear();
      long started = System.nanoTime();
      double speed = turn.getAsDouble();
      rest(1);
      double exchange = Math.max(before, look());
      if (seen().isNear(exchange) || spent >= patience) {
        return new Turn(speed, exchange);
      }
      repeated++;
      spend(started);
    }
  }

  private double whenNear() {
    rest(1);
    double now = look();
    while (!seen().isNear(now) && spent < patience) {
      tell(now);
      long started = System.nanoTime();
      rest(RESTS_BETWEEN_LOOKS);
      now = look();
      spend(started);
    }
    return now;
  }

  private double look() {
    double now = exchange.getAsDouble();
    lowest = Math.min(lowest, now);
    return now;
  }

  private void tell(double now) {
    if (!told) {
      told = true;
      listener.accept(
          String.format(
              Locale.ROOT,
              "waiting for cores that are near each other: %s now, %s at best; up to %.0f s in all",
              words(now),
              words(lowest),
              patience));
    }
  }

  /// "8.1 ns a line".
  static String words(double exchange) {
    return Double.isFinite(exchange)
        ? String.format(Locale.ROOT, "%.1f ns a line", exchange)
        : "a core with other programs";
  }

  private void spend(long started) {
    spent += (System.nanoTime() - started) / 1e9;
  }

  private void rest(int times) {
    LockSupport.parkNanos((long) (times * rest * 1e9));
  }
}
