package dev.rote.store;

import dev.rote.fault.RoteException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Reads and writes what runs are asked to do.
final class Orders {
  private Orders() {}

  /// The run takes none, until it says so.
  static void forget(Handle handle, String run) {
    int _ = handle.createUpdate("DELETE FROM orders WHERE run = :run").bind("run", run).execute();
  }

  /// From here on the run takes orders; earlier ones are forgotten.
  static int listen(Handle handle, String run) {
    return handle
        .createUpdate(
            """
            INSERT INTO orders (run, word) VALUES (:run, 'go')
            ON CONFLICT (run) DO UPDATE SET word = 'go'
            """)
        .bind("run", run)
        .execute();
  }

  static Optional<Order> of(Handle handle, String run) {
    try (Query query = handle.createQuery("SELECT word FROM orders WHERE run = :run")) {
      return query.bind("run", run).mapTo(String.class).findOne().map(Order::of);
    }
  }

  static Map<String, Order> all(Handle handle) {
    try (Query query =
        handle.createQuery(
            """
            SELECT o.run, o.word FROM orders o JOIN runs r ON r.id = o.run
            WHERE r.status = 'running'
            """)) {
      return query
          .map((row, _) -> Map.entry(row.getString("run"), Order.of(row.getString("word"))))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  /// @throws RoteException if the run takes none
  static int give(Handle handle, Run run, Order order) {
    int rows =
        run.status() == RunStatus.RUNNING
            ? handle
                .createUpdate("UPDATE orders SET word = :word WHERE run = :run")
                .bind("word", order.word())
                .bind("run", run.id())
                .execute()
            : 0;
    if (rows == 0) {
      throw new RoteException(
          order.word() + " run " + run.id(),
          "a run under way that takes orders",
          run.status() == RunStatus.RUNNING
              ? "one that takes none"
              : "one that is " + run.status().word(),
          run.status() == RunStatus.RUNNING
              ? "stop the command that trains it"
              : "there is nothing to do");
    }
    return rows;
  }
}
