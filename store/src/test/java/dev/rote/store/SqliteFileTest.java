package dev.rote.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are and are not stores.
class SqliteFileTest {
  @TempDir private Path folder = Path.of("");

  private Path file() {
    return folder.resolve("runs.db");
  }

  private RunStore open() {
    return RunStore.open(new StoreAddress.SqliteFile(file()));
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement s = connection.createStatement()) {
      s.execute(statement);
    }
  }

  private void requireRefused(String... words) {
    assertThatThrownBy(this::open)
        .isInstanceOf(RoteException.class)
        .hasMessageStartingWith("run store " + file() + ": ")
        .hasMessageContainingAll(words);
  }

  @Test
  void open_newFile_isDurableReadableByOthersAndItsUsersAlone() throws Exception {
    Path private_ = folder.resolve(".rote");
    StoreAddress address = new StoreAddress.SqliteFile(private_.resolve("runs.db"));
    try (RunStore _ = RunStore.open(address);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + address);
        Statement statement = connection.createStatement()) {
      assertThat(text(statement, "PRAGMA journal_mode")).isEqualTo("wal");
      assertThat(text(statement, "PRAGMA application_id")).isEqualTo("" + 0x526F7465);
      assertThat(text(statement, "PRAGMA user_version")).isEqualTo("" + Migrations.SCHEMA);
      assertThat(text(statement, "PRAGMA integrity_check")).isEqualTo("ok");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(private_)))
        .isEqualTo("rwx------");
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      return result.getString(1);
    }
  }

  @Test
  void open_emptyFile_becomesAStore() throws IOException {
    Files.createFile(file());
    try (RunStore store = open()) {
      assertThat(store.list(RunQuery.all())).isEmpty();
    }
  }

  @Test
  void open_halfMadeStore_isMadeWhole() throws SQLException {
    sql("PRAGMA application_id = 0x526F7465");
    try (RunStore store = open()) {
      assertThat(store.begin(Samples.run("a", folder)).id()).isNotEmpty();
    }
  }

  @Test
  void openExisting_noFile_isRefusedAndMakesNone() {
    assertThatThrownBy(() -> RunStore.openExisting(new StoreAddress.SqliteFile(file())))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("no such file");
    assertThat(file()).doesNotExist();
  }

  @Test
  void open_textFile_isRefusedAndStaysAsItWas() throws IOException {
    String text = "name: not a store\n".repeat(1000);
    Files.writeString(file(), text);
    requireRefused("expected a run store of Rote, found another kind of file");
    assertThat(file()).hasContent(text);
  }

  @Test
  void open_otherProgramsDatabase_isRefusedAndStaysAsItWas() throws Exception {
    sql("CREATE TABLE experiments (id INTEGER PRIMARY KEY)");
    byte[] before = Files.readAllBytes(file());
    requireRefused("expected a run store of Rote, found another program's SQLite file");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void open_folder_isRefused() throws IOException {
    Files.createDirectory(file());
    requireRefused("one that cannot be opened");
  }

  @Test
  void open_damagedStore_isNamed() throws Exception {
    try (RunStore store = open()) {
      store.begin(Samples.run("a", folder));
    }
    byte[] bytes = Files.readAllBytes(file());
    for (int i = 4096; i < bytes.length; i++) {
      bytes[i] = (byte) 0xAA;
    }
    Files.write(file(), bytes);
    assertThatThrownBy(
            () -> {
              try (RunStore store = open()) {
                store.list(RunQuery.all());
              }
            })
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("damage");
  }

  @Test
  void write_lockedByAnother_waitsAndThenSaysSo() throws SQLException {
    try (RunStore store = open();
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertThatThrownBy(() -> store.begin(Samples.run("a", folder)))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("its turn within 5 s, found the store locked by another program");
      statement.execute("ROLLBACK");
      assertThat(store.begin(Samples.run("a", folder)).id()).isNotEmpty();
    }
  }

  @Test
  void write_readOnly_saysSo() {
    assertThat(faultOf("PRAGMA query_only = ON", "CREATE TABLE more (x INTEGER)"))
        .hasMessageContaining("expected a store that can be written, found a read-only one");
  }

  /// SQLite's own limit gives the code that a full device gives.
  @Test
  void write_fullDisk_saysSo() {
    assertThat(
            faultOf("PRAGMA max_page_count = 1", "CREATE TABLE more AS SELECT zeroblob(1000000)"))
        .hasMessageContaining("expected room on the disk, found none left; free some space");
  }

  /// How the failure of the last statement is told.
  private RoteException faultOf(String setting, String statement) {
    try (RunStore store = open();
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement s = connection.createStatement()) {
      s.execute(setting);
      SQLException fault = catchThrowableOfType(SQLException.class, () -> s.execute(statement));
      return StoreFault.of(store.address(), "write", fault);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
