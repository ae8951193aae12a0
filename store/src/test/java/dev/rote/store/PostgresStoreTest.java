package dev.rote.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import dev.rote.train.TrainEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a real PostgreSQL; a schema of its own to each test.
class PostgresStoreTest extends RunStoreContract {
  private static EmbeddedPostgres server;

  private final String schema = "s" + Long.toHexString(System.nanoTime());

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  StoreAddress address() {
    return address(schema);
  }

  @Override
  StoreAddress fresh() {
    return address(schema + "f");
  }

  private static StoreAddress address(String schema) {
    return StoreAddress.parse(
        "postgresql://postgres:secret@localhost:%d/postgres?currentSchema=%s"
            .formatted(server.getPort(), schema));
  }

  @Override
  void sql(String statement) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement s = connection.createStatement()) {
      s.execute("SET search_path TO " + schema);
      s.execute(statement);
    }
  }

  @Override
  String setVersion(int version) {
    return "UPDATE store SET version = " + version;
  }

  @Test
  void open_tablesOfAnotherProgram_isRefusedAndLeavesThem() throws SQLException {
    sql("CREATE SCHEMA theirs; CREATE TABLE theirs.runs (x INTEGER)");
    assertThatThrownBy(() -> RunStore.open(address("theirs")))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("tables of another program")
        .hasMessageContaining("currentSchema");
    sql("INSERT INTO theirs.runs VALUES (1); DROP SCHEMA theirs CASCADE");
  }

  @Test
  void open_noServer_saysSoWithoutThePassword() {
    assertThatThrownBy(
            () -> RunStore.open(StoreAddress.parse("postgresql://me:secret@localhost:1/runs")))
        .isInstanceOf(RoteException.class)
        .hasMessageStartingWith("run store postgresql://me@localhost:1/runs: open: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void write_lockedByAnother_saysSo() throws SQLException {
    try (RunStore store = RunStore.open(address());
        Connection other = server.getPostgresDatabase().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE " + schema + ".store");
      assertThatThrownBy(() -> store.begin(Samples.run("a", Path.of("/a"))))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("locked by another program");
      other.rollback();
    }
  }

  @Test
  void recorder_serverDropsItsConnection_runGoesOnAndIsTakenInLater(@TempDir Path folder)
      throws SQLException {
    RunDescription run = Samples.run("a", folder.resolve("run"));
    List<String> notes = Collections.synchronizedList(new ArrayList<>());
    try (RunStore store = RunStore.open(address());
        Recorder recorder = Recorder.begin(address(), run, notes::add)) {
      recorder.accept(new TrainEvent.EpochEnded(Samples.epoch(1)));
      while (store.list(RunQuery.all()).stream().allMatch(kept -> kept.last().isEmpty())) {
        LockSupport.parkNanos(5_000_000);
      }
      sql(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rote'"
              + " AND backend_start = (SELECT MAX(backend_start) FROM pg_stat_activity"
              + " WHERE application_name = 'rote')");
      recorder.accept(new TrainEvent.EpochEnded(Samples.epoch(2)));
      recorder.finished();
      String id = recorder.settle().orElseThrow();
      assertThat(notes).hasSize(1);
      assertThat(store.importJournals(run.folder())).isEqualTo(1);
      assertThat(store.find(id).status()).isEqualTo(RunStatus.FINISHED);
      assertThat(store.epochs(id)).containsExactly(Samples.epoch(1), Samples.epoch(2));
    }
  }
}
