package dev.rote.store;

import dev.rote.fault.RoteException;
import dev.rote.train.EpochStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Every run kept: in one SQLite file, or in a PostgreSQL database that a team shares.
///
/// Any number of processes may have one store open. Thread-safe; calls take turns on one
/// connection, so a reader that must not wait for a writer opens its own. Whatever the database
/// complains of comes as one [RoteException].
public final class RunStore implements AutoCloseable {
  private static final String NO_LINE_BREAKS = "[^\\p{Cntrl}]{1,100}";

  private final Database database;

  private RunStore(Database database) {
    this.database = database;
  }

  /// Opens a store, and makes or migrates it where needed.
  ///
  /// @throws RoteException if what is there is no store of ours or of a newer Rote, or the database
  ///     cannot be reached, read or written
  public static RunStore open(StoreAddress address) {
    return new RunStore(Database.open(address));
  }

  /// Opens a store that must be there, to read.
  ///
  /// @throws RoteException as [#open] does, and if the address is a file that does not exist
  public static RunStore openExisting(StoreAddress address) {
    if (address instanceof StoreAddress.SqliteFile(Path file) && !Files.exists(file)) {
      throw new RoteException(
          "run store " + address,
          "a run store",
          "no such file",
          "train a network, or give --store");
    }
    return open(address);
  }

  public StoreAddress address() {
    return database.address();
  }

  /// The runs that fit, in the order asked for.
  public List<Run> list(RunQuery query) {
    return database.read("list runs", handle -> RunSelection.list(handle, query));
  }

  /// One run.
  ///
  /// @param id its name, or as much of its beginning as no other run shares
  /// @throws RoteException if there is none, or there are several
  public Run find(String id) {
    List<Run> found = database.read("find run", handle -> RunSelection.startingWith(handle, id));
    if (found.isEmpty()) {
      throw noSuchRun(address(), id);
    }
    if (found.size() > 1 && !found.getFirst().id().equals(id)) {
      throw new RoteException(
          "run store " + address(),
          "a run that \"" + id + "\" names alone",
          found.get(0).id() + " and " + found.get(1).id(),
          "give more of the name");
    }
    return found.getFirst();
  }

  static RoteException noSuchRun(StoreAddress address, String id) {
    return new RoteException(
        "run store " + address, "a run \"" + id + "\"", "none", "see rote runs list");
  }

  /// The latest run whose files lie in a folder.
  public Optional<Run> inFolder(Path folder) {
    return database.read("find run", handle -> RunSelection.inFolder(handle, folder));
  }

  /// The finished epochs, in order.
  public List<EpochStats> epochs(String id) {
    return rows(
        id,
        "SELECT * FROM epochs WHERE run = :run ORDER BY epoch",
        query -> query.map((row, _) -> RunRows.epoch(row, "epoch")).list());
  }

  /// The measurements within epochs, by name and step.
  public List<RunRecord.Point> points(String id) {
    return rows(
        id,
        "SELECT * FROM points WHERE run = :run ORDER BY name, step",
        query ->
            query
                .map(
                    (row, _) ->
                        new RunRecord.Point(
                            row.getLong("step"),
                            row.getString("name"),
                            RunRows.value(row, "value")))
                .list());
  }

  /// What there was to tell, in order of time.
  public List<RunRecord.Event> events(String id) {
    return rows(
        id,
        "SELECT * FROM events WHERE run = :run ORDER BY at, change, id",
        query ->
            query
                .map(
                    (row, _) ->
                        new RunRecord.Event(
                            row.getString("id"),
                            Instant.parse(row.getString("at")),
                            row.getString("kind"),
                            row.getString("text")))
                .list());
  }

  /// The files it left, by kind and name.
  public List<RunRecord.Artifact> artifacts(String id) {
    return rows(
        id,
        "SELECT * FROM artifacts WHERE run = :run ORDER BY kind, name",
        query ->
            query
                .map(
                    (row, _) ->
                        new RunRecord.Artifact(
                            row.getString("kind"),
                            row.getString("name"),
                            row.getString("path"),
                            row.getLong("bytes"),
                            row.getString("sha256")))
                .list());
  }

  /// All that is known of one run.
  ///
  /// @param id its name, or as much of its beginning as no other run shares
  /// @throws RoteException if there is none, or there are several
  public RunHistory history(String id) {
    Run run = find(id);
    return new RunHistory(
        run, epochs(run.id()), points(run.id()), events(run.id()), artifacts(run.id()));
  }

  /// The epoch with the lowest held-out loss of every run that has one, by the run's name.
  public Map<String, EpochStats> bestEpochs() {
    return database.read("list runs", RunSelection::bestEpochs);
  }

  /// Runs one query about one run.
  private <T> List<T> rows(String id, String sql, Function<Query, List<T>> reading) {
    return database.read(
        "read run " + id,
        handle -> {
          try (Query query = handle.createQuery(sql)) {
            return reading.apply(query.bind("run", id));
          }
        });
  }

  /// What moved since a reader last looked. A run may be told of twice, but none is left out.
  ///
  /// @param cursor of the last call, or [Changes#BEGINNING]
  public Changes changesSince(long cursor) {
    return database.read("look for changes", handle -> RunSelection.changes(handle, cursor));
  }

  /// Enters a new run, under way from now on.
  public RunWriter begin(RunDescription run) {
    return begin(run, RunEntry.Birth.now());
  }

  RunWriter begin(RunDescription run, RunEntry.Birth birth) {
    String id =
        database.write(
            "begin a run", (handle, change) -> new RunEntry(handle, change).enter(run, birth));
    return new RunWriter(database, id);
  }

  /// Adds to a run that has ended; it stands as it stood.
  ///
  /// @param id its whole name
  public RunWriter addTo(String id) {
    return new RunWriter(database, find(id).id());
  }

  /// Goes on with a run, in this process.
  ///
  /// @throws RoteException if there is no such run
  public RunWriter resume(String id) {
    return resume(id, Moments.now());
  }

  RunWriter resume(String id, Instant since) {
    return database.write(
        "resume run " + id,
        (handle, change) -> {
          new RunEntry(handle, change).resume(address(), id, since);
          Orders.forget(handle, id);
          return new RunWriter(database, id);
        });
  }

  /// Marks a run, with all of the tags or none; again does no harm.
  ///
  /// @throws RoteException if there is no such run, or a tag is empty, long or has line breaks
  public void tag(String id, String... tags) {
    for (String tag : tags) {
      if (!tag.matches(NO_LINE_BREAKS)) {
        throw new RoteException(
            "tag run " + id, "1 to 100 characters on a line", "\"" + tag + "\"", "shorten it");
      }
    }
    marks(id, tags, "INSERT INTO tags (run, tag) VALUES (:run, :tag) ON CONFLICT DO NOTHING");
  }

  /// Takes marks away; one that is not there does no harm.
  public void untag(String id, String... tags) {
    marks(id, tags, "DELETE FROM tags WHERE run = :run AND tag = :tag");
  }

  private void marks(String id, String[] tags, String sql) {
    Run run = find(id);
    database.write(
        "tag run " + id,
        (handle, change) -> {
          new RecordRows(handle, run.id(), change).stamp();
          int rows = 0;
          for (String tag : tags) {
            rows += handle.createUpdate(sql).bind("run", run.id()).bind("tag", tag).execute();
          }
          return rows;
        });
  }

  /// Asks a run to pause, to go on or to stop; it does within seconds.
  ///
  /// @throws RoteException if there is no such run, it is not under way, or it takes no orders
  public void order(String id, Order order) {
    Run run = find(id);
    int _ =
        database.write(
            order.word() + " run " + run.id(),
            (handle, change) -> {
              new RecordRows(handle, run.id(), change).stamp();
              return Orders.give(handle, run, order);
            });
  }

  /// What the runs under way that take orders are asked to do, by the run's name.
  public Map<String, Order> orders() {
    return database.read("list runs", Orders::all);
  }

  /// Removes a run and all that is known of it; its files stay.
  ///
  /// @throws RoteException if there is no such run, or it is under way
  public void delete(String id) {
    Run run = find(id);
    if (run.status() == RunStatus.RUNNING) {
      throw new RoteException(
          "remove run " + run.id(), "a run that has ended", "one under way", "stop it first");
    }
    database.write("remove run " + run.id(), (handle, change) -> remove(handle, run.id(), change));
  }

  private static int remove(Handle handle, String id, long change) {
    int _ =
        handle
            .createUpdate("INSERT INTO removed (run, change) VALUES (:run, :change)")
            .bind("run", id)
            .bind("change", change)
            .execute();
    return handle.createUpdate("DELETE FROM runs WHERE id = :run").bind("run", id).execute();
  }

  /// Takes in what was kept in journals while a store failed: those in a folder, whichever store
  /// they were meant for, and this user's own that were meant for this one in the folders directly
  /// in it. Each is removed when its content is in the store to stay. A journal that is still
  /// written to is left alone, and one that was taken in halfway does no harm.
  ///
  /// @return how many journals were taken in
  /// @throws RoteException if a journal cannot be read or the store fails
  public int importJournals(Path folder) {
    return JournalImport.run(database, folder);
  }

  @Override
  public void close() {
    database.close();
  }
}
