package dev.rote.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// Opens SQLite files.
///
/// A file is ours if its header says so (`application_id`), and its header also has the schema's
/// version (`user_version`); both are read before a byte is written, so a foreign file stays as it
/// is. Making and migrating happen under a lock on a file beside the store, because Flyway takes
/// none on SQLite. That file is another one for a reason: to open and close the store's own file by
/// hand would drop the locks that SQLite holds on it in this process.
///
/// The write-ahead log lets readers go on beside a writer. `synchronous=FULL` forces every commit
/// to the device, and transactions take the write lock when they begin: one that took it later
/// could be refused without being waited for.
final class Sqlite {

  /// How long one waits for another's transaction, which takes milliseconds.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// "Rote" in ASCII.
  static final int APPLICATION = 0x526F7465;

  private static final String FOREIGN = "another program's SQLite file";
  private static final Migrations.Dialect DIALECT =
      new Migrations.Dialect("WITHOUT ROWID", "\nPRAGMA user_version = %d;\n");

  /// File locks are the process's, so its threads need one of their own.
  private static final ReentrantLock MIGRATING = new ReentrantLock();

  private Sqlite() {}

  static Connection open(StoreAddress.SqliteFile address) throws SQLException, IOException {
    makeFolder(address.file().resolveSibling(""));
    Connection connection = source(address.file()).getConnection();
    try {
      number(connection, "PRAGMA trusted_schema = OFF");
      if (mustMigrate(address, connection)) {
        migrate(address, connection);
      }
      return connection;
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /// A folder that Rote makes is its user's alone.
  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] mode =
          posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
              }
              : new FileAttribute<?>[0];
      Files.createDirectories(folder, mode);
    }
  }

  private static SQLiteDataSource source(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) PATIENCE.toMillis());
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  /// True if the file is empty or of an older schema.
  private static boolean mustMigrate(StoreAddress.SqliteFile address, Connection connection)
      throws SQLException {
    int application = number(connection, "PRAGMA application_id");
    int version = number(connection, "PRAGMA user_version");
    if (application == APPLICATION) {
      if (version > Migrations.SCHEMA) {
        throw StoreFault.newer(address, version);
      }
      return version < Migrations.SCHEMA;
    }
    boolean empty = number(connection, "SELECT COUNT(*) FROM sqlite_schema") == 0;
    if (application != 0 || version != 0 || !empty) {
      throw StoreFault.foreign("run store " + address, FOREIGN, new SQLException(FOREIGN));
    }
    return true;
  }

  private static void migrate(StoreAddress.SqliteFile address, Connection connection)
      throws SQLException, IOException {
    Path beside = address.file().resolveSibling(address.file().getFileName() + ".lock");
    MIGRATING.lock();
    try (FileChannel channel =
            FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (mustMigrate(address, connection)) {
        number(connection, "PRAGMA application_id = " + APPLICATION);
        try (Statement statement = connection.createStatement()) {
          statement.execute("PRAGMA journal_mode = WAL");
        }
        Migrations.run(source(address.file()), DIALECT);
      }
    } finally {
      MIGRATING.unlock();
    }
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(query)) {
        return 0;
      }
      try (ResultSet result = statement.getResultSet()) {
        return result.next() ? result.getInt(1) : 0;
      }
    }
  }
}
