package dev.rote.audit;

import dev.rote.data.Dataset;
import java.util.Arrays;

/// Finds examples that are all but the same.
///
/// Two pictures are near copies if, each brought to mean 0 and deviation 1, the root mean square of
/// their differences is at most 0.1; that is a correlation of 0.995 or more, whatever their
/// brightness and contrast. Two rows of a table are, if in units of the columns' deviations over
/// the training split it is at most 0.01; a category that differs is then always too much. Pictures
/// of one shade, and tables with fewer than four columns of more than two values, have none: there
/// examples are alike by chance. Copies that were moved, turned or cut otherwise are not found.
///
/// Every such pair is found, and no other. O(n) memory.
/*
 * A projection never lengthens a difference. So the examples are laid into cells by their second and third
 * coordinate and sorted by the first, and each is compared with those of its cell and of the cells beside it
 * that are within the radius by the first: by ten coordinates all at once, by the others one after the other,
 * and by all its numbers only if these leave it possible. Pairs known to be of one group are passed over, so
 * data that are all alike are not compared in full. What is found does not depend on how the work is shared out.
 */
final class NearCopies {
  private static final double OF_PICTURES = 0.1;
  private static final double OF_ROWS = 0.01;
  private static final int FEWEST_COLUMNS = 4;
  private static final int SAMPLE = 300;

  /// Coordinates that all pairs are compared by, an even number.
  private static final int QUICK = 10;

  /// What rounding of coordinates to float may add to a distance.
  private static final double SLACK = 1e-4;

  private final Dataset train;
  private final Dataset heldOut;
  private final boolean pictures;
  private final double radius;
  private final double[] deviations;

  /// Both splits, training examples first.
  NearCopies(Dataset train, Dataset heldOut) {
    this.train = train;
    this.heldOut = heldOut;
    pictures = train.pictures();
    radius = pictures ? OF_PICTURES : OF_ROWS;
    deviations = pictures ? new double[0] : deviations();
  }

  /// Joins the groups of near copies; of examples that are of one group already, one is enough.
  void join(Groups groups) {
    if (!pictures && measured() < FEWEST_COLUMNS) {
      return;
    }
    int n = train.size() + heldOut.size();
    float[][] coordinates = new float[Projection.COORDINATES][n];
    boolean[] taken = new boolean[n];
    Projection projection = projection();
    Side.bySide(n, (from, to) -> project(projection, groups, coordinates, taken, from, to));
    long[] keys = new long[n];
    int kept = 0;
    for (int i = 0; i < n; i++) {
      if (taken[i]) {
        keys[kept++] = (long) sortable(coordinates[0][i]) << 32 | i;
      }
    }
    Arrays.sort(keys, 0, kept);
    int[] byFirst = new int[kept];
    for (int a = 0; a < kept; a++) {
      byFirst[a] = (int) keys[a];
    }
    float[][] across = {coordinates[1], coordinates[2]};
    Cells cells = Cells.of(byFirst, across, (float) (radius + SLACK));
    for (int k = 0; k < coordinates.length; k++) {
      coordinates[k] = inOrder(coordinates[k], cells.order());
    }
    int[] before = groups.all();
    Side.bySide(
        kept,
        (from, to) -> {
          Groups found = new Groups(before);
          new Scan(cells, coordinates, found).all(from, to);
          synchronized (groups) {
            groups.join(found);
          }
        });
  }

  private Projection projection() {
    double[][] sample = new double[Math.min(SAMPLE, train.size())][train.features()];
    View view = new View();
    for (int s = 0; s < sample.length; s++) {
      view.see((int) ((long) s * train.size() / sample.length), sample[s]);
    }
    return new Projection(train, sample);
  }

  private void project(
      Projection projection,
      Groups groups,
      float[][] coordinates,
      boolean[] taken,
      int from,
      int to) {
    View view = new View();
    double[] seen = new double[train.features()];
    double[] scratch = projection.scratch();
    for (int i = from; i < to; i++) {
      taken[i] = groups.isFirst(i) && view.see(i, seen);
      if (taken[i]) {
        projection.write(coordinates, i, seen, scratch);
      }
    }
  }

  private static float[] inOrder(float[] values, int[] order) {
    float[] sorted = new float[order.length];
    for (int a = 0; a < order.length; a++) {
      sorted[a] = values[order[a]];
    }
    return sorted;
  }

  /// Whole numbers in the order of the floats.
  private static int sortable(float value) {
    int bits = Float.floatToIntBits(value);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  /// Examples as they are laid out, and room for one of them beside the others.
  private final class Scan {
    private final Cells cells;
    private final int[] order;
    private final float[][] sorted;
    private final Groups groups;
    private final double reach = radius + SLACK;
    private final float most = (float) (reach * reach);
    private final float[] distances;
    private final int[] places;
    private final View view = new View();
    private final double[] one = new double[train.features()];
    private final double[] other = new double[train.features()];
    private int read = -1;

    /// @param sorted coordinates, in the order of the examples
    Scan(Cells cells, float[][] sorted, Groups groups) {
      this.cells = cells;
      this.order = cells.order();
      this.sorted = sorted;
      this.groups = groups;
      distances = new float[order.length];
      places = new int[order.length];
    }

    /// Compares the examples at some places with those after them.
    void all(int from, int to) {
      for (int cell = 0; cell < cells.count(); cell++) {
        int start = cells.start(cell);
        int end = cells.start(cell + 1);
        int first = Math.max(from, start);
        int last = Math.min(to, end);
        if (first < last) {
          compare(first, last, start, end);
          for (int next : cells.beside(cell)) {
            compare(first, last, cells.start(next), cells.start(next + 1));
          }
        }
      }
    }

    /// Compares examples of one cell with those of a cell that is the same or comes later. Both are
    /// in the order of the first coordinate, so what is within reach by it moves on with them.
    private void compare(int first, int last, int start, int end) {
      int low = start;
      int high = start;
      for (int a = first; a < last; a++) {
        double here = sorted[0][a];
        while (low < end && (low <= a || sorted[0][low] < here - reach)) {
          low++;
        }
        high = Math.max(low, high);
        while (high < end && sorted[0][high] <= here + reach) {
          high++;
        }
        near(a, low, high);
      }
    }

    private void near(int a, int from, int to) {
      Projection.measure(distances, sorted, QUICK, a, from, to);
      int found = within(most, distances, from, to, places);
      for (int p = 0; p < found; p++) {
        if (mayBeNear(a, places[p])) {
          compare(a, places[p]);
        }
      }
    }

    private boolean mayBeNear(int a, int b) {
      float sum = distances[b];
      for (int k = QUICK; k < sorted.length && sum <= most; k++) {
        float difference = sorted[k][a] - sorted[k][b];
        sum += difference * difference;
      }
      return sum <= most;
    }

    private void compare(int a, int b) {
      int i = order[a];
      int j = order[b];
      if (groups.of(i) == groups.of(j)) {
        return;
      }
      if (read != i) {
        view.see(i, one);
        read = i;
      }
      view.see(j, other);
      if (distance(one, other) <= radius * radius) {
        groups.join(i, j);
      }
    }
  }

  /// Writes down where a distance is small enough, without a branch that is hard to foresee.
  ///
  /// @param places written, as many as is returned and one more
  private static int within(float most, float[] distances, int from, int to, int[] places) {
    int found = 0;
    for (int b = from; b < to; b++) {
      places[found] = b;
      found += distances[b] <= most ? 1 : 0;
    }
    return found;
  }

  /// Squared; if it is more than the radius's, perhaps of the first numbers alone.
  private double distance(double[] one, double[] other) {
    double sum = 0;
    for (int from = 0; from < one.length && sum <= radius * radius; from += 64) {
      int to = Math.min(one.length, from + 64);
      double even = 0;
      double odd = 0;
      int k = from;
      for (; k + 1 < to; k += 2) {
        even += (one[k] - other[k]) * (one[k] - other[k]);
        odd += (one[k + 1] - other[k + 1]) * (one[k + 1] - other[k + 1]);
      }
      if (k < to) {
        even += (one[k] - other[k]) * (one[k] - other[k]);
      }
      sum += even + odd;
    }
    return sum;
  }

  /// How examples are seen. Confined to one thread.
  private final class View {
    private final float[] numbers = new float[train.features()];
    private final double[] ones = new double[numbers.length];

    View() {
      Arrays.fill(ones, 1);
    }

    /// Writes an example in units in which the distance of two is the root mean square of their
    /// differences.
    ///
    /// @return whether it can have near copies
    boolean see(int example, double[] seen) {
      read(example, numbers);
      if (!pictures) {
        double root = Math.sqrt(seen.length);
        for (int k = 0; k < seen.length; k++) {
          seen[k] = numbers[k] / deviations[k] / root;
        }
        return true;
      }
      for (int k = 0; k < seen.length; k++) {
        seen[k] = numbers[k];
      }
      double mean = Projection.dot(seen, ones) / seen.length;
      for (int k = 0; k < seen.length; k++) {
        seen[k] -= mean;
      }
      double squares = Projection.dot(seen, seen);
      double scale = squares > 0 ? 1 / Math.sqrt(squares) : 1;
      for (int k = 0; k < seen.length; k++) {
        seen[k] *= scale;
      }
      return squares > 0;
    }
  }

  private void read(int example, float[] numbers) {
    if (example < train.size()) {
      train.copyTo(example, numbers, 0);
    } else {
      heldOut.copyTo(example - train.size(), numbers, 0);
    }
  }

  /// Of each column of the training split; that of one value counts as tiny, so that any difference
  /// in it is too much.
  private double[] deviations() {
    int n = train.size();
    float[] numbers = new float[train.features()];
    double[] sums = new double[numbers.length];
    double[] squares = new double[numbers.length];
    for (int i = 0; i < n; i++) {
      read(i, numbers);
      for (int k = 0; k < numbers.length; k++) {
        sums[k] += numbers[k];
        squares[k] += (double) numbers[k] * numbers[k];
      }
    }
    for (int k = 0; k < numbers.length; k++) {
      double mean = sums[k] / n;
      squares[k] = Math.sqrt(Math.max(1e-12, squares[k] / n - mean * mean));
    }
    return squares;
  }

  /// Columns with more than two values in the training split.
  private int measured() {
    float[] numbers = new float[train.features()];
    read(0, numbers);
    float[] first = numbers.clone();
    float[] second = first.clone();
    boolean[] third = new boolean[first.length];
    for (int i = 1; i < train.size(); i++) {
      read(i, numbers);
      for (int k = 0; k < numbers.length; k++) {
        if (numbers[k] != first[k] && second[k] == first[k]) {
          second[k] = numbers[k];
        }
        third[k] |= numbers[k] != first[k] && numbers[k] != second[k];
      }
    }
    int measured = 0;
    for (boolean more : third) {
      measured += more ? 1 : 0;
    }
    return measured;
  }
}
