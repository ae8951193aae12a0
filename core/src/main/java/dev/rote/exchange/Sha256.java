package dev.rote.exchange;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash by which our files tell damage.
public final class Sha256 {
  private Sha256() {}

  /// A hash of nothing yet, for one thread.
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
