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
 * A projection on orthonormal directions never lengthens a difference. So the examples are laid into
 * cells by their second and third principal component and sorted by the first, and each is compared
 * with those of its cell and of the cells beside it that are within the radius by the first: by ten
 * components all at once, by the others one after the other, and by all its numbers only if these
 * leave it possible. Components come from a sample by power iteration; poor ones would cost time, not
 * pairs. Of 60,000 + 10,000 pictures of Fashion-MNIST about 100,000 pairs are compared by all numbers:
 * 1.5 seconds of one core. Pairs known to be of one group are passed over, so data that are all
 * alike are not compared in full.
 */
final class NearCopies {
  private static final double OF_PICTURES = 0.1;
  private static final double OF_ROWS = 0.01;
  private static final int FEWEST_COLUMNS = 4;
  private static final int SAMPLE = 300;
  private static final int DIRECTIONS = 24;

  /// Of them, those that all pairs are compared by.
  private static final int QUICK = 10;

  private static final int ITERATIONS = 8;

  /// What rounding of coordinates to float may add to a distance.
  private static final double SLACK = 1e-4;

  private final Dataset train;
  private final Dataset heldOut;
  private final boolean pictures;
  private final double radius;
  private final double[] deviations;
  private final float[] numbers;

  /// Both splits, training examples first.
  NearCopies(Dataset train, Dataset heldOut) {
    this.train = train;
    this.heldOut = heldOut;
    pictures = train.pictures();
    radius = pictures ? OF_PICTURES : OF_ROWS;
    numbers = new float[train.features()];
    deviations = pictures ? new double[0] : deviations();
  }

  /// Joins the groups of near copies; of examples that are of one group already, one is enough.
  void join(Groups groups) {
    if (!pictures && measured() < FEWEST_COLUMNS) {
      return;
    }
    double[][] directions = directions();
    int n = train.size() + heldOut.size();
    float[][] coordinates = new float[directions.length][n];
    double[] seen = new double[train.features()];
    long[] keys = new long[n];
    int kept = 0;
    for (int i = 0; i < n; i++) {
      if (groups.of(i) == i && see(i, seen)) {
        for (int k = 0; k < directions.length; k++) {
          coordinates[k][i] = (float) dot(directions[k], seen);
        }
        keys[kept++] = (long) sortable(directions.length == 0 ? 0 : coordinates[0][i]) << 32 | i;
      }
    }
    Arrays.sort(keys, 0, kept);
    int[] byFirst = new int[kept];
    for (int a = 0; a < kept; a++) {
      byFirst[a] = (int) keys[a];
    }
    int found = directions.length;
    float[][] across = Arrays.copyOfRange(coordinates, Math.min(1, found), Math.min(3, found));
    Cells cells = Cells.of(byFirst, across, (float) (radius + SLACK));
    for (int k = 0; k < directions.length; k++) {
      coordinates[k] = inOrder(coordinates[k], cells.order());
    }
    new Scan(cells.order(), coordinates, groups).all(cells);
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
    private final int[] order;
    private final float[][] sorted;
    private final Groups groups;
    private final float most = (float) ((radius + SLACK) * (radius + SLACK));
    private final float[] distances;
    private final double[] one = new double[numbers.length];
    private final double[] other = new double[numbers.length];
    private int read = -1;

    /// @param sorted coordinates, in the order of the examples
    Scan(int[] order, float[][] sorted, Groups groups) {
      this.order = order;
      this.sorted = sorted;
      this.groups = groups;
      distances = new float[order.length];
    }

    void all(Cells cells) {
      for (int cell = 0; cell < cells.count(); cell++) {
        int[] beside = cells.beside(cell);
        int end = cells.start(cell + 1);
        for (int a = cells.start(cell); a < end; a++) {
          compare(a, a + 1, end);
          for (int next : beside) {
            compare(a, cells.start(next), cells.start(next + 1));
          }
        }
      }
    }

    /// Compares one example with those of a part of one cell.
    private void compare(int a, int from, int to) {
      int begin = place(from, to, a, -(radius + SLACK));
      int end = place(begin, to, a, radius + SLACK);
      Arrays.fill(distances, begin, end, 0);
      int quick = Math.min(QUICK, sorted.length);
      for (int k = 0; k < quick; k++) {
        add(sorted[k], sorted[k][a], distances, begin, end);
      }
      for (int b = begin; b < end; b++) {
        if (distances[b] <= most && mayBeNear(a, b)) {
          compare(a, b);
        }
      }
    }

    /// The first of a part of one cell whose first coordinate is larger by more than `step`.
    private int place(int from, int to, int a, double step) {
      if (sorted.length == 0) {
        return step < 0 ? from : to;
      }
      double limit = sorted[0][a] + step;
      int low = from;
      int high = to;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (sorted[0][middle] > limit) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
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
        see(i, one);
        read = i;
      }
      see(j, other);
      if (distance(one, other) <= radius * radius) {
        groups.join(i, j);
      }
    }
  }

  private static void add(float[] coordinate, float here, float[] distances, int from, int to) {
    for (int b = from; b < to; b++) {
      float difference = coordinate[b] - here;
      distances[b] += difference * difference;
    }
  }

  /// Squared.
  private static double distance(double[] one, double[] other) {
    double sum = 0;
    for (int k = 0; k < one.length; k++) {
      sum += (one[k] - other[k]) * (one[k] - other[k]);
    }
    return sum;
  }

  /// In four sums, so that no addition waits for the one before.
  private static double dot(double[] one, double[] other) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int k = 0;
    for (; k + 3 < one.length; k += 4) {
      first += one[k] * other[k];
      second += one[k + 1] * other[k + 1];
      third += one[k + 2] * other[k + 2];
      fourth += one[k + 3] * other[k + 3];
    }
    for (; k < one.length; k++) {
      first += one[k] * other[k];
    }
    return first + second + (third + fourth);
  }

  /// An example in units in which the distance of two is the root mean square of their differences.
  ///
  /// @return whether it can have near copies
  private boolean see(int example, double[] seen) {
    read(example);
    double root = Math.sqrt(seen.length);
    if (!pictures) {
      for (int k = 0; k < seen.length; k++) {
        seen[k] = numbers[k] / deviations[k] / root;
      }
      return true;
    }
    double mean = 0;
    for (float number : numbers) {
      mean += number;
    }
    mean /= seen.length;
    double squares = 0;
    for (int k = 0; k < seen.length; k++) {
      seen[k] = numbers[k] - mean;
      squares += seen[k] * seen[k];
    }
    for (int k = 0; k < seen.length && squares > 0; k++) {
      seen[k] /= Math.sqrt(squares);
    }
    return squares > 0;
  }

  private void read(int example) {
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
    double[] sums = new double[numbers.length];
    double[] squares = new double[numbers.length];
    for (int i = 0; i < n; i++) {
      read(i);
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
    read(0);
    float[] first = numbers.clone();
    float[] second = first.clone();
    boolean[] third = new boolean[first.length];
    for (int i = 1; i < train.size(); i++) {
      read(i);
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

  /// Orthonormal, the first ones along which a sample varies most; fewer than 24 if it has no
  /// more.
  private double[][] directions() {
    int size = Math.min(SAMPLE, train.size());
    int width = train.features();
    double[][] sample = new double[size][width];
    double[] mean = new double[width];
    for (int s = 0; s < size; s++) {
      see((int) ((long) s * train.size() / size), sample[s]);
      for (int k = 0; k < width; k++) {
        mean[k] += sample[s][k] / size;
      }
    }
    for (double[] row : sample) {
      for (int k = 0; k < width; k++) {
        row[k] -= mean[k];
      }
    }
    double[][] directions = new double[Math.min(DIRECTIONS, width)][];
    int found = 0;
    while (found < directions.length) {
      double[] direction = direction(sample, Arrays.copyOf(directions, found));
      if (direction.length == 0) {
        break;
      }
      directions[found++] = direction;
    }
    return Arrays.copyOf(directions, found);
  }

  /// The next one, or an array of length 0 if the sample lies in those found.
  private static double[] direction(double[][] sample, double[][] found) {
    double[] direction = new double[0];
    double longest = 1e-9;
    for (double[] row : sample) {
      double[] rest = row.clone();
      double length = orthogonal(rest, found);
      if (length > longest) {
        longest = length;
        direction = rest;
      }
    }
    for (int iteration = 0; iteration < ITERATIONS && direction.length > 0; iteration++) {
      double[] next = new double[direction.length];
      for (double[] row : sample) {
        double along = dot(row, direction);
        for (int k = 0; k < next.length; k++) {
          next[k] += along * row[k];
        }
      }
      orthogonal(next, found);
      direction = next;
    }
    return direction;
  }

  /// Takes away what lies along `found`, twice against rounding, and brings the rest to length 1.
  ///
  /// @return the length it had
  private static double orthogonal(double[] vector, double[][] found) {
    for (int pass = 0; pass < 2; pass++) {
      for (double[] one : found) {
        double along = dot(vector, one);
        for (int k = 0; k < vector.length; k++) {
          vector[k] -= along * one[k];
        }
      }
    }
    double length = Math.sqrt(dot(vector, vector));
    for (int k = 0; k < vector.length && length > 0; k++) {
      vector[k] /= length;
    }
    return length;
  }
}
