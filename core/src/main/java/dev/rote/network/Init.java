package dev.rote.network;

import java.util.Locale;

/// How weights are drawn before training. With fan-in I and fan-out O of a layer:
///
/// | name | weights | source |
/// |---|---|---|
/// | `XAVIER_UNIFORM` | U(−a, a), a = √(6 / (I + O)) | Glorot and Bengio 2010 |
/// | `XAVIER_NORMAL` | N(0, 2 / (I + O)) | the same |
/// | `HE_UNIFORM` | U(−a, a), a = √(6 / I) | He et al. 2015, arXiv 1502.01852 |
/// | `HE_NORMAL` | N(0, 2 / I) | the same |
/// | `LECUN_UNIFORM` | U(−a, a), a = √(3 / I) | LeCun et al. 1998, Efficient BackProp |
/// | `LECUN_NORMAL` | N(0, 1 / I) | the same |
/// | `TORCH` | U(−a, a), a = 1 / √I; biases too | torch's `Linear` |
/// | `ZEROS` | 0 | a control: such a network cannot break its symmetry |
///
/// Biases start at 0 except with `TORCH`. N(0, σ²) names the variance.
public enum Init {
  XAVIER_UNIFORM,
  XAVIER_NORMAL,
  HE_UNIFORM,
  HE_NORMAL,
  LECUN_UNIFORM,
  LECUN_NORMAL,
  TORCH,
  ZEROS;

  /// The name in recipes: `xavier-uniform`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
