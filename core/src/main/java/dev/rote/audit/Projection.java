package dev.rote.audit;

import dev.rote.data.Dataset;
import java.util.Arrays;

/// A map of vectors to few coordinates that never brings two farther apart than they are, and
/// nearly as far where they differ as those of a sample do.
///
/// Immutable once made, so safe to share; what it writes on is the caller's.
/*
 * First a picture becomes at most 8 × 8 patches, a table stays as it is. With each patch's sum over the root
 * of its size, that is a projection on orthonormal directions. Then come the principal components of a sample
 * of those, by power iteration; poor ones would bring some vectors too near, never too far. The last coordinate
 * is the length of all that the others leave out: lengths differ by no more than vectors do.
 */
final class Projection {
  /// Coordinates: 25 components and a length.
  static final int COORDINATES = 26;

  private static final int PATCHES_ACROSS = 8;
  private static final int ITERATIONS = 8;

  /// Where each run of features of one patch begins, the end last, and its patch.
  private final int[] starts;

  private final int[] patches;
  private final double[] weights;
  private final double[] mean;
  private final double[][] directions;

  /// @param data whose examples the vectors are
  /// @param sample some of them
  Projection(Dataset data, double[][] sample) {
    int columns = data.pictures() ? data.shape().columns() : data.features();
    int rows = data.features() / columns;
    int side = data.pictures() ? Math.ceilDiv(Math.max(rows, columns), PATCHES_ACROSS) : 1;
    int across = Math.ceilDiv(columns, side);
    starts = new int[rows * across + 1];
    patches = new int[rows * across];
    for (int r = 0; r < patches.length; r++) {
      starts[r] = r / across * columns + r % across * side;
      patches[r] = r / across / side * across + r % across;
    }
    starts[patches.length] = data.features();
    weights = new double[Math.ceilDiv(rows, side) * across];
    for (int r = 0; r < patches.length; r++) {
      weights[patches[r]] += starts[r + 1] - starts[r];
    }
    Arrays.setAll(weights, p -> 1 / Math.sqrt(weights[p]));
    double[][] few = new double[sample.length][weights.length];
    mean = new double[weights.length];
    for (int s = 0; s < sample.length; s++) {
      sum(sample[s], few[s]);
      for (int p = 0; p < mean.length; p++) {
        mean[p] += few[s][p] / sample.length;
      }
    }
    for (double[] row : few) {
      add(row, -1, mean);
    }
    directions = components(few);
  }

  /// Of vectors that this takes, on the way to their coordinates.
  double[] scratch() {
    return new double[weights.length];
  }

  /// Writes the coordinates of a vector.
  ///
  /// @param coordinates written at `[k][at]`, [#COORDINATES] of them; 0 where the sample has fewer
  ///     components
  /// @param vector read
  /// @param scratch written, the caller's own
  void write(float[][] coordinates, int at, double[] vector, double[] scratch) {
    sum(vector, scratch);
    double rest = dot(vector, vector) - dot(scratch, scratch);
    add(scratch, -1, mean);
    rest += dot(scratch, scratch);
    for (int k = 0; k < directions.length; k++) {
      double along = dot(directions[k], scratch);
      coordinates[k][at] = (float) along;
      rest -= along * along;
    }
    coordinates[COORDINATES - 1][at] = (float) Math.sqrt(Math.max(0, rest));
  }

  /// Writes squared distances of one place from others by its first coordinates.
  ///
  /// @param distances written, from `from` to before `to`
  /// @param count of the coordinates, even
  static void measure(
      float[] distances, float[][] coordinates, int count, int place, int from, int to) {
    Arrays.fill(distances, from, to, 0);
    for (int k = 0; k < count; k += 2) {
      add(distances, coordinates[k], coordinates[k + 1], place, from, to);
    }
  }

  private static void add(
      float[] distances, float[] one, float[] other, int place, int from, int to) {
    float ofOne = one[place];
    float ofOther = other[place];
    for (int b = from; b < to; b++) {
      float first = one[b] - ofOne;
      float second = other[b] - ofOther;
      distances[b] += first * first + second * second;
    }
  }

  private void sum(double[] vector, double[] sums) {
    Arrays.fill(sums, 0);
    for (int r = 0; r < patches.length; r++) {
      double sum = 0;
      for (int k = starts[r]; k < starts[r + 1]; k++) {
        sum += vector[k];
      }
      sums[patches[r]] += sum;
    }
    for (int p = 0; p < sums.length; p++) {
      sums[p] *= weights[p];
    }
  }

  /// Orthonormal, along which the rows vary most; fewer if they vary along no more.
  ///
  /// @param rows taken apart
  private static double[][] components(double[][] rows) {
    double[][] found = new double[Math.min(COORDINATES - 1, rows[0].length)][];
    for (int count = 0; count < found.length; count++) {
      double[] direction = longest(rows);
      for (int iteration = 0; iteration < ITERATIONS; iteration++) {
        double[] next = new double[direction.length];
        for (double[] row : rows) {
          add(next, dot(row, direction), row);
        }
        if (!norm(next)) {
          return Arrays.copyOf(found, count);
        }
        direction = next;
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int before = 0; before < count; before++) {
          add(direction, -dot(direction, found[before]), found[before]);
        }
        norm(direction);
      }
      for (double[] row : rows) {
        add(row, -dot(row, direction), direction);
      }
      found[count] = direction;
    }
    return found;
  }

  private static double[] longest(double[][] rows) {
    double[] longest = rows[0];
    for (double[] row : rows) {
      longest = dot(row, row) > dot(longest, longest) ? row : longest;
    }
    return longest;
  }

  /// Brings a vector to length 1, if it is not all but 0.
  private static boolean norm(double[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    for (int k = 0; k < vector.length && length > 1e-18; k++) {
      vector[k] /= length;
    }
    return length > 1e-18;
  }

  private static void add(double[] to, double times, double[] vector) {
    for (int k = 0; k < to.length; k++) {
      to[k] += times * vector[k];
    }
  }

  /// In four sums, so that no addition waits for the one before.
  static double dot(double[] one, double[] other) {
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
}
