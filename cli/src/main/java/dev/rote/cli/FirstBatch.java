package dev.rote.cli;

import java.util.function.BooleanSupplier;

/// Tells when the first batch is finished, for `bench/start`; asked for by the property
/// `rote.firstBatch` of Java.
final class FirstBatch {
  private static final String ASKED_FOR = "rote.firstBatch";

  private FirstBatch() {}

  /// A stop rule, which the trainer asks after every batch. Where the property is set it prints,
  /// after the first, milliseconds since the beginning of 1970, and has training stopped;
  /// elsewhere it is the rule it was given.
  static BooleanSupplier watch(Output output, BooleanSupplier stop) {
    if (!Boolean.getBoolean(ASKED_FOR)) {
      return stop;
    }
    return () -> {
      output.print("first batch at " + System.currentTimeMillis());
      return true;
    };
  }
}
