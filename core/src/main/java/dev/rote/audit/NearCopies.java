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
 * A projection on orthonormal directions never lengthens a difference. So the examples are sorted by
 * their first principal component, each is compared with those that follow within the radius, by the
 * first six components all at once, by the others one after the other, and by all its numbers only if
 * these leave it possible. Components come from a sample by power iteration; poor ones would cost
 * time, not pairs. Of 60,000 + 10,000 pictures of Fashion-MNIST 467 million pairs are compared by six
 * components and about 100,000 by all numbers: 3 seconds of one core. Pairs known to be of one group
 * are passed over, so data that are all alike are not compared in full.
 */
final class NearCopies {
  private static final double OF_PICTURES = 0.1;
  private static final double OF_ROWS = 0.01;
  private static final int FEWEST_COLUMNS = 4;
  private static final int SAMPLE = 1_000;
  private static final int DIRECTIONS = 24;

  /// Of them, those that all pairs are compared by.
  private static final int QUICK = 6;

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
    int[] order = new int[kept];
    for (int a = 0; a < kept; a++) {
      order[a] = (int) keys[a];
    }
    for (int k = 0; k < directions.length; k++) {
      coordinates[k] = inOrder(coordinates[k], order);
    }
    scan(order, coordinates, groups);
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

  private void scan(int[] order, float[][] sorted, Groups groups) {
    double[] one = new double[train.features()];
    double[] other = new double[train.features()];
    float[] distances = new float[order.length];
    float most = (float) ((radius + SLACK) * (radius + SLACK));
    for (int a = 0; a < order.length; a++) {
      int i = order[a];
      int end = end(sorted, a, order.length);
      Arrays.fill(distances, a + 1, end, 0);
      int quick = Math.min(QUICK, sorted.length);
      for (int k = 0; k < quick; k++) {
        add(sorted[k], sorted[k][a], distances, a + 1, end);
      }
      boolean read = false;
      for (int b = a + 1; b < end; b++) {
        if (distances[b] > most
            || !mayBeNear(sorted, a, b, distances[b], most)
            || groups.of(i) == groups.of(order[b])) {
          continue;
        }
        if (!read) {
          see(i, one);
          read = true;
        }
        see(order[b], other);
        if (distance(one, other) <= radius * radius) {
          groups.join(i, order[b]);
        }
      }
    }
  }

  /// Where the first coordinate becomes too large to be near that of `a`.
  private int end(float[][] sorted, int a, int size) {
    if (sorted.length == 0) {
      return size;
    }
    int end = a + 1;
    while (end < size && sorted[0][end] - sorted[0][a] <= radius + SLACK) {
      end++;
    }
    return end;
  }

  private static void add(float[] coordinate, float here, float[] distances, int from, int end) {
    for (int b = from; b < end; b++) {
      float difference = coordinate[b] - here;
      distances[b] += difference * difference;
    }
  }

  private static boolean mayBeNear(float[][] sorted, int a, int b, float distance, float most) {
    float sum = distance;
    for (int k = QUICK; k < sorted.length && sum <= most; k++) {
      float difference = sorted[k][a] - sorted[k][b];
      sum += difference * difference;
    }
    return sum <= most;
  }

  /// Squared.
  private static double distance(double[] one, double[] other) {
    double sum = 0;
    for (int k = 0; k < one.length; k++) {
      sum += (one[k] - other[k]) * (one[k] - other[k]);
    }
    return sum;
  }

  private static double dot(double[] one, double[] other) {
    double even = 0;
    double odd = 0;
    int k = 0;
    for (; k + 1 < one.length; k += 2) {
      even += one[k] * other[k];
      odd += one[k + 1] * other[k + 1];
    }
    return k < one.length ? even + odd + one[k] * other[k] : even + odd;
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
