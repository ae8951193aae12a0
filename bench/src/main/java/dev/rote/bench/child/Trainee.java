package dev.rote.bench.child;

/// A system in training, in a process of its own: what the race's clock runs on. Confined to one
/// thread.
interface Trainee extends AutoCloseable {

  /// What computes, with its version: "libtorch 2.13.0 with OpenBLAS 0.3.31".
  String description();

  /// Whether it starts from the weights of the task and tells its losses, as most do.
  boolean startsAlike();

  /// Starts an epoch; not timed.
  ///
  /// @param order of the examples; kept, only read
  void begin(int[] order);

  /// Trains on the next batch of the epoch; timed.
  ///
  /// @return its examples; 0 if the epoch is over
  int step();

  /// Mean loss of the last step's batch, before its update; NaN if the system does not tell.
  double lastLoss();

  /// Share of right answers on the task's test pictures, 0 to 1.
  double accuracy();

  @Override
  void close();
}
