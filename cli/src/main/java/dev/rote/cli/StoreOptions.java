package dev.rote.cli;

import dev.rote.store.StoreAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where runs are kept.
final class StoreOptions {
  private static final String DEFAULT = ".rote/runs.db";

  @Option(
      names = "--store",
      paramLabel = "FILE|URL",
      description = {
        "Keep runs in this SQLite file or postgresql://USER:PASSWORD@HOST/DATABASE; none: nowhere.",
        "If not given, ROTE_STORE, or " + DEFAULT + "."
      })
  private @Nullable String store;

  StoreOptions() {}

  StoreAddress address() {
    return StoreAddress.parse(
        Optional.ofNullable(store)
            .or(() -> Optional.ofNullable(System.getenv("ROTE_STORE")).filter(s -> !s.isBlank()))
            .orElse(DEFAULT));
  }
}
