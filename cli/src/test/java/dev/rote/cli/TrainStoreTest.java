package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.runs.RecipeFile;
import dev.rote.store.Run;
import dev.rote.store.RunQuery;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import dev.rote.store.StoreAddress;
import dev.rote.train.EpochStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `rote train` leaves in the store, and what it does without one.
class TrainStoreTest {
  @TempDir private Path folder = Path.of("");
  private Sample sample = new Sample(Path.of(""), Path.of(""));

  @BeforeEach
  void copySample() throws IOException {
    sample = Sample.in(folder);
  }

  private Session train(String... more) {
    return trainInto(file().toString(), more);
  }

  private Session trainInto(String store, String... more) {
    List<String> words = List.of("train", sample.recipe().toString(), "--store", store);
    return Session.of(Stream.concat(words.stream(), Stream.of(more)).toList());
  }

  private Path file() {
    return folder.resolve("runs.db");
  }

  private RunStore open() {
    return RunStore.openExisting(new StoreAddress.SqliteFile(file()));
  }

  private Run only() {
    try (RunStore store = open()) {
      assertThat(store.list(RunQuery.all())).hasSize(1);
      return store.list(RunQuery.all()).getFirst();
    }
  }

  /// The columns of metrics.csv.
  private static String row(EpochStats stats) {
    return "%d,%s,%s,%s,%s,%s,%s"
        .formatted(
            stats.epoch(),
            stats.trainLoss(),
            stats.trainAccuracy(),
            stats.heldOutLoss(),
            stats.heldOutAccuracy(),
            stats.examplesPerSecond(),
            stats.seconds());
  }

  private void requireSameAsFiles(Run run, Path out) throws IOException {
    try (RunStore store = open()) {
      List<String> lines = Files.readAllLines(out.resolve("metrics.csv"));
      assertThat(store.epochs(run.id()).stream().map(TrainStoreTest::row))
          .isEqualTo(lines.subList(1, lines.size()));
    }
  }

  @Test
  void train_run_isInTheStoreWithTheNumbersOfItsFiles() throws IOException {
    Path out = folder.resolve("run");
    Session session = train("--out", out.toString(), "seed=5");
    assertThat(session.code()).as(session.err()).isZero();
    assertThat(session.err()).isEmpty();
    Run run = only();
    assertThat(session.lines().getLast()).isEqualTo("run " + run.id() + " kept in " + out);
    assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(run.description().folder()).isEqualTo(out);
    assertThat(run.description().recipe()).isEqualTo(Files.readString(out.resolve("recipe.yaml")));
    assertThat(run.description().provenance().seed()).isEqualTo(5);
    assertThat(run.description().provenance().recipeFingerprint())
        .isEqualTo(RecipeFile.fingerprint(RecipeFile.read(out.resolve("recipe.yaml"), List.of())));
    assertThat(run.description().git()).isPresent();
    requireSameAsFiles(run, out);
    try (RunStore store = open()) {
      assertThat(store.artifacts(run.id()))
          .extracting("path")
          .containsExactly(
              "checkpoint/last.safetensors", "confusion.csv", "heldout.csv", "model.safetensors");
    }
  }

  @Test
  void train_json_namesTheRunAtItsEnd() {
    Session session = train("--out", folder.resolve("run").toString(), "--json");
    assertThat(session.lines().getLast()).contains("\"run_id\":\"" + only().id() + "\"");
  }

  @Test
  void train_quiet_keepsTheRunAndSaysNothing() {
    assertThat(train("--out", folder.resolve("run").toString(), "-q"))
        .isEqualTo(new Session(0, "", ""));
    assertThat(only().status()).isEqualTo(RunStatus.FINISHED);
  }

  @Test
  void train_diverging_isInTheStoreAsThat() {
    train("--out", folder.resolve("run").toString(), "optimizer.rate=1e30");
    assertThat(only().status()).isEqualTo(RunStatus.DIVERGED);
    try (RunStore store = open()) {
      assertThat(store.events(only().id()))
          .anyMatch(event -> event.text().matches(".*step \\d+ of epoch 1.*layer \\d.*"));
    }
  }

  @Test
  void train_resumed_isStillOneRun() throws IOException {
    Path out = folder.resolve("run");
    train("--out", out.toString());
    Run before = only();
    Session again =
        Session.of(
            "train", "--resume", "--out", out.toString(), "--store", file().toString(), "-q");
    assertThat(again.code()).as(again.err()).isZero();
    Run after = only();
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(after.modelSha256()).isEqualTo(before.modelSha256());
    requireSameAsFiles(after, out);
  }

  @Test
  void train_resumedIntoAnotherStore_bringsItsHistory() throws IOException {
    Path out = folder.resolve("run");
    trainInto("none", "--out", out.toString());
    Session again =
        Session.of(
            "train", "--resume", "--out", out.toString(), "--store", file().toString(), "-q");
    assertThat(again.code()).as(again.err()).isZero();
    requireSameAsFiles(only(), out);
  }

  @Test
  void train_storeNone_keepsFilesAlone() {
    Path out = folder.resolve("run");
    Session session = trainInto("none", "--out", out.toString());
    assertThat(session.lines().getLast()).isEqualTo("run kept in " + out);
    assertThat(file()).doesNotExist();
  }

  @Test
  void train_storeThatIsNone_isOneNoteAndTheRunIsTakenInLater() throws IOException {
    Files.writeString(file(), "no store\n".repeat(1000));
    Path out = folder.resolve("runs/a");
    Session session = train("--out", out.toString());
    assertThat(session.code()).isZero();
    assertThat(session.err().lines()).hasSize(1);
    assertThat(session.err()).contains("run store " + file(), "expected a run store of Rote");
    assertThat(out.resolve("model.safetensors")).isRegularFile();
    Files.delete(file());
    Session next = train("--out", folder.resolve("runs/b").toString());
    assertThat(next.err()).isEmpty();
    try (RunStore store = open()) {
      assertThat(store.list(RunQuery.all()))
          .hasSize(2)
          .allMatch(run -> run.status() == RunStatus.FINISHED)
          .allMatch(run -> store.epochs(run.id()).size() == 3);
    }
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).noneMatch(path -> path.toString().endsWith(".jsonl"));
    }
  }

  @Test
  void train_wrongStoreAddress_isOneLineBeforeAnythingIsTrained() {
    Path out = folder.resolve("run");
    Session session =
        trainInto("postgresql://me:secret@host/runs?sslmod=x", "--out", out.toString());
    assertThat(session.code()).isEqualTo(1);
    assertThat(session.err().lines()).hasSize(1);
    assertThat(session.err()).contains("did you mean \"sslmode\"?").doesNotContain("secret");
    assertThat(out).doesNotExist();
  }
}
