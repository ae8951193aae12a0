package dev.rote.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.rote.exchange.AtomicFile;
import dev.rote.exchange.FileOperations;
import dev.rote.fault.RoteException;
import dev.rote.runs.Json;
import dev.rote.store.RunFacts;
import dev.rote.store.RunHistory;
import dev.rote.store.RunRecord;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import dev.rote.store.RunWriter;
import dev.rote.store.Samples;
import dev.rote.store.StoreAddress;
import dev.rote.train.EpochStats;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Exports have the store's numbers, and are there whole or not at all.
class ExportTest {
  @TempDir private Path folder = Path.of("");
  private RunStore store;

  @BeforeEach
  void open() {
    store = RunStore.open(new StoreAddress.SqliteFile(folder.resolve("runs.db")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private RunHistory run(String name, RunStatus status, int epochs, String... overrides) {
    RunWriter writer = store.begin(Samples.run(name, folder.resolve("run"), overrides));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      writer.write(Samples.epochRecord(epoch));
      writer.write(new RunRecord.Point(10L * epoch, "train_loss", 1.0 / epoch));
    }
    store.tag(writer.id(), "a, \"quoted\" tag", "b");
    writer.write(RunRecord.State.now(status));
    return store.history(writer.id());
  }

  private Path out() {
    return folder.resolve("out");
  }

  @Test
  void csv_runs_haveARowToEachEpochWithTheRunsOwnNumbers() throws IOException {
    RunHistory trained = run("trained", RunStatus.FINISHED, 3);
    RunHistory none = run("none", RunStatus.FAILED, 0, "optimizer=adam");
    ExportFormat.CSV.write(List.of(trained, none), out());
    List<NamedCsvRecord> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(out())) {
      csv.forEach(rows::add);
    }
    assertThat(rows).hasSize(4);
    for (int epoch = 1; epoch <= 3; epoch++) {
      NamedCsvRecord row = rows.get(epoch - 1);
      EpochStats stats = trained.epochs().get(epoch - 1);
      assertThat(row.getField("run")).isEqualTo(trained.run().id());
      assertThat(row.getField("tags")).isEqualTo("a, \"quoted\" tag, b");
      assertThat(row.getField("recipe.optimizer.momentum")).isEqualTo("0");
      assertThat(row.getField("recipe.optimizer.beta1")).isEmpty();
      assertThat(Integer.parseInt(row.getField("epoch"))).isEqualTo(epoch);
      assertThat(Double.parseDouble(row.getField("heldout_loss"))).isEqualTo(stats.heldOutLoss());
      assertThat(Double.parseDouble(row.getField("train_accuracy")))
          .isEqualTo(stats.trainAccuracy());
    }
    assertThat(rows.getLast().getField("status")).isEqualTo("failed");
    assertThat(rows.getLast().getField("recipe.optimizer.beta1")).isEqualTo("0.9");
    assertThat(rows.getLast().getField("epoch")).isEmpty();
  }

  @Test
  void json_runs_areOneArrayOfAllThatIsKnown() throws IOException {
    List<RunHistory> runs =
        List.of(run("a", RunStatus.FINISHED, 2), run("b", RunStatus.DIVERGED, 1));
    ExportFormat.JSON.write(runs, out());
    Object read = Json.object("{\"all\":" + Files.readString(out()) + "}").get("all");
    Object expected =
        Json.object(Json.line(Map.of("all", runs.stream().map(RunFacts::whole).toList())))
            .get("all");
    assertThat(read).isEqualTo(expected);
    assertThat((List<?>) read).hasSize(2);
  }

  private static List<Map<String, Object>> events(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      assertThat("" + all.getFirst().getFileName()).startsWith("events.out.tfevents.");
      return EventFileReader.events(Files.readAllBytes(all.getFirst()));
    }
  }

  private Path runFolder(RunHistory run) {
    return out().resolve(run.run().description().name() + "-" + run.run().id());
  }

  @Test
  void tensorboard_curves_haveTheStoredNumbersByEpochAndStep() throws IOException {
    RunHistory run = run("a", RunStatus.FINISHED, 20);
    ExportFormat.TENSORBOARD.write(List.of(run), out());
    List<Map<String, Object>> events = events(runFolder(run));
    assertThat(events.getFirst()).containsEntry("file_version", "brain.Event:2");
    assertThat(events.stream().skip(1)).noneMatch(event -> event.containsKey("file_version"));
    Map<String, Map<Long, Float>> curves = EventFileReader.scalars(events);
    assertThat(curves.keySet())
        .containsExactlyInAnyOrder(
            "loss/train",
            "loss/held-out",
            "accuracy/train",
            "accuracy/held-out",
            "speed/examples-per-second",
            "step/train_loss");
    for (EpochStats stats : run.epochs()) {
      long epoch = stats.epoch();
      assertThat(curves.get("loss/train")).containsEntry(epoch, (float) stats.trainLoss());
      assertThat(curves.get("loss/held-out")).containsEntry(epoch, (float) stats.heldOutLoss());
      assertThat(curves.get("accuracy/train")).containsEntry(epoch, (float) stats.trainAccuracy());
      assertThat(curves.get("accuracy/held-out"))
          .containsEntry(epoch, (float) stats.heldOutAccuracy());
      assertThat(curves.get("step/train_loss")).containsEntry(10 * epoch, 1f / epoch);
    }
    double began = run.run().created().toEpochMilli() / 1e3;
    double ended = began + run.epochs().stream().mapToDouble(EpochStats::seconds).sum();
    assertThat(events)
        .allSatisfy(
            event -> assertThat((Double) event.get("wall_time")).isBetween(began, ended + 1e-3));
  }

  @Test
  void tensorboard_hyperParameters_areThoseOfAllRunsWithTheirTypes() throws IOException {
    RunHistory sgd = run("a", RunStatus.FINISHED, 1, "data.limit=100");
    RunHistory adam = run("b", RunStatus.DIVERGED, 0, "optimizer=adam");
    ExportFormat.TENSORBOARD.write(List.of(sgd, adam), out());
    List<Map<String, Object>> events = events(runFolder(sgd));
    Map<String, Long> types = new LinkedHashMap<>();
    Map<?, ?> experiment = EventFileReader.hparams(events, "_hparams_/experiment", "experiment");
    for (Map<?, ?> info : EventFileReader.list(experiment, "hparam_infos")) {
      types.put(String.valueOf(info.get("name")), Long.valueOf("" + info.get("type")));
    }
    // TensorBoard's numbers: 1 text, 2 truth, 3 number.
    assertThat(types)
        .containsEntry("optimizer.rate", 3L)
        .containsEntry("optimizer.nesterov", 2L)
        .containsEntry("optimizer.name", 1L)
        .containsEntry("optimizer.beta1", 3L)
        .containsEntry("data.limit", 1L);
    List<String> metrics = new ArrayList<>();
    for (Map<?, ?> info : EventFileReader.list(experiment, "metric_infos")) {
      metrics.add(String.valueOf(EventFileReader.map(info, "name").get("tag")));
    }
    assertThat(metrics).contains("accuracy/held-out");
    assertThat(EventFileReader.scalars(events).keySet()).containsAll(metrics);
    Map<?, ?> start =
        EventFileReader.hparams(events, "_hparams_/session_start_info", "session_start_info");
    Map<String, Map<?, ?>> values = new LinkedHashMap<>();
    for (Map<?, ?> entry : EventFileReader.list(start, "hparams")) {
      values.put(String.valueOf(entry.get("key")), EventFileReader.map(entry, "value"));
    }
    assertThat(values.keySet()).isEqualTo(sgd.recipe().keySet());
    assertThat(values.get("optimizer.rate")).isEqualTo(Map.of("number_value", 0.01));
    assertThat(values.get("optimizer.nesterov")).isEqualTo(Map.of("bool_value", 0L));
    assertThat(values.get("data.limit")).isEqualTo(Map.of("string_value", "100"));
    assertThat(status(events)).isEqualTo("1");
    List<Map<String, Object>> other = events(runFolder(adam));
    assertThat(EventFileReader.hparams(other, "_hparams_/experiment", "experiment"))
        .isEqualTo(experiment);
    assertThat(status(other)).isEqualTo("2");
  }

  private static String status(List<Map<String, Object>> events) {
    return String.valueOf(
        EventFileReader.hparams(events, "_hparams_/session_end_info", "session_end_info")
            .get("status"));
  }

  @Test
  void reader_knowsAWrongByteWhereverItIs() throws IOException {
    RunHistory run = run("a", RunStatus.FINISHED, 1);
    ExportFormat.TENSORBOARD.write(List.of(run), out());
    assertThat(EventFileReader.crc("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0xE3069283);
    try (Stream<Path> files = Files.list(runFolder(run))) {
      byte[] good = Files.readAllBytes(files.findFirst().orElseThrow());
      IntStream.range(0, good.length)
          .forEach(
              i -> {
                byte[] bad = good.clone();
                bad[i] ^= 0x10;
                assertThatThrownBy(() -> EventFileReader.events(bad)).isInstanceOf(Throwable.class);
              });
    }
  }

  /// A disk that is full.
  private static FileOperations full() {
    return new FileOperations() {
      @Override
      public void createFolder(Path made) throws IOException {
        SYSTEM.createFolder(made);
      }

      @Override
      public FileOutputStream open(Path file) throws IOException {
        SYSTEM.open(file).close();
        return new FileOutputStream("/dev/full");
      }

      @Override
      public void force(FileOutputStream file) throws IOException {
        SYSTEM.force(file);
      }

      @Override
      public void rename(Path from, Path to) throws IOException {
        SYSTEM.rename(from, to);
      }

      @Override
      public void forceFolder(Path forced) throws IOException {
        SYSTEM.forceFolder(forced);
      }

      @Override
      public void delete(Path file) throws IOException {
        SYSTEM.delete(file);
      }
    };
  }

  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void write_fullDisk_saysSoAndLeavesNothing(ExportFormat format) throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    List<RunHistory> runs =
        List.of(run("a", RunStatus.FINISHED, 5), run("b", RunStatus.FINISHED, 5));
    assertThatThrownBy(
            () -> AtomicFile.through(full(), () -> format.write(runs, empty.resolve("out"))))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("No space left");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void tensorboard_folderThatIsThere_isRefusedAndStays() throws IOException {
    Files.createDirectory(out());
    Files.writeString(out().resolve("mine"), "mine");
    List<RunHistory> runs = List.of(run("a", RunStatus.FINISHED, 1));
    assertThatThrownBy(() -> ExportFormat.TENSORBOARD.write(runs, out()))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("expected a name that is not taken");
    assertThat(out()).isDirectoryContaining("glob:**/mine");
  }

  @Test
  void parse_unknownFormat_suggestsOne() {
    assertThat(ExportFormat.parse("json")).isEqualTo(ExportFormat.JSON);
    assertThatThrownBy(() -> ExportFormat.parse("tensorbord"))
        .hasMessageContaining("did you mean \"tensorboard\"?");
  }
}
