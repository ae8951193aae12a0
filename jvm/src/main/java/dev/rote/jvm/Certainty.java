package dev.rote.jvm;

import dev.rote.data.Batch;
import dev.rote.engine.Logits;
import dev.rote.engine.Scores;
import java.util.Arrays;

/// What a network made of many examples, [Kernels#LANES] at a time, a lane each. The same bits as
/// [Logits] and the softmax of [Loss], which have the formulas. Confined to one thread.
/*
 * The largest other logit is the largest of all once the label's is put out of the way. Where the label's
 * is larger still it is the answer; only other examples are searched for theirs.
 */
final class Certainty {
  private final Kernels kernels;
  private final int classes;
  private final float[] turned;
  private final float[] sums = new float[2 * Kernels.LANES];
  private final int[] places = new int[Kernels.LANES];
  private final float[] own = new float[Kernels.LANES];
  private final float[] others = new float[Kernels.LANES];
  private final float[] squares = new float[Kernels.LANES];

  Certainty(Kernels kernels, int classes) {
    this.kernels = kernels;
    this.classes = classes;
    turned = new float[Math.multiplyExact(classes, Kernels.LANES)];
  }

  /// Writes what became of the examples of a part of a batch.
  ///
  /// @param scores written, rows `first` to `first + rows` − 1
  /// @param F logits, read from 0 on, C columns to a row
  /// @param losses one for each row
  void write(Scores scores, float[] F, int C, Batch batch, int first, int rows, float[] losses) {
    int count;
    for (int b = 0; b < rows; b += count) {
      count = Math.min(Kernels.LANES, rows - b);
      kernels.transpose(turned, 0, Kernels.LANES, F, b * C, C, count, classes);
      for (int lane = 0; lane < count; lane++) {
        places[lane] = batch.label(first + b + lane) * Kernels.LANES + lane;
      }
      margins(count);
      for (int lane = 0; lane < count; lane++) {
        int row = b + lane;
        float margin = classes == 1 ? 0 : own[lane] - others[lane];
        int answer = margin > 0 ? batch.label(first + row) : Logits.largest(F, row * C, classes);
        scores.set(first + row, losses[row], margin, answer);
      }
      kernels.softmax(turned, classes, sums);
      distances(count);
      for (int lane = 0; lane < count; lane++) {
        scores.setCertainty(first + b + lane, own[lane], (float) Math.sqrt(squares[lane]));
      }
    }
  }

  /// The label's logits, and the largest of the others.
  private void margins(int count) {
    for (int lane = 0; lane < count; lane++) {
      own[lane] = turned[places[lane]];
      turned[places[lane]] = Float.NEGATIVE_INFINITY;
    }
    Arrays.fill(others, Float.NEGATIVE_INFINITY);
    for (int k = 0; k < classes; k++) {
      for (int lane = 0; lane < Kernels.LANES; lane++) {
        others[lane] = Math.max(others[lane], turned[k * Kernels.LANES + lane]);
      }
    }
    for (int lane = 0; lane < count; lane++) {
      turned[places[lane]] = own[lane];
    }
  }

  /// The label's probabilities p_y, and ‖p − e_y‖².
  private void distances(int count) {
    for (int lane = 0; lane < count; lane++) {
      own[lane] = turned[places[lane]];
      turned[places[lane]] = own[lane] - 1;
    }
    Arrays.fill(squares, 0);
    for (int k = 0; k < classes; k++) {
      for (int lane = 0; lane < Kernels.LANES; lane++) {
        float error = turned[k * Kernels.LANES + lane];
        squares[lane] = Fma.of(error, error, squares[lane]);
      }
    }
  }
}
