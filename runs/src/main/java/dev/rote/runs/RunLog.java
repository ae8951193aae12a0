package dev.rote.runs;

import dev.rote.train.Trace;
import dev.rote.train.TrainEvent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Where a run is told of beside its folder: in a store, which this module knows nothing of.
///
/// Never holds a run up and never fails it.
public interface RunLog extends Consumer<TrainEvent>, AutoCloseable {

  /// Runs a training and keeps how it ended, unless that was well: then its result has to be
  /// handed in.
  Trace watch(Supplier<Trace> training);

  /// A file the run left behind.
  ///
  /// @param kind a word: `checkpoint`
  /// @return its SHA-256, in hex, if it was asked for and can be read
  Optional<String> artifact(String kind, Path file);

  /// Whether somebody asked the run to stop; waits here for as long as it is to pause. Whoever asks
  /// this lets the run take orders, so it is to be asked after every batch, by the thread that
  /// trains. It costs a look at memory.
  ///
  /// @param stopped ends a pause as well
  boolean isStopped(BooleanSupplier stopped);

  /// The run has come to its end, and this is its result.
  void finished(Path model);

  /// Waits until all is written, some seconds at the most.
  @Override
  void close();
}
