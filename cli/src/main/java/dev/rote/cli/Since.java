package dev.rote.cli;

import dev.rote.fault.RoteException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A moment as users write it: `7d`, `12h` or `30m` ago, a day, or an instant.
final class Since {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([dhm])");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

  private Since() {}

  /// @throws RoteException if it is none of these
  static Instant parse(String text, Instant now) {
    Matcher ago = AGO.matcher(text);
    try {
      if (ago.matches()) {
        long number = Long.parseLong(ago.group(1));
        return now.minus(
            switch (ago.group(2)) {
              case "d" -> Duration.ofDays(number);
              case "h" -> Duration.ofHours(number);
              default -> Duration.ofMinutes(number);
            });
      }
      return DAY.matcher(text).matches()
          ? LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new RoteException(
          "list runs",
          "7d, 12h, 30m, a day like 2026-11-23 or an instant",
          "\"" + text + "\"",
          "correct --since",
          e);
    }
  }
}
