package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;

/// The products of the engine for single examples: walks over the rows of a matrix whose factor is
/// not 0; see [Kernels] for letters and layouts.
interface SingleProduct {

  /// Lists where one of two is not 0, rising.
  ///
  /// @param list written from 0 on; `count` and [Kernels#LANES] more elements of room
  /// @param X read, elements 0 to `count` − 1
  /// @param Z read likewise; X itself for the places of X alone
  /// @return how many there are
  int nonZeros(int[] list, float[] X, float[] Z, int count);

  /// `Y_c ← Y_c + X_i W_ic` for one input after another of those listed, each rounded once: the
  /// forward pass of one example. From a Y of 0, [Kernels#add] of it gives the bits of
  /// [Product#accumulate]: a term that is 0 changes no sum.
  ///
  /// @param Y read and written, elements 0 to C − 1
  /// @param X read
  /// @param list inputs, read from 0 to `n` − 1
  /// @param W read; shape (I, C), in panels
  /// @param w all rows of W
  void forwardOne(float[] Y, float[] X, int[] list, int n, float[] W, Rows w);

  /// `W_ic ← W_ic + X_i D_c`, rounded once, over the inputs listed: the update of one example.
  ///
  /// @param W read and written; shape (I, C), in panels
  /// @param w all rows of W
  /// @param list inputs, read from 0 to `n` − 1
  /// @param D read, elements 0 to C − 1
  void updateOne(float[] W, Rows w, float[] X, int[] list, int n, float[] D);

  /// [#updateOne] by one example where its `before_i` is not 0, and [#forwardOne] of the next, with
  /// every weight read once for both.
  ///
  /// @param Y read and written, elements 0 to C − 1
  /// @param X of the next example, read
  /// @param before the inputs of the example before, read
  /// @param D its deltas, read, elements 0 to C − 1; finite
  /// @param list inputs, read from 0 to `n` − 1: all where one of the two is not 0
  void updateAndForwardOne(
      float[] Y, float[] X, float[] before, float[] D, int[] list, int n, float[] W, Rows w);
}
