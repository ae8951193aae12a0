package dev.rote.store;

import dev.rote.fault.RoteException;
import dev.rote.runs.Provenance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The thread beside the trainer that opens the store and writes into it what the trainer says.
///
/// Whatever fails, the run goes on: from the store to a journal, from the journal to nothing, each
/// step told in one line. A journal begins with everything that is no point, so that it is whole
/// also when the store is gone with all it had.
final class Scribe implements Runnable {
  private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// Between two looks at what the run is asked to do.
  private static final long ATTENTION_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Between two transactions: short epochs are written together.
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final StoreAddress address;
  private final boolean resumed;
  private final Mailbox mailbox;
  private final Consumer<String> notes;
  private final Instant began = Moments.now();

  private volatile RunDescription run;
  private volatile RunEntry.Birth birth = RunEntry.Birth.now();
  private volatile boolean abandoned;
  private volatile boolean listening;
  private volatile Order order = Order.GO;
  private boolean heard;
  private long beat = System.nanoTime();
  private long asked = beat;
  private Sink sink = new Sink.Nowhere();

  Scribe(
      StoreAddress address,
      RunDescription run,
      boolean resumed,
      Mailbox mailbox,
      Consumer<String> notes) {
    this.address = address;
    this.run = run;
    this.resumed = resumed;
    this.mailbox = mailbox;
    this.notes = notes;
  }

  /// The run's name; its last one once this thread has ended.
  String id() {
    return birth.id();
  }

  /// What the run is asked to do, at most some seconds old. To ask is to take orders.
  Order order() {
    if (!listening) {
      listening = true;
    }
    return order;
  }

  @Override
  public void run() {
    open();
    while (!mailbox.isDone() && !abandoned) {
      List<RunRecord> batch = mailbox.look(ATTENTION_NANOS);
      keep(withDropped(batch));
      hear();
      mailbox.acknowledge(batch);
      mailbox.gather(PAUSE_NANOS);
    }
    try {
      sink.close();
    } catch (RoteException e) {
      notes.accept(String.valueOf(e.getMessage()));
    }
  }

  private void open() {
    run = run.with(GitState.of(Path.of("")));
    try {
      RunStore store = RunStore.open(address);
      try {
        RunWriter writer = resumed ? resume(store) : begin(store);
        birth = birth.named(writer.id());
        sink = new Sink.Kept(store, writer);
      } catch (RuntimeException e) {
        store.close();
        throw e;
      }
    } catch (RuntimeException e) {
      if (resumed) {
        earlierJournal().ifPresent(earlier -> birth = earlier);
      }
      fallBack(e);
    }
  }

  private RunWriter begin(RunStore store) {
    takeJournals(store, run.folder().resolveSibling(""));
    return store.begin(run, birth);
  }

  /// A journal that cannot be read keeps nobody from recording.
  private void takeJournals(RunStore store, Path folder) {
    try {
      int _ = store.importJournals(folder);
    } catch (RoteException e) {
      notes.accept(String.valueOf(e.getMessage()));
    }
  }

  /// The run in this folder; one that this store knows nothing of begins here.
  private RunWriter resume(RunStore store) {
    takeJournals(store, run.folder());
    Optional<Run> earlier =
        store.inFolder(run.folder()).filter(known -> isSame(known.description()));
    if (earlier.isEmpty()) {
      return begin(store);
    }
    birth = birth.of(earlier.get());
    mailbox.put(RunRecord.Event.now("resumed by", worker()));
    return store.resume(earlier.get().id(), began);
  }

  /// Whether a run is of this one's recipe and data.
  private boolean isSame(RunDescription known) {
    Provenance then = known.provenance();
    Provenance now = run.provenance();
    return then.recipeFingerprint().equals(now.recipeFingerprint())
        && then.trainFingerprint().equals(now.trainFingerprint())
        && then.heldOutFingerprint().equals(now.heldOutFingerprint());
  }

  /// What the rest of the run depends on, which may not be what its beginning did.
  private String worker() {
    Provenance now = run.provenance();
    return "Rote %s, %s, on %s; Java %s; commit %s"
        .formatted(
            now.version(),
            now.engine(),
            now.machine().cpu(),
            now.machine().java(),
            run.git().map(git -> git.commit() + (git.dirty() ? ", changed" : "")).orElse("none"));
  }

  /// Who the run is by the journal that it kept before it was resumed.
  private Optional<RunEntry.Birth> earlierJournal() {
    return Journal.in(run.folder()).stream()
        .flatMap(file -> Journal.peek(file).stream())
        .filter(known -> known.run().folder().equals(run.folder()))
        .filter(known -> isSame(known.run()))
        .map(JournalText.Header::birth)
        .findFirst();
  }

  private List<RunRecord> withDropped(List<RunRecord> batch) {
    long dropped = mailbox.takeDropped();
    if (dropped == 0) {
      return batch;
    }
    List<RunRecord> more = new ArrayList<>(batch);
    more.add(
        RunRecord.Event.now(
            "dropped", dropped + " measurements within epochs: the store was slow"));
    return more;
  }

  private void keep(List<RunRecord> batch) {
    try {
      if (!batch.isEmpty()) {
        sink.write(batch);
        beat = System.nanoTime();
      } else if (System.nanoTime() - beat >= HEARTBEAT_NANOS) {
        sink.heartbeat();
        beat = System.nanoTime();
      }
    } catch (RuntimeException e) {
      fallBack(e);
    }
  }

  /// A run whose store is gone goes on.
  private void hear() {
    if (!listening || System.nanoTime() - asked < ATTENTION_NANOS) {
      return;
    }
    try {
      if (!heard) {
        sink.listen();
        heard = true;
      }
      order = sink.order();
    } catch (RuntimeException e) {
      fallBack(e);
    }
    asked = System.nanoTime();
  }

  private void fallBack(RuntimeException fault) {
    if (abandoned) {
      return;
    }
    order = Order.GO;
    boolean journaled = sink instanceof Sink.Noted;
    try {
      sink.close();
    } catch (RoteException _) {
      // What is wrong is being told.
    }
    sink = journaled ? new Sink.Nowhere() : journal(String.valueOf(fault.getMessage()));
    if (journaled) {
      notes.accept(fault.getMessage() + "; the run goes on and keeps its own files only");
    }
  }

  private Sink journal(String fault) {
    try {
      Journal journal =
          Journal.open(new JournalText.Header(address.toString(), run, birth, resumed));
      journal.write(mailbox.everything());
      notes.accept(fault + "; the run goes on and is noted in " + journal.file());
      return new Sink.Noted(journal);
    } catch (RoteException e) {
      notes.accept(
          fault + "; the run goes on and keeps its own files only, for: " + e.getMessage());
      return new Sink.Nowhere();
    }
  }

  /// Called by the trainer when it has waited long enough for this thread to end.
  void abandon() {
    abandoned = true;
    journal("run store " + address + ": no answer").close();
  }
}
