package dev.rote.live;

import java.util.List;

/// Trains what a visitor of the page chose: an ordinary run of the store, in a process of its own.
public interface Playground {
  /// Starts a run and returns.
  ///
  /// @param keys of its recipe, as `rote train` takes them: `optimizer.rate=0.01`; checked by the
  ///     page, so none holds anything but what it offers
  void train(List<String> keys);
}
