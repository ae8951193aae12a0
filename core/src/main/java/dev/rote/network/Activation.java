package dev.rote.network;

import java.util.Locale;

/// The function a layer applies to each of its sums z before passing them on.
///
/// | name | a = f(z) | derivative, from a |
/// |---|---|---|
/// | `IDENTITY` | z | 1 |
/// | `RELU` | max(z, 0) | 1 where a > 0, else 0 |
/// | `SIGMOID` | 1 / (1 + e⁻ᶻ) | a (1 − a) |
/// | `TANH` | (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ) | 1 − a² |
///
/// Every derivative is a function of the output a alone, which is why an engine need not keep z.
/// At its kink, z = 0, the derivative of ReLU is taken as 0, as libtorch does.
public enum Activation {
  IDENTITY,
  RELU,
  SIGMOID,
  TANH;

  /// The name in recipes and model files: `relu`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
