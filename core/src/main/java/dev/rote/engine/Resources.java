package dev.rote.engine;

import dev.rote.fault.RoteException;

/// What an engine may use.
///
/// Nothing here changes a single bit of what the engine `jvm` computes. What another engine
/// computes may move by roundings with the threads or the device.
///
/// @param threads 1 or more
/// @param kernels `auto`, or a kind that the engine has: of `jvm`, `scalar`, `128`, `256` or `512`
/// @param device `cpu`, or a device that the engine has: of `torch`, `cuda`
/// @param maxBatch the largest batch the session will see, at least 1
/// @param sparsity whether to leave out zeros of the data; a session takes `AUTO` for `OFF`, since
///     it is opened before it sees data
public record Resources(
    int threads, String kernels, String device, int maxBatch, Sparsity sparsity) {

  /// The device every engine has.
  public static final String CPU = "cpu";

  /// @throws RoteException if there are no threads or too many, or no batch
  public Resources {
    if (threads < 1 || threads > 1024) {
      throw new RoteException("resources", "1 to 1024 threads", "" + threads, "correct threads");
    }
    if (maxBatch < 1) {
      throw new RoteException("resources", "a batch of 1 or more", "" + maxBatch, "raise it");
    }
  }

  /// On the processor.
  public Resources(int threads, String kernels, int maxBatch) {
    this(threads, kernels, CPU, maxBatch, Sparsity.AUTO);
  }

  /// One thread and the widest kernels this machine has.
  public static Resources single(int maxBatch) {
    return new Resources(1, "auto", maxBatch);
  }

  /// The same for batches of another size.
  public Resources withMaxBatch(int maxBatch) {
    return new Resources(threads, kernels, device, maxBatch, sparsity);
  }

  /// The same with another way to deal with zeros.
  public Resources withSparsity(Sparsity sparsity) {
    return new Resources(threads, kernels, device, maxBatch, sparsity);
  }

  /// How many numbers a matrix has that takes a row for each example of the largest batch.
  ///
  /// @throws RoteException if they are more than one Java array holds
  public int elements(int width) {
    long size = (long) maxBatch * width;
    if (size > Integer.MAX_VALUE - 8) {
      throw new RoteException(
          "open session",
          "batch × width of at most 2147483639",
          maxBatch + " × " + width,
          "use a smaller batch");
    }
    return (int) size;
  }
}
