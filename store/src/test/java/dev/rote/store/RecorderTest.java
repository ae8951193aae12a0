package dev.rote.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.engine.DivergedException;
import dev.rote.engine.Parameters;
import dev.rote.train.EpochStats;
import dev.rote.train.Trace;
import dev.rote.train.TrainEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs as they are recorded, with stores that work and stores that fail.
class RecorderTest {
  @TempDir private Path folder = Path.of("");

  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  private StoreAddress address() {
    return new StoreAddress.SqliteFile(folder.resolve("runs.db"));
  }

  private Path runFolder() {
    return folder.resolve("run");
  }

  private RunDescription description() {
    return Samples.run("a", runFolder());
  }

  private Recorder begin() {
    return Recorder.begin(address(), description(), notes::add);
  }

  private static void epochs(Recorder recorder, int from, int to) {
    IntStream.rangeClosed(from, to)
        .forEach(n -> recorder.accept(new TrainEvent.EpochEnded(Samples.epoch(n))));
  }

  private static List<EpochStats> stats(int to) {
    return IntStream.rangeClosed(1, to).mapToObj(Samples::epoch).toList();
  }

  private static Trace trace(boolean interrupted) {
    var recipe = Samples.recipe("a");
    return new Trace(stats(2), Parameters.initial(recipe.network(), recipe.init(), 0), interrupted);
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + address());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private List<Path> journals() {
    return Journal.in(runFolder());
  }

  /// The only run there is, with all epochs up to one, and no trace of the journal.
  private void requireWhole(int epochs, RunStatus status) {
    try (RunStore store = RunStore.open(address())) {
      assertThat(store.list(RunQuery.all())).hasSize(1);
      Run run = store.list(RunQuery.all()).getFirst();
      assertThat(run.status()).isEqualTo(status);
      assertThat(run.description().with(Optional.empty())).isEqualTo(description());
      assertThat(store.epochs(run.id())).isEqualTo(stats(epochs));
      assertThat(store.events(run.id())).doesNotHaveDuplicates();
    }
    assertThat(journals()).isEmpty();
  }

  /// Waits until the store has an epoch.
  private void awaitEpoch(int epoch) {
    try (RunStore store = RunStore.open(address())) {
      while (store.list(RunQuery.all()).stream()
          .flatMap(run -> run.last().stream())
          .noneMatch(last -> last.epoch() >= epoch)) {
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  @Test
  void run_finished_isKeptWithEventsPointsAndItsModel() throws IOException {
    Path model = runFolder().resolve("model.safetensors");
    Files.createDirectories(runFolder());
    Files.writeString(model, "abc");
    String id;
    try (Recorder recorder = begin()) {
      recorder.accept(new TrainEvent.Started("engine", 160, 20, 0));
      for (int examples = 2; examples <= 160; examples += 2) {
        recorder.accept(new TrainEvent.Progress(2, examples, 0.5, 0.25, examples));
      }
      epochs(recorder, 1, 2);
      recorder.finished(model);
      id = recorder.settle().orElseThrow();
    }
    String sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    try (RunStore store = RunStore.open(address())) {
      Run run = store.find(id);
      assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
      assertThat(run.modelSha256()).contains(sha256);
      assertThat(store.artifacts(id))
          .containsExactly(
              new RunRecord.Artifact("model", "model.safetensors", "model.safetensors", 3, sha256));
      assertThat(store.events(id)).extracting(RunRecord.Event::kind).containsExactly("started");
      List<RunRecord.Point> loss =
          store.points(id).stream().filter(point -> point.name().equals("train_loss")).toList();
      assertThat(loss).hasSize(10).doesNotHaveDuplicates();
      assertThat(loss.getFirst()).isEqualTo(new RunRecord.Point(11, "train_loss", 0.5));
      assertThat(loss.getLast().step()).isEqualTo(20);
    }
    requireWhole(2, RunStatus.FINISHED);
    assertThat(notes).isEmpty();
  }

  @Test
  void watch_eachEnding_isKeptAsWhatItWas() {
    try (Recorder recorder = begin()) {
      recorder.watch(() -> trace(true));
    }
    try (Recorder recorder = begin()) {
      assertThatThrownBy(
              () ->
                  recorder.watch(
                      () -> {
                        throw new DivergedException("layer 2", "NaN");
                      }))
          .isInstanceOf(DivergedException.class);
    }
    try (Recorder recorder = begin()) {
      assertThatThrownBy(
              () ->
                  recorder.watch(
                      () -> {
                        throw new OutOfMemoryError("heap");
                      }))
          .isInstanceOf(OutOfMemoryError.class);
    }
    try (Recorder recorder = begin()) {
      recorder.watch(() -> trace(false));
    }
    try (RunStore store = RunStore.open(address())) {
      assertThat(store.list(RunQuery.all()))
          .extracting(Run::status)
          .containsExactlyInAnyOrder(
              RunStatus.INTERRUPTED, RunStatus.DIVERGED, RunStatus.FAILED, RunStatus.FAILED);
      Run diverged = store.list(RunQuery.all().status(RunStatus.DIVERGED)).getFirst();
      assertThat(store.events(diverged.id()).getFirst().text()).contains("layer 2");
    }
  }

  @Test
  void nowhere_keepsNothingAndSaysNothing() {
    try (Recorder recorder =
        Recorder.begin(new StoreAddress.Nowhere(), description(), notes::add)) {
      epochs(recorder, 1, 2);
      assertThat(recorder.settle()).isEmpty();
    }
    assertThat(folder).isEmptyDirectory();
    assertThat(notes).isEmpty();
  }

  @Test
  void begin_storeThatCannotBeOpened_notesAWholeRunForLater() throws IOException {
    Files.writeString(folder.resolve("runs.db"), "something else entirely\n".repeat(100));
    try (Recorder recorder = begin()) {
      epochs(recorder, 1, 3);
      recorder.finished();
    }
    assertThat(notes).hasSize(1);
    assertThat(notes.getFirst().lines()).hasSize(1);
    assertThat(notes.getFirst()).contains("another kind of file", "the run goes on");
    assertThat(journals()).hasSize(1);
    Files.delete(folder.resolve("runs.db"));
    try (RunStore store = RunStore.open(address())) {
      assertThat(store.importJournals(folder)).isEqualTo(1);
      assertThat(store.importJournals(folder)).isZero();
    }
    requireWhole(3, RunStatus.FINISHED);
  }

  @Test
  void store_losesItsTablesInMidRun_nothingIsLostOrDouble() throws SQLException {
    try (Recorder recorder = begin()) {
      epochs(recorder, 1, 3);
      awaitEpoch(3);
      sql("PRAGMA foreign_keys = OFF", "ALTER TABLE epochs RENAME TO gone");
      epochs(recorder, 4, 6);
      recorder.finished();
    }
    assertThat(notes).hasSize(1);
    assertThat(notes.getFirst()).contains("no such table");
    sql("ALTER TABLE gone RENAME TO epochs");
    try (RunStore store = RunStore.open(address())) {
      assertThat(store.importJournals(runFolder())).isEqualTo(1);
    }
    requireWhole(6, RunStatus.FINISHED);
  }

  @Test
  void store_isDeletedInMidRun_theNextOneGetsAllButPoints() throws Exception {
    try (Recorder recorder = begin()) {
      epochs(recorder, 1, 3);
      awaitEpoch(3);
      sql("DROP TABLE runs");
      epochs(recorder, 4, 6);
      recorder.finished();
    }
    assertThat(notes).hasSize(1);
    for (String ending : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve("runs.db" + ending));
    }
    try (RunStore store = RunStore.open(address())) {
      assertThat(store.importJournals(runFolder())).isEqualTo(1);
    }
    requireWhole(6, RunStatus.FINISHED);
  }

  @Test
  void importJournals_ofARunningRecorder_leavesThemAlone() throws IOException {
    Files.writeString(folder.resolve("runs.db"), "something else entirely\n".repeat(100));
    try (Recorder recorder = begin()) {
      while (notes.isEmpty()) {
        LockSupport.parkNanos(1_000_000);
      }
      try (RunStore other =
          RunStore.open(new StoreAddress.SqliteFile(folder.resolve("other.db")))) {
        assertThat(other.importJournals(runFolder())).isZero();
        assertThat(other.list(RunQuery.all())).isEmpty();
      }
      recorder.finished();
    }
    assertThat(journals()).hasSize(1);
  }

  @Test
  void begin_besideRunsWithJournals_takesInThoseOfItsStoreAlone() throws IOException {
    Path other = folder.resolve("other.db");
    for (Path broken : List.of(folder.resolve("runs.db"), other)) {
      Files.writeString(broken, "something else entirely\n".repeat(100));
      String name = String.valueOf(broken.getFileName()).replace(".db", "-run");
      RunDescription run = Samples.run(name, folder.resolve("all").resolve(name));
      try (Recorder recorder =
          Recorder.begin(new StoreAddress.SqliteFile(broken), run, notes::add)) {
        recorder.finished();
      }
      Files.delete(broken);
    }
    RunDescription next = Samples.run("next", folder.resolve("all/next"));
    try (Recorder recorder = Recorder.begin(address(), next, notes::add)) {
      recorder.finished();
    }
    try (RunStore store = RunStore.open(address())) {
      assertThat(store.list(RunQuery.all()))
          .extracting(run -> run.description().name())
          .containsExactlyInAnyOrder("next", "runs-run");
      assertThat(store.importJournals(folder.resolve("all/other-run"))).isEqualTo(1);
    }
  }

  @Test
  void importJournals_tornInMidLine_takesAllWholeLines() throws IOException {
    Files.writeString(folder.resolve("runs.db"), "something else entirely\n".repeat(100));
    try (Recorder recorder = begin()) {
      epochs(recorder, 1, 3);
    }
    Path journal = journals().getFirst();
    String whole = Files.readString(journal);
    int third = whole.indexOf("\"epoch\":3");
    Files.delete(folder.resolve("runs.db"));
    Files.writeString(journal, whole.substring(0, third + 20));
    try (RunStore store = RunStore.open(address())) {
      assertThat(store.importJournals(runFolder())).isEqualTo(1);
    }
    requireWhole(2, RunStatus.RUNNING);
  }

  @Test
  void importJournals_ofARemovedRun_doesNotBringItBack() throws Exception {
    try (Recorder recorder = begin()) {
      epochs(recorder, 1, 1);
      awaitEpoch(1);
      sql("UPDATE runs SET status = 'failed'");
      try (RunStore store = RunStore.open(address())) {
        store.delete(store.list(RunQuery.all()).getFirst().id());
      }
      epochs(recorder, 2, 2);
    }
    assertThat(notes).hasSize(1);
    try (RunStore store = RunStore.open(address())) {
      assertThat(store.importJournals(runFolder())).isEqualTo(1);
      assertThat(store.list(RunQuery.all())).isEmpty();
    }
    assertThat(journals()).isEmpty();
  }

  @Test
  void resume_sameFolder_goesOnWithTheRunAndFillsItsHistory() {
    try (Recorder recorder = begin()) {
      epochs(recorder, 1, 2);
      recorder.watch(() -> trace(true));
    }
    try (Recorder recorder = Recorder.resume(address(), description(), stats(3), notes::add)) {
      recorder.accept(new TrainEvent.Started("engine", 160, 20, 3));
      epochs(recorder, 4, 5);
      recorder.finished();
    }
    requireWhole(5, RunStatus.FINISHED);
  }

  @Test
  void resume_withoutTheStoreTwice_isStillOneRun() throws IOException {
    try (Recorder recorder = begin()) {
      epochs(recorder, 1, 1);
      recorder.watch(() -> trace(true));
    }
    Path store = folder.resolve("runs.db");
    Path aside = Files.move(store, folder.resolve("aside.db"));
    Files.writeString(store, "something else entirely\n".repeat(100));
    for (int epoch = 2; epoch <= 3; epoch++) {
      try (Recorder recorder =
          Recorder.resume(address(), description(), stats(epoch - 1), notes::add)) {
        epochs(recorder, epoch, epoch);
        recorder.watch(() -> trace(true));
      }
    }
    assertThat(notes).hasSize(2);
    assertThat(journals()).hasSize(1);
    Files.move(aside, store, StandardCopyOption.REPLACE_EXISTING);
    try (Recorder recorder = Recorder.resume(address(), description(), stats(3), notes::add)) {
      epochs(recorder, 4, 4);
      recorder.finished();
    }
    requireWhole(4, RunStatus.FINISHED);
  }
}
