package dev.rote.report;

import dev.rote.fault.RoteException;
import java.util.List;

/// How often examples of each given class were taken for each class.
///
/// Confined to one thread while it is filled.
public final class ConfusionMatrix {
  private final List<String> classNames;
  private final long[][] counts;

  /// An empty matrix.
  ///
  /// @param classNames one name a class, in the order of the class indices
  public ConfusionMatrix(List<String> classNames) {
    this.classNames = List.copyOf(classNames);
    counts = new long[classNames.size()][classNames.size()];
  }

  /// Counts one example.
  ///
  /// @param given class index of its label
  /// @param predicted class index of the answer
  /// @throws RoteException if either is no class
  public void add(int given, int predicted) {
    requireClass(given);
    requireClass(predicted);
    counts[given][predicted]++;
  }

  private void requireClass(int index) {
    if (index < 0 || index >= classes()) {
      throw new RoteException(
          "confusion matrix",
          "classes from 0 to " + (classes() - 1),
          "" + index,
          "name every class of the data set");
    }
  }

  /// Number of classes.
  public int classes() {
    return classNames.size();
  }

  public List<String> classNames() {
    return classNames;
  }

  /// Examples labelled `given` that were taken for `predicted`.
  public long count(int given, int predicted) {
    return counts[given][predicted];
  }

  /// Examples labelled `given`.
  public long total(int given) {
    long total = 0;
    for (long count : counts[given]) {
      total += count;
    }
    return total;
  }

  /// All examples.
  public long total() {
    long total = 0;
    for (int given = 0; given < classes(); given++) {
      total += total(given);
    }
    return total;
  }

  /// A row to each pair of classes: given, predicted, and how often.
  public String csv() {
    StringBuilder csv = new StringBuilder("given,predicted,count\n");
    for (int given = 0; given < classes(); given++) {
      for (int predicted = 0; predicted < classes(); predicted++) {
        csv.append(Figure.quoted(classNames.get(given))).append(',');
        csv.append(Figure.quoted(classNames.get(predicted))).append(',');
        csv.append(count(given, predicted)).append('\n');
      }
    }
    return csv.toString();
  }

  /// Share of the examples labelled `given` that were taken for it, 0 to 1; NaN if there are none.
  public double accuracy(int given) {
    return (double) counts[given][given] / total(given);
  }

  /// Share of right answers among all examples, 0 to 1; NaN if there are none.
  public double accuracy() {
    long right = 0;
    for (int given = 0; given < classes(); given++) {
      right += counts[given][given];
    }
    return (double) right / total();
  }
}
