package dev.rote.engine;

import dev.rote.fault.RoteException;

/// Training left the finite numbers: the loss of a batch is NaN or infinite.
public final class DivergedException extends RoteException {
  private static final long serialVersionUID = 1L;

  /// @param where the first tensor on the way forward that is not finite: "the logits of layer 2"
  /// @param value what was found in it
  public DivergedException(String where, String value) {
    super("train", "finite numbers", value + " in " + where, "lower the learning rate");
  }

  /// The same, once it is known when.
  public DivergedException(long step, int epoch, DivergedException cause) {
    super("step " + step + " of epoch " + epoch + ": " + cause.getMessage(), cause);
  }
}
