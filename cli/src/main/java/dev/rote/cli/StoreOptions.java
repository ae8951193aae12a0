package dev.rote.cli;

import dev.rote.store.RunStore;
import dev.rote.store.StoreAddress;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /// A store that must be there.
  RunStore open() {
    return RunStore.openExisting(address());
  }

  /// The store; nothing if nobody named one and none was made yet.
  Optional<RunStore> openIfThere() {
    StoreAddress address = address();
    boolean missing =
        named().isEmpty()
            && address instanceof StoreAddress.SqliteFile(Path file)
            && Files.notExists(file);
    return missing ? Optional.empty() : Optional.of(RunStore.openExisting(address));
  }

  StoreAddress address() {
    return StoreAddress.parse(text());
  }

  /// The address as the user wrote it, with its password if it has one.
  String text() {
    return named().orElse(DEFAULT);
  }

  /// The command that opens the page over this store; nothing if there is none.
  Optional<String> page() {
    StoreAddress address = address();
    if (address instanceof StoreAddress.Nowhere) {
      return Optional.empty();
    }
    String quoted = "" + address;
    quoted = quoted.matches("[\\w./:@-]+") ? quoted : "'" + quoted.replace("'", "'\\''") + "'";
    return Optional.of("./rote live" + (store == null ? "" : " --store " + quoted));
  }

  private Optional<String> named() {
    return Optional.ofNullable(store)
        .or(() -> Optional.ofNullable(System.getenv("ROTE_STORE")).filter(s -> !s.isBlank()));
  }
}
