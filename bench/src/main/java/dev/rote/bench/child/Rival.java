package dev.rote.bench.child;

/// A library that is not Rote's, in training: what differs between libraries. It goes through what
/// [Task] gives it; who comes when is [RivalTrainee]'s to say. Confined to one thread.
public interface Rival extends AutoCloseable {

  /// What computes, with its version: "Smile 6.3.0, float64".
  String description();

  /// Whether its losses can be compared with the others', which start from the same weights.
  boolean tellsLosses();

  /// Trains on one batch; timed.
  ///
  /// @param examples indices of training pictures, at most a batch of them; only read
  void step(int[] examples);

  /// Mean loss of the last step's batch, before its update; NaN if the library does not tell.
  double lastLoss();

  /// A class for each of the test pictures.
  int[] guesses();

  @Override
  void close();
}
