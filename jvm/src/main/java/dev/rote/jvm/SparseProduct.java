package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;

/// The matrix product of the engine for a left factor of bytes with many zeros; see [Kernels] for
/// letters and layouts.
interface SparseProduct {

  /// Rows of sums that are more than those of the product: zeros, and a last group's.
  int SPARE = 6;

  /// Columns of a whole panel, a multiple of [Kernels#LANES].
  int sparsePanel();

  /// Puts rows of a left factor together that leave out much the same terms.
  ///
  /// @param A its groups are written
  /// @param rows that it has now, at least 1
  void groupAlike(Marked A, int rows);

  /// [Product#accumulate] over the terms marked, which gives the same bits where all others have an
  /// A_rk of 0 and B is finite: such a term changes no sum.
  ///
  /// @param Y read and written at rows of `y`; shape (R, C), row-major or in panels of
  ///     [#sparsePanel]
  /// @param A read; its row 0 is the first row of `y`. Its groups decide how long it takes, never
  ///     what comes out
  /// @param B read; shape (K, C), in panels of [#sparsePanel]
  /// @param sums written, but for the first three rows of a panel, which are 0. An array of
  ///     [Panels#of] for [#SPARE] rows more than `y` has
  void accumulateSparse(float[] Y, Rows y, Marked A, float[] B, int K, float s, float[] sums);
}
