package dev.rote.engine;

/// Per-example results of [Session#score], one row each, in arrays that are used again and again.
///
/// Confined to one thread.
public final class Scores {
  private final float[] loss;
  private final float[] margin;
  private final int[] prediction;

  /// @param capacity rows, at least the batch it will be given with
  public Scores(int capacity) {
    loss = new float[capacity];
    margin = new float[capacity];
    prediction = new int[capacity];
  }

  /// Written by engines.
  ///
  /// @param row of the batch
  /// @param loss of the example, by the job's objective
  /// @param margin the label's logit minus the largest other logit; 0 if there is only one class
  /// @param prediction index of the largest logit, the first of equals
  public void set(int row, float loss, float margin, int prediction) {
    this.loss[row] = loss;
    this.margin[row] = margin;
    this.prediction[row] = prediction;
  }

  public float loss(int row) {
    return loss[row];
  }

  /// Positive if the answer is right, and the more the surer.
  public float margin(int row) {
    return margin[row];
  }

  public int prediction(int row) {
    return prediction[row];
  }
}
