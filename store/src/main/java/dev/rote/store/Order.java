package dev.rote.store;

import java.util.Locale;

/// What a run under way is asked to do by someone who is not its process.
public enum Order {
  /// Train.
  GO,
  /// Wait, and keep everything.
  PAUSE,
  /// Save and end, as after Ctrl-C.
  STOP;

  /// As it is written: "pause".
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Order of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
