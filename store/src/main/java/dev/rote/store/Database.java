package dev.rote.store;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// One connection to a store, which threads use in turns.
final class Database implements AutoCloseable {
  private final StoreAddress address;
  private final Handle handle;
  private final String begin;
  private final ReentrantLock turn = new ReentrantLock();

  private Database(StoreAddress address, Handle handle) {
    this.address = address;
    this.handle = handle;
    begin =
        switch (address) {
          case StoreAddress.SqliteFile _ -> "BEGIN IMMEDIATE";
          case StoreAddress.Postgres _, StoreAddress.Nowhere _ -> "BEGIN";
        };
  }

  /// @throws RoteException if there is no store at the address and none can be made
  static Database open(StoreAddress address) {
    try {
      return new Database(address, Jdbi.open(connect(address)));
    } catch (SQLException | IOException | RuntimeException | LinkageError e) {
      throw StoreFault.of(address, "open", e);
    }
  }

  private static Connection connect(StoreAddress address) throws SQLException, IOException {
    return switch (address) {
      case StoreAddress.SqliteFile file -> Sqlite.open(file);
      case StoreAddress.Postgres database -> Postgres.open(database);
      case StoreAddress.Nowhere _ ->
          throw new RoteException(
              "run store", "a file or a database", StoreAddress.NONE, "give --store");
    };
  }

  StoreAddress address() {
    return address;
  }

  /// Reads; single statements, each of which sees one state.
  <T> T read(String operation, Function<Handle, T> work) {
    return inTurn(operation, work);
  }

  /// Writes one statement that nobody has to be told of.
  void touch(String operation, Function<Handle, Integer> work) {
    int _ = inTurn(operation, work);
  }

  /// Writes in one transaction, which begins with the store's next change number.
  ///
  /// To take the number is to take the row that holds it until the commit. So writers come one
  /// after another, and whoever sees a number has seen all below it.
  <T> T write(String operation, BiFunction<Handle, Long, T> work) {
    return inTurn(operation, open -> transaction(open, work));
  }

  /// In plain SQL: SQLite's driver loses count of its transactions when one cannot begin.
  private <T> T transaction(Handle open, BiFunction<Handle, Long, T> work) {
    int _ = open.execute(begin);
    try {
      long change =
          open.createQuery("UPDATE store SET change = change + 1 RETURNING change")
              .mapTo(Long.class)
              .one();
      T result = work.apply(open, change);
      int _ = open.execute("COMMIT");
      return result;
    } catch (RuntimeException e) {
      try {
        int _ = open.execute("ROLLBACK");
      } catch (JdbiException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private <T> T inTurn(String operation, Function<Handle, T> work) {
    turn.lock();
    try {
      return work.apply(handle);
    } catch (RuntimeException e) {
      throw StoreFault.of(address, operation, e);
    } finally {
      turn.unlock();
    }
  }

  /// What has been committed is there to stay whatever closing says.
  @Override
  public void close() {
    turn.lock();
    try {
      handle.close();
    } catch (RuntimeException e) {
      throw StoreFault.of(address, "close", e);
    } finally {
      turn.unlock();
    }
  }
}
