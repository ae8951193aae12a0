package dev.rote.store;

import dev.rote.fault.RoteException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The pen of one run. What a call has written when it returns is there to stay.
///
/// Safe to call from any thread; closes with its store.
public final class RunWriter {
  private final Database database;
  private final String id;

  RunWriter(Database database, String id) {
    this.database = database;
    this.id = id;
  }

  /// The run's name in the store.
  public String id() {
    return id;
  }

  /// Writes all of them or none; also a heartbeat.
  ///
  /// @throws RoteException if the store fails, or the run was removed
  public void write(List<RunRecord> records) {
    database.write(
        "write run " + id,
        (handle, change) -> {
          RecordRows rows = new RecordRows(handle, id, change);
          rows.write(records);
          rows.stamp();
          return beat(handle);
        });
  }

  /// The same for a few.
  public void write(RunRecord... records) {
    write(List.of(records));
  }

  /// From here on the run takes orders.
  public void listen() {
    int _ =
        database.write(
            "write run " + id,
            (handle, change) -> {
              new RecordRows(handle, id, change).stamp();
              return Orders.listen(handle, id);
            });
  }

  /// What the run is asked to do.
  public Order order() {
    return database.read("read run " + id, handle -> Orders.of(handle, id)).orElse(Order.GO);
  }

  /// Tells that the run's process is alive.
  public void heartbeat() {
    database.touch("write run " + id, this::beat);
  }

  private int beat(Handle handle) {
    int rows =
        handle
            .createUpdate("UPDATE runs SET heartbeat = :now WHERE id = :run")
            .bind("now", Moments.text(Moments.now()))
            .bind("run", id)
            .execute();
    if (rows == 0) {
      throw RunStore.noSuchRun(database.address(), id);
    }
    return rows;
  }
}
