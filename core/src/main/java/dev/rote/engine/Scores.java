package dev.rote.engine;

/// Per-example results of a forward pass, one row each, in arrays that are used again and again.
///
/// Confined to one thread.
public final class Scores {
  private final float[] loss;
  private final float[] margin;
  private final int[] prediction;
  private final float[] probability;
  private final float[] distance;

  /// @param capacity rows, at least the batch it will be given with
  public Scores(int capacity) {
    loss = new float[capacity];
    margin = new float[capacity];
    prediction = new int[capacity];
    probability = new float[capacity];
    distance = new float[capacity];
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

  /// Written by engines, beside [#set].
  ///
  /// @param probability p_y, the softmax of the label's logit
  /// @param distance ‖p − e_y‖₂ from all probabilities p to the label's own, 0 to √2
  public void setCertainty(int row, float probability, float distance) {
    this.probability[row] = probability;
    this.distance[row] = distance;
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

  /// The softmax of the label's logit, whatever the objective.
  public float probability(int row) {
    return probability[row];
  }

  /// How far all probabilities are from the label's own: 0 if it is sure and right, √2 if sure and
  /// wrong.
  public float distance(int row) {
    return distance[row];
  }
}
