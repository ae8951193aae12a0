package dev.rote.store;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Takes journals into a store, each in one transaction, and then removes it. A crash in between
/// leaves a journal that is taken in again, which changes nothing.
final class JournalImport {
  private final Database database;
  private final List<JournalText.Line> lines;
  private final JournalText.Header header;

  private JournalImport(
      Database database, List<JournalText.Line> lines, JournalText.Header header) {
    this.database = database;
    this.lines = lines;
    this.header = header;
  }

  static int run(Database database, Path folder) {
    int count = 0;
    for (Path file : Journal.in(folder)) {
      boolean named = folder.equals(file.getParent());
      if (named || isOfThisUser(file)) {
        count += one(database, file, named) ? 1 : 0;
      }
    }
    return count;
  }

  /// What others leave in a folder that all may write to is not taken for ours.
  private static boolean isOfThisUser(Path file) {
    Optional<String> user = ProcessHandle.current().info().user();
    try {
      return user.isPresent() && Files.getOwner(file).getName().equals(user.get());
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  private static boolean one(Database database, Path file, boolean whichever) {
    Optional<Journal> claimed = Journal.claim(file);
    if (claimed.isEmpty()) {
      return false;
    }
    try (Journal journal = claimed.get()) {
      List<JournalText.Line> lines = journal.lines();
      String address = database.address().toString();
      Optional<JournalText.Header> header =
          lines.stream()
              .filter(JournalText.Header.class::isInstance)
              .map(JournalText.Header.class::cast)
              .filter(known -> whichever || known.store().equals(address))
              .findFirst();
      if (header.isEmpty()) {
        return false;
      }
      new JournalImport(database, lines, header.get()).run();
      Files.deleteIfExists(file);
      return true;
    } catch (IOException e) {
      throw RoteException.io("take in " + file, "change its permissions", e);
    }
  }

  private void run() {
    List<RunRecord> records = new ArrayList<>();
    for (JournalText.Line line : lines) {
      if (line instanceof JournalText.Entry(RunRecord happened)) {
        records.add(happened);
      }
    }
    int _ =
        database.write(
            "take in a journal",
            (handle, change) -> {
              if (isRemoved(handle)) {
                return 0;
              }
              RecordRows rows = new RecordRows(handle, run(handle, change), change);
              rows.write(records);
              rows.stamp();
              return records.size();
            });
  }

  private boolean isRemoved(Handle handle) {
    try (Query query = handle.createQuery("SELECT COUNT(*) FROM removed WHERE run = :run")) {
      return query.bind("run", header.birth().id()).mapTo(Integer.class).one() > 0;
    }
  }

  /// The run's name in this store: its own if it is there or that name is free.
  private String run(Handle handle, long change) {
    String own = header.birth().id();
    Optional<Run> there =
        RunSelection.startingWith(handle, own).stream()
            .filter(run -> run.created().equals(header.birth().created()))
            .findFirst();
    if (there.isEmpty() && header.resumed()) {
      there = RunSelection.inFolder(handle, header.run().folder()).filter(this::isSame);
    }
    return there
        .map(Run::id)
        .orElseGet(() -> new RunEntry(handle, change).enter(header.run(), header.birth()));
  }

  private boolean isSame(Run run) {
    String fingerprint = header.run().provenance().recipeFingerprint();
    return run.description().provenance().recipeFingerprint().equals(fingerprint);
  }
}
