package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;

/// The matrix product of the engine for a left factor with many zeros; see [Kernels] for letters
/// and layouts.
interface SparseProduct {

  /// Columns of a whole panel, a multiple of [Kernels#LANES].
  int sparsePanel();

  /// [Product#accumulate] over the terms listed, which gives the same bits where all others have an
  /// A_rk of 0 and B is finite: such a term changes no sum.
  ///
  /// @param Y read and written at rows of `y`; shape (R, C), row-major or in panels of
  ///     [#sparsePanel]
  /// @param B read; shape (K, C), in panels of [#sparsePanel]
  /// @param lists of A's rows, the first for the first row of `y`; its sums are written
  void accumulateSparse(float[] Y, Rows y, float[] B, int K, float s, Lists lists);
}
