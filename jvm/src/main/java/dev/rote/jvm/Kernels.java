package dev.rote.jvm;

import dev.rote.network.Activation;

/// The inner loops of the engine. Everything that takes time happens in one of them.
///
/// There are two implementations, [ScalarKernels], which is the specification, and
/// [VectorKernels]; they give the same bits for the same input at any vector width. That holds
/// because every result is computed by one chain of operations in one order: lanes run over
/// outputs, never over the terms of a sum; a multiply-add is one [Fma], rounded once; and
/// exponentials are our own ([Exponential]).
///
/// Shape letters: R rows, C columns, K terms of a sum. C is a multiple of [#LANES]. Matrices are
/// row-major, or in panels: the first [#panel] columns of all rows, row by row, then the next ones.
/// Columns that fill no whole panel lie in panels of [#LANES]. Element (r, c) of R rows in panels
/// stands at R c₀ + r w + c − c₀, where c₀ is the panel's first column and w its width. How wide a
/// panel is decides where numbers stand, never what they are. An array in panels begins with
/// [Panels#LEAD] unused elements, which are not counted here. Arguments are trusted: the session
/// checks at its door. Stateless, so safe to share.
interface Kernels extends Product, SparseProduct, SingleProduct {

  /// Columns come in multiples of this many floats: the widest vector, 512 bits.
  int LANES = 16;

  /// What computes, for provenance: "vector kernels, 512 bits".
  String description();

  /// Marks the bytes of a row that are not 0.
  ///
  /// @param marks written at `m`, `m` + `height` and so on: bit i of the whole, for byte i
  /// @param P read from `p` on; `count` bytes and [Marked#WORD] more to read
  void mark(long[] marks, int m, int height, byte[] P, int p, int count);

  /// `D_i ← s D_i`.
  ///
  /// @param D read and written, elements `from` to `to` − 1, both multiples of [#LANES]
  void scale(float[] D, float s, int from, int to);

  /// `Y_i ← Y_i + s X_i`.
  ///
  /// @param Y read and written, elements `from` to `to` − 1, both multiples of [#LANES]
  /// @param X read
  void add(float[] Y, float[] X, float s, int from, int to);

  /// `T_cr ← X_rc`: rows become columns.
  ///
  /// @param T written; row c from `t` + `c stride` on
  /// @param X read; row r from `x` + `r row` on
  void transpose(float[] T, int t, int stride, float[] X, int x, int row, int rows, int columns);

  /// `X_i ← P_i / 255`, the byte without its sign.
  ///
  /// @param X written, elements `from` to `to` − 1
  /// @param P read at the same places
  void decode(float[] X, byte[] P, int from, int to);

  /// `A_i ← f(A_i)`.
  ///
  /// @param A read and written, elements `from` to `to` − 1, both multiples of [#LANES]
  void activate(Activation f, float[] A, int from, int to);

  /// The softmax of [#LANES] examples, a lane each: `T_k ← e^(T_k − m) / Σ_j e^(T_j − m)` with m
  /// the largest, the sum in the order of k.
  ///
  /// @param T read and written, K rows of [#LANES]
  /// @param sums written: [#LANES] times Σ, then m
  void softmax(float[] T, int K, float[] sums);

  /// `D_i ← D_i f′`, with f′ computed from the layer's output A_i.
  ///
  /// @param D read and written, elements `from` to `to` − 1, both multiples of [#LANES]
  /// @param A read
  void differentiate(Activation f, float[] D, float[] A, int from, int to);

  /// One step of SGD with momentum or decay, as in [dev.rote.network.Optimizer.Sgd].
  ///
  /// @param W weights, read and written, elements `from` to `to` − 1, both multiples of [#LANES]
  /// @param G gradient, read
  /// @param V velocity, read and written
  void sgd(float[] W, float[] G, float[] V, SgdStep step, int from, int to);

  /// One step of Adam or AdamW, as in [dev.rote.network.Optimizer.Adam].
  ///
  /// @param W weights, read and written, elements `from` to `to` − 1, both multiples of [#LANES]
  /// @param G gradient, read
  /// @param M first moment, read and written
  /// @param V second moment, read and written
  void adam(float[] W, float[] G, float[] M, float[] V, AdamStep step, int from, int to);

  /// Rows `from` to `to` − 1 of a matrix with C columns, and which of these are meant.
  ///
  /// @param R rows of the whole matrix if it is in panels, 0 if it is row-major
  /// @param whole columns of a whole panel
  /// @param left the first column that is meant, a panel's first
  /// @param right the column after the last that is meant, the next panel's first or C
  record Rows(int from, int to, int C, int R, int whole, int left, int right) {

    /// All columns.
    Rows(int from, int to, int C, int R, int whole) {
      this(from, to, C, R, whole, 0, C);
    }

    /// Some columns of the same rows.
    Rows columns(int first, int end) {
      return new Rows(from, to, C, R, whole, first, end);
    }

    /// Columns of the panel that begins at a column.
    int width(int first) {
      return first + whole <= C ? whole : LANES;
    }

    /// From one row to the next, in the panel that begins at a column.
    int stride(int first) {
      return R == 0 ? C : width(first);
    }

    /// Where the panel that begins at a column has its first element.
    int panel(int first) {
      return R == 0 ? first : Panels.LEAD + R * first;
    }

    /// How many tiles of six rows to take, so that with [#fours] after them at most one row is left
    /// over, or all if there are fewer than four.
    int sixes() {
      return Math.max(0, (count() / 2 * 2 - 4 * remainder()) / 6);
    }

    /// How many tiles of four rows to take after the [#sixes].
    int fours() {
      return (count() - 6 * sixes()) / 4;
    }

    private int count() {
      return to - from;
    }

    /// The fours that an even number of rows needs to leave a multiple of six: 0, 1 or 2.
    private int remainder() {
      return (6 - count() / 2 * 2 % 6) / 2 % 3;
    }
  }

  /// The constants of one SGD step. Mutable, so that a step allocates nothing.
  final class SgdStep {
    /// η.
    float rate;

    /// μ.
    float momentum;

    /// Looks ahead along the momentum.
    boolean nesterov;

    /// λ.
    float decay;
  }

  /// The constants of one Adam step, each computed in double and rounded once. Mutable likewise.
  final class AdamStep {
    /// 1 − η λ, the decay of AdamW; 1 for Adam.
    float shrink;

    /// λ added to the gradient, of Adam; 0 for AdamW.
    float decay;

    /// β₁ and 1 − β₁.
    float beta1;

    float share1;

    /// β₂ and 1 − β₂.
    float beta2;

    float share2;

    /// η / (1 − β₁ᵗ).
    float size;

    /// √(1 − β₂ᵗ).
    float correction;

    /// ε.
    float epsilon;
  }
}
