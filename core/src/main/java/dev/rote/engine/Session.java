package dev.rote.engine;

import dev.rote.data.Batch;

/// A network in training: weights, optimiser state and scratch memory of one run.
///
/// Confined to one caller at a time; the engine may use threads of its own inside a call. Every
/// sum has one fixed order, so results do not depend on how many.
public interface Session extends AutoCloseable {

  /// Runs one optimiser step: forward, loss, gradient, update.
  ///
  /// Allocates nothing as long as batches have one size, as all but an epoch's last do.
  ///
  /// @param batch 1 to `maxBatch` examples, as wide as the network's input
  /// @param rate η of this step, the schedule applied
  /// @param tally loss and correct answers of the batch, before the update, are added to it
  /// @throws DivergedException if the loss is not finite; the weights are then left as they were
  void step(Batch batch, double rate, Tally tally);

  /// The same step, with the same bits, that also says what the network made of each example before
  /// it learned from it.
  ///
  /// @param scores written: rows 0 to `batch.size()` − 1
  void step(Batch batch, double rate, Tally tally, Scores scores);

  /// Judges a batch without learning from it.
  ///
  /// @param scores written: rows 0 to `batch.size()` − 1
  void score(Batch batch, Scores scores);

  /// The gradient of the batch's reduced loss with respect to every parameter, at the present
  /// weights; nothing is updated. Weight decay is not part of it.
  Parameters gradient(Batch batch);

  /// A copy of the present weights.
  Parameters parameters();

  /// A copy of the optimiser's memory.
  OptimizerState state();

  /// Puts a session back to where another one stood; training goes on with the same bits.
  ///
  /// @throws dev.rote.fault.RoteException if the tensors are not this network's and optimiser's
  void load(Parameters parameters, OptimizerState state);

  /// Ends the engine's threads. A closed session must not be used; closing again does nothing.
  @Override
  void close();
}
