package dev.rote.jvm;

import dev.rote.data.Batch;

/// Softmax cross-entropy of many examples, [Kernels#LANES] at a time, a lane each: ten classes do
/// not fill a vector, sixteen examples do. The same bits as [Loss], which has the formulas.
/// Confined to one thread.
final class CrossEntropy {
  private final Kernels kernels;
  private final int classes;
  private final float[] turned;
  private final float[] sums = new float[2 * Kernels.LANES];

  CrossEntropy(Kernels kernels, int classes) {
    this.kernels = kernels;
    this.classes = classes;
    turned = new float[Math.multiplyExact(classes, Kernels.LANES)];
  }

  /// Writes s times the gradients of some examples' logits, and their losses.
  ///
  /// @param D written, rows `from` to `to` − 1 of C columns
  /// @param F logits, read at the same places
  /// @param first number of the example in the batch that is row 0 here
  /// @param losses written at `from` to `to` − 1
  void gradient(
      float[] D,
      float[] F,
      int C,
      Batch batch,
      int first,
      int from,
      int to,
      float s,
      float[] losses) {
    int count;
    for (int b = from; b < to; b += count) {
      count = Math.min(Kernels.LANES, to - b);
      kernels.transpose(turned, 0, Kernels.LANES, F, b * C, C, count, classes);
      kernels.softmax(turned, classes, sums);
      kernels.transpose(D, b * C, C, turned, 0, Kernels.LANES, classes, count);
      for (int lane = 0; lane < count; lane++) {
        int at = (b + lane) * C + batch.label(first + b + lane);
        D[at] -= 1;
        losses[b + lane] = Loss.crossEntropy(F[at], sums[Kernels.LANES + lane], sums[lane]);
      }
    }
    kernels.scale(D, s, from * C, to * C);
  }
}
