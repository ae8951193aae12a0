package dev.rote.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;

/// The contract on an SQLite file.
class SqliteStoreTest extends RunStoreContract {
  @TempDir private Path folder = Path.of("");

  @Override
  StoreAddress address() {
    return new StoreAddress.SqliteFile(folder.resolve(".rote/runs.db"));
  }

  @Override
  StoreAddress fresh() {
    return new StoreAddress.SqliteFile(folder.resolve("fresh.db"));
  }

  @Override
  void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + address());
        Statement s = connection.createStatement()) {
      s.execute(statement);
    }
  }

  @Override
  String setVersion(int version) {
    return "PRAGMA user_version = " + version;
  }
}
