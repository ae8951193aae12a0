package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;

/// The matrix product of the engine; see [Kernels] for letters and layouts.
interface Product {

  /// Columns of a whole panel, a multiple of [Kernels#LANES].
  int panel();

  /// `Y_rc ← Y_rc + s Σ_k A_rk B_kc`, the sum from 0 upwards, k = 0, 1, …
  ///
  /// The one matrix product of the engine: forward (Y = sums, filled with the biases), input
  /// gradient, weight gradient, and with s = −η the update of plain SGD.
  ///
  /// @param Y read and written at rows of `y`; shape (R, C), row-major or in panels
  /// @param A read; row-major
  /// @param a where the row of A stands that belongs to the first row of `y`
  /// @param row from one row of A to the next
  /// @param B read; shape (K, C), in panels
  /// @param K terms of each sum, 0 or more
  /// @param s scale
  /// @param sums the caller's own, as [Panels#sums] makes them, for as many rows
  void accumulate(
      float[] Y, Rows y, float[] A, int a, int row, float[] B, int K, float s, float[] sums);
}
