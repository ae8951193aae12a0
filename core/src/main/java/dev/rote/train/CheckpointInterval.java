package dev.rote.train;

import dev.rote.fault.RoteException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How often a run is kept within an epoch, beside its end: what a crash costs at most. No part of
/// the result.
public sealed interface CheckpointInterval {

  /// Five minutes: a save of the largest networks here takes seconds.
  CheckpointInterval STANDARD = new Time(Duration.ofMinutes(5));

  /// After so many steps, counted over the whole run.
  ///
  /// @param steps 1 or more
  record Steps(long steps) implements CheckpointInterval {
    public Steps {
      if (steps < 1) {
        throw new RoteException("checkpoint interval", "1 step or more", "" + steps, "raise it");
      }
    }
  }

  /// At the first step that ends so long after the checkpoint before, or after training began.
  ///
  /// @param time above 0
  record Time(Duration time) implements CheckpointInterval {
    public Time {
      if (!time.isPositive()) {
        throw new RoteException("checkpoint interval", "a time above 0", "" + time, "raise it");
      }
    }
  }

  /// Reads `30s`, `5m` or `2h`, or a number of steps: `500`.
  ///
  /// @throws RoteException if it is none of these
  static CheckpointInterval parse(String text) {
    Matcher matcher = Pattern.compile("([1-9]\\d{0,8})([smh]?)").matcher(text);
    if (!matcher.matches()) {
      throw new RoteException(
          "checkpoint interval", "30s, 5m, 2h or a number of steps", text, "give one of these");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> new Time(Duration.ofSeconds(number));
      case "m" -> new Time(Duration.ofMinutes(number));
      case "h" -> new Time(Duration.ofHours(number));
      default -> new Steps(number);
    };
  }
}
