package dev.rote.check;

import static dev.rote.check.SumBound.TINY;
import static dev.rote.check.SumBound.UNIT;
import static dev.rote.check.SumBound.gamma;

import dev.rote.network.Activation;

/// How errors of at most e in a sum z pass through an activation a = f(z), in float32.
final class ActivationBound {
  /// What an engine's exp, sigmoid and tanh must hold: 4 units in the last place, each at most 2u
  /// of the value. Below the smallest normal number, η, anything up to it will do.
  static final double FUNCTION = 8 * UNIT;

  private ActivationBound() {}

  /// Bounds |f̂(ẑ) − f(z)|.
  static double value(Activation f, double z, double e) {
    return switch (f) {
      case IDENTITY -> e;
      // exactly 0 as long as z + e is not above 0
      case RELU -> Math.max(0, Math.min(e, z + e));
      case SIGMOID, TANH -> {
        double moved = steepest(f, z, e) * e;
        double largest = Math.abs(Activations.value(f, z)) + moved;
        yield moved + FUNCTION * largest + (largest == 0 ? 0 : TINY);
      }
    };
  }

  /// The largest derivative between z − e and z + e: where |z| is smallest.
  private static double steepest(Activation f, double z, double e) {
    double nearest = Math.max(0, Math.abs(z) - e);
    // tanh(z) = 2 sigmoid(2z) − 1, so tanh′(z) = 4 sigmoid′(2z)
    return f == Activation.TANH ? 4 * sigmoidSlope(2 * nearest) : sigmoidSlope(nearest);
  }

  private static double sigmoidSlope(double z) {
    double small = StrictMath.exp(-z);
    return small / ((1 + small) * (1 + small));
  }

  /// Whether float32 may see z on the other side of ReLU's kink.
  static boolean ambiguous(Activation f, double z, double e) {
    return f == Activation.RELU && z - e <= 0 && z + e > 0;
  }

  /// Bounds |f̂′(â) − f′(a)|, taken from â as the table of [Activation] has it.
  ///
  /// @param ea bounds |â − a|
  static double derivative(Activation f, double z, double ez, double a, double ea) {
    double largest = Math.abs(a) + ea;
    return switch (f) {
      case IDENTITY -> 0;
      case RELU -> ambiguous(f, z, ez) ? 1 : 0;
      // a (1 − a): handed on |1 − 2a| ea + ea², and two roundings
      case SIGMOID ->
          Math.abs(1 - 2 * a) * ea + ea * ea + gamma(2) * largest * (Math.abs(1 - a) + ea);
      // 1 − a²: handed on 2|a| ea + ea², and two roundings, one before the subtraction
      case TANH -> 2 * Math.abs(a) * ea + ea * ea + gamma(2) * (1 + largest * largest);
    };
  }
}
