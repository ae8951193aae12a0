package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;

/// The matrix product of the engine for a left factor of bytes with many zeros; see [Kernels] for
/// letters and layouts.
interface SparseProduct {

  /// Rows of sums that are more than those of the product: zeros, and a last group's.
  int SPARE = 7;

  /// Columns of a whole panel, a multiple of [Kernels#LANES], for a matrix of `columns`: the widest
  /// of which everyone who shares it gets as many; or else the widest that fills the matrix; or
  /// else the widest there is.
  ///
  /// @param columns at least 1
  /// @param sharers at least 1
  int sparsePanel(int columns, int sharers);

  /// Puts rows of a left factor together that leave out much the same terms.
  ///
  /// @param A its groups are written
  /// @param rows that it has now, at least 1
  /// @param panel columns of a whole panel of the product
  void groupAlike(Marked A, int rows, int panel);

  /// [Product#accumulate] over the terms marked, which gives the same bits where all others have an
  /// A_rk of 0 and B is finite: such a term changes no sum. Of the columns, those that `y` means.
  ///
  /// @param Y read and written at rows of `y`; shape (R, C), row-major or in panels of
  ///     a [#sparsePanel]
  /// @param A read; its row 0 is the first row of `y`. Its groups decide how long it takes, never
  ///     what comes out
  /// @param B read; shape (K, C), in panels as wide as those of `y`
  /// @param sums written, but for the first four rows of a panel, which are 0. An array of
  ///     [Panels#of] for [#SPARE] rows more than `y` has
  void accumulateSparse(float[] Y, Rows y, Marked A, float[] B, int K, float s, float[] sums);

  /// `Y_rc ← max(Z_c + Σ_k A_rk B_kc, least)`, the sums those of [#accumulateSparse]: a first layer
  /// with its biases, and if `least` is 0 with its ReLU.
  ///
  /// @param Y written at rows of `y`
  /// @param Z read; shape (C)
  /// @param least −∞ leaves everything as it is
  void forwardSparse(
      float[] Y, Rows y, float[] Z, float least, Marked A, float[] B, int K, float[] sums);
}
