package dev.rote.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/// Opens PostgreSQL databases.
///
/// A database, or the schema that `currentSchema` names, is ours if it has our table `store`. An
/// empty one is made ours; Flyway's own advisory lock lets one process at a time do that.
final class Postgres {
  private static final String NO_SUCH_TABLE = "42P01";
  private static final String NO_SUCH_COLUMN = "42703";
  private static final Migrations.Dialect DIALECT =
      new Migrations.Dialect("", "\nUPDATE store SET version = %d;\n");

  private Postgres() {}

  static Connection open(StoreAddress.Postgres address) throws SQLException {
    PGSimpleDataSource source = source(address);
    Connection connection = source.getConnection();
    try {
      OptionalInt version = version(connection);
      if (version.isPresent() && version.getAsInt() > Migrations.SCHEMA) {
        throw StoreFault.newer(address, version.getAsInt());
      }
      if (version.isEmpty() || version.getAsInt() < Migrations.SCHEMA) {
        migrate(address, source);
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET lock_timeout = " + Sqlite.PATIENCE.toMillis());
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static PGSimpleDataSource source(StoreAddress.Postgres address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "20");
    properties.setProperty("ApplicationName", "rote");
    properties.putAll(address.settings());
    PGSimpleDataSource source = new PGSimpleDataSource();
    for (String name : properties.stringPropertyNames()) {
      source.setProperty(name, properties.getProperty(name));
    }
    source.setServerNames(new String[] {address.host()});
    source.setPortNumbers(new int[] {address.port()});
    source.setDatabaseName(address.database());
    if (!address.user().isEmpty()) {
      source.setUser(address.user());
    }
    if (!address.password().isEmpty()) {
      source.setPassword(address.password());
    }
    return source;
  }

  private static OptionalInt version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT version, change FROM store")) {
      return result.next() ? OptionalInt.of(result.getInt(1)) : OptionalInt.empty();
    } catch (SQLException e) {
      if (NO_SUCH_TABLE.equals(e.getSQLState()) || NO_SUCH_COLUMN.equals(e.getSQLState())) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  private static void migrate(StoreAddress.Postgres address, PGSimpleDataSource source) {
    String[] schema =
        Optional.ofNullable(address.settings().get("currentSchema"))
            .map(name -> new String[] {name})
            .orElse(new String[0]);
    try {
      Migrations.run(source, DIALECT, schema);
    } catch (FlywayException e) {
      if (String.valueOf(e.getMessage()).contains("non-empty schema")) {
        throw StoreFault.foreign(
            "run store " + address, "tables of another program; add ?currentSchema=rote or", e);
      }
      throw e;
    }
  }
}
