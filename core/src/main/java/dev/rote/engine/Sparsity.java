package dev.rote.engine;

/// Whether an engine leaves out what is 0 in a network's input, where it can.
public enum Sparsity {
  /// As suits the data; see [Engine#suited].
  AUTO,
  /// Always.
  ON,
  /// Never.
  OFF
}
