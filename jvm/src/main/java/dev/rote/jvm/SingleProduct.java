package dev.rote.jvm;

import dev.rote.jvm.Kernels.Rows;

/// The products of the engine for single examples: walks over the rows of a matrix whose factor is
/// not 0; see [Kernels] for letters and layouts.
interface SingleProduct {

  /// Inputs of a single example whose weights a first cache holds.
  int STRETCH = 96;

  /// Stretches of so many inputs.
  static int stretches(int inputs) {
    return (inputs + STRETCH - 1) / STRETCH;
  }

  /// Lists the inputs of one example that are not 0, rising.
  ///
  /// @param list written from 0 on; `count` and [Kernels#LANES] more elements of room
  /// @param bounds written: how many there are before input 0, [#STRETCH] and so on, and in all
  /// @param X read, elements 0 to `count` − 1
  /// @return how many there are
  int nonZeros(int[] list, int[] bounds, float[] X, int count);

  /// `Y_c ← Y_c + X_i W_ic` for one input after another of those listed, each rounded once: the
  /// forward pass of one example. From a Y of 0, [Kernels#add] of it gives the bits of
  /// [Product#accumulate]: a term that is 0 changes no sum.
  ///
  /// @param Y read and written, elements 0 to C − 1
  /// @param X read
  /// @param list inputs, read from `from` to `to` − 1
  /// @param W read; shape (I, C), in panels
  /// @param w all rows of W
  void forwardOne(float[] Y, float[] X, int[] list, int from, int to, float[] W, Rows w);

  /// `W_ic ← W_ic + X_i D_c`, rounded once, over the inputs listed: the update of one example.
  ///
  /// @param W read and written; shape (I, C), in panels
  /// @param w all rows of W
  /// @param list inputs, read from `from` to `to` − 1
  /// @param D read, elements 0 to C − 1
  void updateOne(float[] W, Rows w, float[] X, int[] list, int from, int to, float[] D);
}
