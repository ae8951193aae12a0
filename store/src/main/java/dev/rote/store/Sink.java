package dev.rote.store;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Where a run is kept at the moment: in its store, in a journal, or nowhere.
sealed interface Sink extends AutoCloseable {

  /// Keeps all of them, to stay.
  void write(List<RunRecord> records);

  /// Tells that the run is alive.
  void heartbeat();

  /// From here on the run takes orders, if anybody can give them.
  default void listen() {}

  /// What the run is asked to do.
  default Order order() {
    return Order.GO;
  }

  @Override
  void close();

  /// In its store.
  record Kept(RunStore store, RunWriter writer) implements Sink {
    @Override
    public void write(List<RunRecord> records) {
      writer.write(records);
    }

    @Override
    public void heartbeat() {
      writer.heartbeat();
    }

    @Override
    public void listen() {
      writer.listen();
    }

    @Override
    public Order order() {
      return writer.order();
    }

    @Override
    public void close() {
      store.close();
    }
  }

  /// In a journal, until the store takes it in.
  record Noted(Journal journal) implements Sink {
    @Override
    public void write(List<RunRecord> records) {
      journal.write(records);
    }

    @Override
    public void heartbeat() {
      // Nobody watches a journal.
    }

    @Override
    public void close() {
      try {
        journal.close();
      } catch (IOException e) {
        Path file = journal.file();
        throw RoteException.io("close " + file, "see to the disk", e);
      }
    }
  }

  /// Nowhere: there is no place left, or none was asked for.
  record Nowhere() implements Sink {
    @Override
    public void write(List<RunRecord> records) {
      // The run's own files are what is left of it.
    }

    @Override
    public void heartbeat() {
      // Nobody to tell.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
