package dev.rote.network;

import dev.rote.fault.RoteException;

/// A fully connected layer: `a_o = f(b_o + Σ_i W_oi x_i)`.
///
/// W has shape (O, I) and b has shape (O), as in torch's `Linear`; f is the activation.
///
/// @param inputs I, at least 1
/// @param outputs O, at least 1
/// @param activation f, applied to each of the O sums
public record Dense(int inputs, int outputs, Activation activation) implements Layer {

  /// Widths past this are taken for a mistake: one such layer would not fit a Java array.
  static final int MAX_WIDTH = 1 << 24;

  /// @throws RoteException if a width is outside 1 to 16,777,216
  public Dense {
    checkWidth("inputs", inputs);
    checkWidth("outputs", outputs);
  }

  static void checkWidth(String what, int width) {
    if (width < 1 || width > MAX_WIDTH) {
      throw new RoteException(
          "dense layer", what + " of 1 to " + MAX_WIDTH, "" + width, "correct the width");
    }
  }

  @Override
  public long parameterCount() {
    return (long) inputs * outputs + outputs;
  }

  @Override
  public long forwardFlops() {
    return 2L * inputs * outputs;
  }
}
