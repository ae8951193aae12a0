package dev.rote.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/// Enters runs into the store and takes them up again, within a transaction.
final class RunEntry {
  private final Handle handle;
  private final long change;

  RunEntry(Handle handle, long change) {
    this.handle = handle;
    this.change = change;
  }

  /// When and by whom a run was begun, and under which name, if that was outside of the store.
  record Birth(String id, Instant created, Run.Worker worker) {
    static Birth now() {
      Instant now = Moments.now();
      return new Birth(
          RunId.draw(now), now, new Run.Worker(host(), ProcessHandle.current().pid(), now));
    }

    Birth named(String name) {
      return new Birth(name, created, worker);
    }

    /// As the store has it, but in this process.
    Birth of(Run run) {
      return new Birth(run.id(), run.created(), worker);
    }
  }

  /// Enters a run and returns its name, which is another one than wished if that was taken.
  String enter(RunDescription run, Birth birth) {
    String id = birth.id();
    while (insert(run, birth, id) == 0) {
      id = RunId.draw(birth.created());
    }
    return id;
  }

  private int insert(RunDescription run, Birth birth, String id) {
    return RunRows.bind(handle.createUpdate(RunRows.INSERT), run)
        .bind("id", id)
        .bind("created", Moments.text(birth.created()))
        .bind("host", birth.worker().host())
        .bind("pid", birth.worker().pid())
        .bind("change", change)
        .execute();
  }

  /// @param since when the run goes on; what it tells of its state later counts
  void resume(StoreAddress address, String id, Instant since) {
    Birth here = Birth.now();
    int rows =
        handle
            .createUpdate(
                """
                UPDATE runs SET status = 'running', status_at = :since, finished = NULL, host = :host,
                  pid = :pid, heartbeat = :now, change = :change
                WHERE id = :run
                """)
            .bind("since", Moments.text(since))
            .bind("now", Moments.text(here.created()))
            .bind("host", here.worker().host())
            .bind("pid", here.worker().pid())
            .bind("change", change)
            .bind("run", id)
            .execute();
    if (rows == 0) {
      throw RunStore.noSuchRun(address, id);
    }
  }

  /// The machine's own name, without asking the network for it.
  static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      String unix = System.getenv().getOrDefault("HOSTNAME", "unknown");
      return System.getenv().getOrDefault("COMPUTERNAME", unix);
    }
  }
}
