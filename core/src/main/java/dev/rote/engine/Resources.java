package dev.rote.engine;

import dev.rote.fault.RoteException;

/// What an engine may use: nothing here changes a single bit of the result.
///
/// @param threads 1 or more
/// @param kernels `auto`, `scalar`, `128`, `256` or `512`: the vector width, where there is one
/// @param maxBatch the largest batch the session will see, at least 1
public record Resources(int threads, String kernels, int maxBatch) {
  public Resources {
    if (threads < 1 || threads > 1024) {
      throw new RoteException("resources", "1 to 1024 threads", "" + threads, "correct threads");
    }
    if (maxBatch < 1) {
      throw new RoteException("resources", "a batch of 1 or more", "" + maxBatch, "raise it");
    }
  }

  /// One thread and the widest kernels this machine has.
  public static Resources single(int maxBatch) {
    return new Resources(1, "auto", maxBatch);
  }
}
