package dev.rote.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Names of runs: the minute in UTC and four of 32 signs, `20261123-1246-k3f9`.
///
/// Two runs that begin in one minute get the same name once in a million times; the store then asks
/// for another.
final class RunId {
  /// Digits and letters but i, l, o and u, which are misread (Crockford's base 32).
  private static final String SIGNS = "0123456789abcdefghjkmnpqrstvwxyz";

  private static final int LENGTH = 4;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmm-", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RunId() {}

  static String draw(Instant now) {
    StringBuilder id = new StringBuilder(MINUTE.format(now));
    for (int i = 0; i < LENGTH; i++) {
      id.append(SIGNS.charAt(RANDOM.nextInt(SIGNS.length())));
    }
    return id.toString();
  }
}
