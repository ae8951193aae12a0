package dev.rote.network;

import java.util.Locale;

/// How the gradients of a batch's examples become one: their mean or their sum.
///
/// With `SUM` a batch of B takes a step B times as long, so the rate must shrink with it.
public enum Reduction {
  MEAN,
  SUM;

  /// The name in recipes.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
