package dev.rote.train;

import dev.rote.engine.Parameters;

/// What a run writes down of each training example while it trains; part of its checkpoints, so
/// that a resumed run ends with the same.
///
/// Told of the looks that [Trainer#recording] says, by the thread that trains.
public interface Recording extends Evaluation.Visitor {

  /// All that was written down, a copy: tensors of any names, which a checkpoint's file puts
  /// `recorded/` before.
  Parameters written();

  /// Goes on from what [#written] gave.
  ///
  /// @throws dev.rote.fault.RoteException if it is of other examples
  void goOn(Parameters written);
}
