package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;
import dev.rote.jvm.Kernels.Strides;

/// The matrix product of the engine; see [Kernels] for letters and layouts.
interface Product {

  /// `Y_rc ← Y_rc + s Σ_k A_rk B_kc`, the sum from 0 upwards, k = 0, 1, …
  ///
  /// The one matrix product of the engine: forward (Y = sums, filled with the biases), input
  /// gradient, weight gradient, and with s = −η the update of plain SGD.
  ///
  /// @param Y read and written at rows of `y`; shape (R, C), row-major or in panels
  /// @param A read; where each element stands says `a`, so a transposed matrix is no copy
  /// @param B read; shape (K, C), in panels
  /// @param K terms of each sum, 0 or more
  /// @param s scale
  void accumulate(float[] Y, Rows y, float[] A, Strides a, float[] B, int K, float s);
}
