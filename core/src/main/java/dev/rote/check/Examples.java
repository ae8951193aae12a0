package dev.rote.check;

import dev.rote.data.Batch;
import dev.rote.fault.RoteException;

/// B labelled examples in double, as the reference reads them. Immutable as long as nobody writes
/// to the array that [#x] hands out.
public final class Examples {
  private final double[] x;
  private final int[] labels;

  private Examples(double[] x, int[] labels) {
    this.x = x;
    this.labels = labels;
  }

  /// Examples given as rows.
  ///
  /// @param rows B examples of I numbers each; copied
  /// @param labels their B classes, 0 or more; copied
  /// @throws RoteException if there is no example, a row has another width than the first, the
  ///     counts differ or a label is negative
  public static Examples of(double[][] rows, int[] labels) {
    String counts = rows.length + " rows and " + labels.length + " labels";
    require(rows.length > 0 && rows.length == labels.length, "one label for each row", counts);
    int features = rows[0].length;
    require(features > 0, "rows of one number or more", "an empty row");
    require((long) rows.length * features < Integer.MAX_VALUE, "fewer numbers", counts);
    double[] x = new double[rows.length * features];
    for (int b = 0; b < rows.length; b++) {
      require(rows[b].length == features, features + " numbers", rows[b].length + " in row " + b);
      require(labels[b] >= 0, "labels of 0 or more", labels[b] + " in row " + b);
      System.arraycopy(rows[b], 0, x, b * features, features);
    }
    return new Examples(x, labels.clone());
  }

  /// The examples where a window stands, as a network sees them.
  ///
  /// @param batch with at least one example: [Batch#next] must have said so
  /// @throws RoteException if the window stands before the first batch or after the last
  public static Examples of(Batch batch) {
    require(batch.size() > 0, "a batch of 1 or more", "an empty batch");
    int features = batch.data().features();
    require((long) batch.size() * features < Integer.MAX_VALUE, "a smaller batch", "too many");
    float[] row = new float[features];
    double[] x = new double[batch.size() * features];
    int[] labels = new int[batch.size()];
    for (int b = 0; b < labels.length; b++) {
      batch.data().copyTo(batch.example(b), row, 0);
      for (int i = 0; i < features; i++) {
        x[b * features + i] = row[i];
      }
      labels[b] = batch.label(b);
    }
    return new Examples(x, labels);
  }

  private static void require(boolean holds, String expected, String found) {
    if (!holds) {
      throw new RoteException("examples to check with", expected, found, "correct the examples");
    }
  }

  /// Number of examples, B.
  public int size() {
    return labels.length;
  }

  /// Width of one example, I.
  public int features() {
    return x.length / labels.length;
  }

  /// The numbers themselves, B × I, example by example; only to be read.
  public double[] x() {
    return x;
  }

  /// The class of row b.
  public int label(int b) {
    return labels[b];
  }
}
