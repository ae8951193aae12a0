package dev.rote.train;

import java.util.Locale;

/// How the training loss and accuracy of an epoch are taken.
public enum Measure {
  /// From the training pass itself: each batch judged just before it is learned from. Free, and a
  /// little behind the weights at the end of the epoch.
  FOLDED,
  /// By another pass over the training split with the weights of the epoch's end.
  EXACT;

  /// The name in recipes.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
