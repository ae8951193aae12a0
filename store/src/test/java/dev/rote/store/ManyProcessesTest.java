package dev.rote.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.runs.RunFolder;
import dev.rote.runs.RunLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes on one store at once, and processes that are killed in the middle of a write.
class ManyProcessesTest {
  private static final int KILLS = 20;
  private static final long SEED = 5;

  @TempDir private Path folder = Path.of("");

  private StoreAddress address() {
    return new StoreAddress.SqliteFile(folder.resolve("runs.db"));
  }

  /// Writes epochs for ever, or so many, and says so of each after it was acknowledged.
  static final class Writer {
    private Writer() {}

    /// Takes the store's file, the run's name and the number of epochs.
    public static void main(String[] words) {
      try (RunStore store = RunStore.open(new StoreAddress.SqliteFile(Path.of(words[0])))) {
        RunWriter writer = store.begin(Samples.run(words[1], Path.of("/runs", words[1])));
        System.out.println(writer.id());
        int epochs = Integer.parseInt(words[2]);
        for (int epoch = 1; epoch <= epochs; epoch++) {
          writer.write(Samples.epochRecord(epoch), new RunRecord.Point(epoch, "x", epoch));
          System.out.println(epoch);
        }
      }
    }
  }

  private Process writer(String name, int epochs) throws IOException {
    return start(Writer.class, folder.resolve("runs.db").toString(), name, "" + epochs);
  }

  private static Process start(Class<?> program, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// Says whether a run's folder can be locked.
  static final class Locker {
    private Locker() {}

    /// Takes the folder.
    public static void main(String[] words) {
      System.out.println(RunFolder.at(Path.of(words[0])).lockUnlessTaken().isPresent());
    }
  }

  /// To resume a run is to look for its journals while its folder is locked.
  @Test
  void importJournals_ofAFolderThisProcessHasLocked_leavesItLocked() throws Exception {
    Path run = folder.resolve("run");
    try (RunLock _ = RunFolder.at(run).lock();
        RunStore store = RunStore.open(address())) {
      assertThat(store.importJournals(run)).isZero();
      assertThat(store.importJournals(folder)).isZero();
      Process other = start(Locker.class, run.toString());
      try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
        assertThat(said.lines()).containsExactly("false");
      }
    }
  }

  @Test
  void writer_killedInMidWrite_losesNothingItWasToldIsKept() throws Exception {
    Random random = new Random(SEED);
    int told = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = writer("killed-" + kill, Integer.MAX_VALUE);
      try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
        String id = said.readLine();
        process.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS);
        assertThat(process.toHandle().destroyForcibly()).isTrue();
        process.waitFor();
        List<String> rest = said.lines().toList();
        told += rest.size();
        try (RunStore store = RunStore.open(address())) {
          int kept = store.epochs(id).size();
          assertThat(kept).isBetween(rest.size(), rest.size() + 1);
          assertThat(store.epochs(id))
              .isEqualTo(IntStream.rangeClosed(1, kept).mapToObj(Samples::epoch).toList());
          assertThat(store.points(id)).hasSize(kept);
        }
      }
    }
    assertThat(told).as("epochs that were acknowledged before a kill").isPositive();
    requireSound(KILLS);
  }

  @Test
  void writers_fourAtOnce_allGetTheirTurns() throws Exception {
    int epochs = 100;
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(writer("w" + i, epochs));
    }
    for (Process process : processes) {
      try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
        assertThat(said.lines()).hasSize(epochs + 1);
      }
      assertThat(process.waitFor()).isZero();
    }
    try (RunStore store = RunStore.open(address())) {
      assertThat(store.list(RunQuery.all()))
          .hasSize(4)
          .allMatch(run -> store.epochs(run.id()).size() == epochs);
    }
    requireSound(4);
  }

  private void requireSound(int runs) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + address());
        Statement statement = connection.createStatement()) {
      try (ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
        assertThat(check.getString(1)).isEqualTo("ok");
      }
      try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM runs")) {
        assertThat(count.getInt(1)).isEqualTo(runs);
      }
    }
  }
}
