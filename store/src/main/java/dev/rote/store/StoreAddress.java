package dev.rote.store;

import dev.rote.fault.RoteException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.SequencedMap;

/// Where runs are kept. Its text, which messages show, never has a password in it.
public sealed interface StoreAddress {

  /// The word for keeping nothing.
  String NONE = "none";

  /// An SQLite file, made when the first run is kept.
  ///
  /// @param file absolute
  record SqliteFile(Path file) implements StoreAddress {
    /// @throws RoteException if the driver would read the name as something else
    public SqliteFile {
      file = file.toAbsolutePath().normalize();
      if (file.toString().contains("?")) {
        throw new RoteException(
            "run store " + file, "a file name without ?", "one", "give another name");
      }
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// A PostgreSQL database that a team shares.
  ///
  /// @param host name or number
  /// @param port of the server
  /// @param database its name
  /// @param user empty for the system's user
  /// @param password empty to look it up in the user's password file
  /// @param settings of the connection, from a fixed list: see [PostgresAddress]
  record Postgres(
      String host,
      int port,
      String database,
      String user,
      String password,
      SequencedMap<String, String> settings)
      implements StoreAddress {

    @Override
    public String toString() {
      String login = user.isEmpty() ? "" : user + "@";
      return "postgresql://" + login + host + ":" + port + "/" + database;
    }
  }

  /// Nothing is kept.
  record Nowhere() implements StoreAddress {
    @Override
    public String toString() {
      return NONE;
    }
  }

  /// Reads an address as users write it: a file, `postgresql://user:password@host:port/database`
  /// with `?sslmode=…` and the like after it, or `none`.
  ///
  /// @throws RoteException if it is none of these
  static StoreAddress parse(String text) {
    if (text.equals(NONE)) {
      return new Nowhere();
    }
    if (text.startsWith("postgresql:") || text.startsWith("postgres:")) {
      return PostgresAddress.parse(text);
    }
    if (text.isBlank() || text.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      throw new RoteException(
          "run store",
          "a file, postgresql://HOST/DATABASE or " + NONE,
          text.isBlank() ? "nothing" : "\"" + text.replaceAll("[:/].*", ":…") + "\"",
          "correct --store or ROTE_STORE");
    }
    try {
      return new SqliteFile(Path.of(text));
    } catch (InvalidPathException e) {
      throw new RoteException(
          "run store", "the name of a file", "\"" + text + "\"", "give another name", e);
    }
  }
}
