package dev.rote.store;

import dev.rote.fault.RoteException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What a database complains of, said in one line a user can act on.
final class StoreFault {
  private StoreFault() {}

  /// @param operation what was being done, after the store's name
  /// @param fault as the driver or Jdbi threw it
  static RoteException of(StoreAddress address, String operation, Throwable fault) {
    String place = "run store " + address + ": " + operation;
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof RoteException known) {
        return known;
      }
      if (cause instanceof SQLiteException lite) {
        return sqlite(place, lite);
      }
      if (cause instanceof SQLException sql) {
        return postgres(place, sql);
      }
    }
    return new RoteException(
        place, "an answer", String.valueOf(fault.getMessage()), "report it with --debug", fault);
  }

  private static RoteException sqlite(String place, SQLiteException fault) {
    SQLiteErrorCode code = fault.getResultCode();
    int primary = code.code & 0xFF;
    if (primary == SQLiteErrorCode.SQLITE_BUSY.code
        || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
      return locked(place, fault);
    }
    if (primary == SQLiteErrorCode.SQLITE_READONLY.code) {
      return readOnly(place, fault);
    }
    if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
      return full(place, fault);
    }
    if (primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return foreign(place, "another kind of file", fault);
    }
    if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code) {
      return new RoteException(
          place, "an undamaged file", "damage", "restore a copy, or give another --store", fault);
    }
    if (primary == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
      return new RoteException(
          place,
          "a file in a folder Rote may write to",
          "one that cannot be opened",
          "change permissions, or give another --store",
          fault);
    }
    return RoteException.io(place, "see to the file, or give another --store", fault);
  }

  private static RoteException postgres(String place, SQLException fault) {
    String state = String.valueOf(fault.getSQLState());
    if (state.equals("55P03") || state.equals("40P01")) {
      return locked(place, fault);
    }
    if (state.equals("25006")) {
      return readOnly(place, fault);
    }
    if (state.equals("53100")) {
      return full(place, fault);
    }
    return RoteException.io(place, "see to the server, or give another --store", fault);
  }

  private static RoteException locked(String place, Exception fault) {
    return new RoteException(
        place,
        "its turn within " + Sqlite.PATIENCE.toSeconds() + " s",
        "the store locked by another program",
        "end that program and try again",
        fault);
  }

  private static RoteException readOnly(String place, Exception fault) {
    return new RoteException(
        place,
        "a store that can be written",
        "a read-only one",
        "change permissions, or give another --store",
        fault);
  }

  private static RoteException full(String place, Exception fault) {
    return new RoteException(
        place, "room on the disk", "none left", "free some space and try again", fault);
  }

  static RoteException foreign(String place, String found, Throwable cause) {
    return new RoteException(place, "a run store of Rote", found, "give another --store", cause);
  }

  static RoteException newer(StoreAddress address, int version) {
    return new RoteException(
        "run store " + address,
        "schema " + Migrations.SCHEMA + " or older",
        "schema " + version + " of a newer Rote",
        "use that Rote, or give another --store");
  }
}
