package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// How a user is told to open the page over the same store.
class StoreOptionsTest {
  private static StoreOptions given(String... words) {
    StoreOptions options = new StoreOptions();
    CommandLine.populateCommand(options, words);
    return options;
  }

  @Test
  void page_storeNamed_namesItAsAShellReadsIt() {
    String here = Path.of("").toAbsolutePath().normalize().toString();
    assertThat(given("--store", "a b/runs.db").page())
        .hasValue("./rote live --store '" + here + "/a b/runs.db'");
    assertThat(given("--store", "postgresql://me:secret@db/runs").page())
        .hasValue("./rote live --store postgresql://me@db:5432/runs");
  }

  @Test
  void page_noStore_isNone() {
    assertThat(given("--store", "none").page()).isEmpty();
  }
}
