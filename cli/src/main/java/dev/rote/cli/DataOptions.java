package dev.rote.cli;

import dev.rote.data.DataStore;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where data sets are looked for.
final class DataOptions {

  @Option(
      names = "--data-folder",
      paramLabel = "FOLDER",
      description =
          "Look for data sets here first; then in the cache, the system's folder, the network.")
  private @Nullable Path folder;

  DataOptions() {}

  /// The store in which a prelude has begun to read, if it looks in the same places.
  DataStore store(Output output, Prelude prelude) {
    Optional<DataStore> begun = prelude.store();
    return folder == null && begun.isPresent() ? begun.get() : store(output);
  }

  DataStore store(Output output) {
    return DataStore.standard(Optional.ofNullable(folder), new FetchLine(output));
  }
}
