package dev.rote.runs;

import dev.rote.train.Trace;
import dev.rote.train.TrainEvent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Keeps nothing, as where there is no store.
public final class SilentLog implements RunLog {
  /// Nothing to set up.
  public SilentLog() {}

  @Override
  public Trace watch(Supplier<Trace> training) {
    return training.get();
  }

  @Override
  public Optional<String> artifact(String kind, Path file) {
    return Optional.empty();
  }

  @Override
  public boolean isStopped(BooleanSupplier stopped) {
    return false;
  }

  @Override
  public void finished(Path model) {}

  @Override
  public void accept(TrainEvent event) {}

  @Override
  public void close() {}
}
