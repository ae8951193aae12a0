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

  DataStore store(Output output) {
    return DataStore.standard(Optional.ofNullable(folder), new FetchLine(output));
  }
}
