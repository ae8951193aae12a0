package dev.rote.network;

/// One step of a network: a shape in, a shape out, and what it must learn.
public sealed interface Layer permits Dense {

  /// Width of one example coming in.
  int inputs();

  /// Width of one example going out.
  int outputs();

  /// Numbers this layer learns, weights and biases together.
  long parameterCount();

  /// Floating-point operations of one forward pass over one example, a multiply-add counted as two.
  long forwardFlops();
}
