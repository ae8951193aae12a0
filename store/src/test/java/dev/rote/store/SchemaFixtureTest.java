package dev.rote.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.runs.RecipeFile;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A store of every released schema opens and has what it had. The files are made by
/// [#fixture_ofThePresentSchema_holdsWhatTheTestExpects], which leaves one in `target`: the next
/// schema begins with checking in the last one's, under `src/test/resources`.
class SchemaFixtureTest {
  private static final String MODEL = "d".repeat(64);
  private static final RunDescription FULL = Samples.full(Path.of("/runs/full"));

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(ints = {1})
  void open_storeOfASchema_hasAllItHad(int version) throws IOException {
    Path copy = folder.resolve("runs.db");
    try (InputStream in = getClass().getResourceAsStream("schema-" + version + ".db")) {
      Files.copy(Objects.requireNonNull(in), copy);
    }
    try (RunStore store = RunStore.open(new StoreAddress.SqliteFile(copy))) {
      requireContent(store, withoutRecord(FULL));
      RunWriter more = store.begin(Samples.run("more", folder));
      more.write(Samples.epochRecord(1));
      assertThat(store.list(RunQuery.all())).hasSize(3);
    }
    try (SweepLedger ledger = SweepLedger.open(new StoreAddress.SqliteFile(copy), "s")) {
      assertThat(ledger.claim("t", folder, 1, 2)).isTrue();
    }
  }

  @Test
  void fixture_ofThePresentSchema_holdsWhatTheTestExpects() throws IOException {
    Path file = Path.of("target", "schema-" + Migrations.SCHEMA + ".db");
    Files.deleteIfExists(file);
    try (RunStore store = RunStore.open(new StoreAddress.SqliteFile(file))) {
      fill(store);
      requireContent(store, FULL);
    }
  }

  /// As a Rote wrote it whose recipes had no key `record`; read now, it is the same recipe.
  private static RunDescription withoutRecord(RunDescription now) {
    String then = now.recipe().replace("record: false\n", "");
    Recipe read = RecipeFile.parse(then, "full", Path.of("/"), List.of());
    assertThat(RecipeFile.write(read)).isEqualTo(now.recipe());
    return new RunDescription(
        now.name(),
        then,
        now.epochs(),
        now.batch(),
        now.provenance(),
        now.folder(),
        now.parent(),
        now.git());
  }

  private static void fill(RunStore store) {
    RunWriter full = store.begin(FULL);
    IntStream.rangeClosed(1, 3).forEach(epoch -> full.write(Samples.epochRecord(epoch)));
    full.write(
        new RunRecord.Point(5, "train_loss", 0.25),
        new RunRecord.Event("e", Samples.STARTED, "started", "engine"),
        new RunRecord.Artifact("model", "m", "m.safetensors", 12, MODEL),
        new RunRecord.State(RunStatus.FINISHED, Moments.now(), Optional.of(MODEL)));
    store.tag(full.id(), "kept");
    store
        .begin(Samples.run("stopped", Path.of("/runs/stopped")))
        .write(RunRecord.State.now(RunStatus.INTERRUPTED));
  }

  private static void requireContent(RunStore store, RunDescription expected) {
    Run full = store.list(RunQuery.all().tag("kept")).getFirst();
    assertThat(full.description()).isEqualTo(expected);
    assertThat(full.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(full.modelSha256()).contains(MODEL);
    List<EpochStats> epochs = IntStream.rangeClosed(1, 3).mapToObj(Samples::epoch).toList();
    assertThat(store.epochs(full.id())).isEqualTo(epochs);
    assertThat(store.points(full.id())).containsExactly(new RunRecord.Point(5, "train_loss", 0.25));
    assertThat(store.events(full.id())).hasSize(1);
    assertThat(store.artifacts(full.id())).hasSize(1);
    assertThat(store.list(RunQuery.all().status(RunStatus.INTERRUPTED)))
        .extracting(run -> run.description().name())
        .containsExactly("stopped");
  }
}
