package dev.rote.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Numbers and times of runs as people read them.
final class RunText {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private RunText() {}

  static String loss(double loss) {
    return String.format(Locale.ROOT, "%.4f", loss);
  }

  static String share(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  static String speed(double examplesPerSecond) {
    return ModelSummary.grouped(Math.round(examplesPerSecond));
  }

  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }

  /// In the time zone of who looks.
  static String when(Instant instant) {
    return WHEN.format(instant.atZone(ZoneId.systemDefault()));
  }

  /// 3 s, 12 min, 5 h, 9 d.
  static String age(Duration time) {
    if (time.toSeconds() < 100) {
      return Math.max(0, time.toSeconds()) + " s";
    }
    if (time.toMinutes() < 100) {
      return time.toMinutes() + " min";
    }
    return time.toHours() < 48 ? time.toHours() + " h" : time.toDays() + " d";
  }

  /// 1,234 B, 12.3 kB, 4.5 MB.
  static String size(long bytes) {
    if (bytes < 10_000) {
      return ModelSummary.grouped(bytes) + " B";
    }
    return bytes < 10_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /// The first letters of a hash, which tell it from others.
  static String brief(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }

  /// What a table shows where there is nothing.
  static String orDash(Optional<String> text) {
    return text.orElse("–");
  }
}
