package dev.rote.store;

import dev.rote.fault.RoteException;
import dev.rote.runs.Provenance;
import dev.rote.sweep.Ledger;
import dev.rote.sweep.Standing;
import dev.rote.sweep.Trial;
import dev.rote.train.EpochStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// What the processes at one sweep share, in a store: the runs under the sweep's tag, and claims.
///
/// Writers of a store come one after another, so whoever asks for a trial in a transaction sees
/// every claim that was granted before. A thread tells every few seconds that this process lives.
public final class SweepLedger implements Ledger {
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final Database database;
  private final String tag;
  private final String holder = UUID.randomUUID().toString();
  private final String host = RunEntry.Birth.now().worker().host();
  private final Thread heart;

  private SweepLedger(Database database, String tag) {
    this.database = database;
    this.tag = tag;
    heart = Thread.ofPlatform().name("rote-claims").daemon().unstarted(this::beat);
  }

  /// The tag of a sweep's runs: `sweep:rates`.
  public static String tag(String sweep) {
    return "sweep:" + sweep;
  }

  /// Opens a sweep in a store.
  ///
  /// @param sweep its name
  /// @throws RoteException as [RunStore#open] does, and if there is to be no store
  public static SweepLedger open(StoreAddress address, String sweep) {
    SweepLedger ledger = new SweepLedger(Database.open(address), tag(sweep));
    ledger.heart.start();
    return ledger;
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(HEARTBEAT);
        database.touch(
            "keep claims",
            handle ->
                handle
                    .createUpdate("UPDATE claims SET heartbeat = :now WHERE holder = :holder")
                    .bind("now", Moments.text(Moments.now()))
                    .bind("holder", holder)
                    .execute());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RoteException _) {
      // The next question to the store says what is wrong with it.
    }
  }

  @Override
  public Map<String, Standing> standings() {
    return database.read("read sweep", this::standings);
  }

  private Map<String, Standing> standings(Handle handle) {
    List<Run> runs = RunSelection.list(handle, RunQuery.all().tag(tag));
    Map<String, List<EpochStats>> epochs = epochs(handle);
    Map<String, String> reasons = reasons(handle);
    Map<String, Standing> standings = new HashMap<>();
    for (Run run : runs) {
      Standing standing =
          new Standing(
              Optional.of(run.id()),
              state(run.status()),
              epochs.getOrDefault(run.id(), List.of()),
              Optional.ofNullable(reasons.get(run.id())),
              Optional.empty());
      standings.merge(trial(run), standing, SweepLedger::further);
    }
    claims(handle)
        .forEach(
            (trial, claim) ->
                standings.merge(
                    trial, Standing.UNKNOWN.with(claim), (known, _) -> known.with(claim)));
    return standings;
  }

  private static String trial(Run run) {
    Provenance provenance = run.description().provenance();
    String engine = provenance.engine().replaceFirst(":.*", "");
    return Trial.id(
        engine,
        provenance.recipeFingerprint(),
        provenance.trainFingerprint(),
        provenance.heldOutFingerprint());
  }

  private static Standing.State state(RunStatus status) {
    return switch (status) {
      case FINISHED -> Standing.State.FINISHED;
      case DIVERGED -> Standing.State.DIVERGED;
      case STOPPED -> Standing.State.STOPPED;
      case RUNNING, INTERRUPTED, FAILED, LOST -> Standing.State.OPEN;
    };
  }

  /// Of two runs of a trial the one that is over, or that has come further.
  private static Standing further(Standing a, Standing b) {
    if (isOver(a) != isOver(b)) {
      return isOver(a) ? a : b;
    }
    return a.epochs().size() >= b.epochs().size() ? a : b;
  }

  private static boolean isOver(Standing standing) {
    return switch (standing.state()) {
      case FINISHED, DIVERGED -> true;
      case OPEN, STOPPED -> false;
    };
  }

  private Map<String, List<EpochStats>> epochs(Handle handle) {
    Map<String, List<EpochStats>> epochs = new HashMap<>();
    try (Query query =
        handle.createQuery(
            """
            SELECT e.* FROM epochs e JOIN tags t ON t.run = e.run
            WHERE t.tag = :tag ORDER BY e.run, e.epoch
            """)) {
      query
          .bind("tag", tag)
          .map((row, _) -> Map.entry(row.getString("run"), RunRows.epoch(row, "epoch")))
          .forEach(
              entry ->
                  epochs
                      .computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                      .add(entry.getValue()));
    }
    return epochs;
  }

  /// Why runs diverged.
  private Map<String, String> reasons(Handle handle) {
    Map<String, String> reasons = new HashMap<>();
    try (Query query =
        handle.createQuery(
            """
            SELECT e.run, e.text FROM events e JOIN tags t ON t.run = e.run
            WHERE t.tag = :tag AND e.kind = 'diverged'
            """)) {
      query
          .bind("tag", tag)
          .map((row, _) -> Map.entry(row.getString("run"), row.getString("text")))
          .forEach(entry -> reasons.put(entry.getKey(), entry.getValue()));
    }
    return reasons;
  }

  private Map<String, Standing.Claim> claims(Handle handle) {
    Map<String, Standing.Claim> claims = new HashMap<>();
    try (Query query =
        handle.createQuery(
            "SELECT piece, host, folder FROM claims WHERE work = :work AND heartbeat >= :alive")) {
      query
          .bind("work", tag)
          .bind("alive", alive())
          .map(
              (row, _) ->
                  Map.entry(
                      row.getString("piece"),
                      new Standing.Claim(
                          row.getString("host").equals(host), Path.of(row.getString("folder")))))
          .forEach(entry -> claims.put(entry.getKey(), entry.getValue()));
    }
    return claims;
  }

  private static String alive() {
    return Moments.text(Moments.now().minus(RunRows.SILENCE));
  }

  @Override
  public boolean claim(String trial, Path folder, int epoch, int all) {
    return database.write(
        "claim a trial",
        (handle, _) -> {
          Standing known = standings(handle).getOrDefault(trial, Standing.UNKNOWN);
          return !known.reached(epoch, all) && insert(handle, trial, folder) == 1;
        });
  }

  private int insert(Handle handle, String trial, Path folder) {
    return handle
        .createUpdate(
            """
            INSERT INTO claims (work, piece, holder, host, folder, heartbeat)
            VALUES (:work, :piece, :holder, :host, :folder, :now)
            ON CONFLICT (work, piece) DO UPDATE SET holder = excluded.holder, host = excluded.host,
              folder = excluded.folder, heartbeat = excluded.heartbeat
            WHERE claims.heartbeat < :alive
              OR (claims.host = excluded.host AND claims.folder = excluded.folder)
            """)
        .bind("work", tag)
        .bind("piece", trial)
        .bind("holder", holder)
        .bind("host", host)
        .bind("folder", folder.toString())
        .bind("now", Moments.text(Moments.now()))
        .bind("alive", alive())
        .execute();
  }

  @Override
  public void release(String trial) {
    database.touch(
        "release a trial",
        handle ->
            handle
                .createUpdate(
                    "DELETE FROM claims WHERE work = :work AND piece = :piece AND holder = :holder")
                .bind("work", tag)
                .bind("piece", trial)
                .bind("holder", holder)
                .execute());
  }

  /// Once: the second process to come to the same conclusion changes nothing.
  @Override
  public void stopped(String run, String why) {
    RunRecord.State state = RunRecord.State.now(RunStatus.STOPPED);
    RunRecord.Event event = new RunRecord.Event("stopped", state.at(), "stopped", why);
    int _ =
        database.write(
            "stop run " + run,
            (handle, change) -> {
              RecordRows rows = new RecordRows(handle, run, change);
              rows.write(List.of(event, state));
              rows.stamp();
              return 0;
            });
  }

  /// What failed before fails again here, and was told then.
  @Override
  public void close() {
    heart.interrupt();
    try {
      database.touch(
          "release claims",
          handle ->
              handle
                  .createUpdate("DELETE FROM claims WHERE holder = :holder")
                  .bind("holder", holder)
                  .execute());
    } finally {
      database.close();
    }
  }
}
