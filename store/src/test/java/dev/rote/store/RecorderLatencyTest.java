package dev.rote.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.train.TrainEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the trainer pays for being recorded while the store does not answer.
class RecorderLatencyTest {
  private static final int EPOCHS = 1000;
  private static final int POINTS = 60;
  private static final int WAITING = 4096;

  @TempDir private Path folder = Path.of("");

  @Test
  void accept_storeThatIsBlocked_neitherWaitsNorWrites() throws SQLException {
    StoreAddress address = new StoreAddress.SqliteFile(folder.resolve("runs.db"));
    List<String> notes = Collections.synchronizedList(new ArrayList<>());
    RunDescription run = Samples.run("a", folder.resolve("run"));
    try (RunStore store = RunStore.open(address);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + address);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      try (Recorder recorder = Recorder.begin(address, run, notes::add)) {
        long written = writtenByThisThread();
        long began = System.nanoTime();
        tell(recorder);
        assertThat(System.nanoTime() - began).isLessThan(Sqlite.PATIENCE.toNanos());
        assertThat(writtenByThisThread()).isEqualTo(written);
        assertThat(notes).as("the store is still being waited for").isEmpty();
        recorder.finished();
      }
      statement.execute("ROLLBACK");
      assertThat(notes).hasSize(1);
      assertThat(notes.getFirst()).contains("locked by another program", "journal-");
      assertThat(store.importJournals(run.folder())).isEqualTo(1);
      Run kept = store.list(RunQuery.all()).getFirst();
      assertThat(store.epochs(kept.id())).hasSize(EPOCHS);
      assertThat(store.points(kept.id())).hasSize(WAITING);
      assertThat(store.events(kept.id()))
          .extracting(RunRecord.Event::text)
          .contains(EPOCHS * POINTS - WAITING + " measurements within epochs: the store was slow");
    }
  }

  private static void tell(Recorder recorder) {
    recorder.accept(new TrainEvent.Started("engine", 1600, EPOCHS, 0));
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      for (int part = 1; part <= 20; part++) {
        recorder.accept(new TrainEvent.Progress(epoch, 80 * part, 0.5, 0.5, 1));
      }
      recorder.accept(new TrainEvent.EpochEnded(Samples.epoch(epoch)));
    }
  }

  /// Bytes given to the operating system so far; always 0 where it does not tell.
  private static long writtenByThisThread() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/io"))) {
      return lines
          .filter(line -> line.startsWith("wchar:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException _) {
      return 0;
    }
  }
}
