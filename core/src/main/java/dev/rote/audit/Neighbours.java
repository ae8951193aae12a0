package dev.rote.audit;

import dev.rote.data.Dataset;
import java.util.Arrays;

/// The examples nearest to another: with the smallest sum of squared differences of their bytes, of
/// equal ones those that come first. Exact, and safe to ask from several threads.
/*
 * A projection never lengthens a difference. So those that look nearest by it say how far the nearest can be at
 * most, and only what it does not bring farther than that is compared by all its bytes.
 */
final class Neighbours {
  private static final int SAMPLE = 300;

  /// What rounding of coordinates to float may add to a distance in units of a byte: 0.01 where
  /// pictures have 10,000 pixels.
  private static final double SLACK = 1;

  /// Bytes between two looks at whether a distance is large enough.
  private static final int PIECE = 64;

  private final Dataset data;
  private final float[][] coordinates;

  Neighbours(Dataset data) {
    this.data = data;
    coordinates = new float[Projection.COORDINATES][data.size()];
    double[][] sample = new double[Math.min(SAMPLE, data.size())][data.features()];
    byte[] row = new byte[data.features()];
    for (int s = 0; s < sample.length; s++) {
      see((int) ((long) s * data.size() / sample.length), row, sample[s]);
    }
    Projection projection = new Projection(data, sample);
    Side.bySide(data.size(), (from, to) -> project(projection, from, to));
  }

  private void project(Projection projection, int from, int to) {
    byte[] row = new byte[data.features()];
    double[] seen = new double[row.length];
    double[] scratch = projection.scratch();
    for (int i = from; i < to; i++) {
      see(i, row, seen);
      projection.write(coordinates, i, seen, scratch);
    }
  }

  private void see(int example, byte[] row, double[] seen) {
    data.copyTo(example, row, 0);
    for (int k = 0; k < row.length; k++) {
      seen[k] = row[k] & 0xFF;
    }
  }

  /// The nearest of all others, the nearest first.
  ///
  /// @param count how many, if there are as many others
  int[] of(int example, int count) {
    int n = data.size();
    float[] bounds = new float[n];
    Projection.measure(bounds, coordinates, Projection.COORDINATES, example, 0, n);
    bounds[example] = Float.POSITIVE_INFINITY;
    Nearest seeming = new Nearest(Math.min(count, n - 1), Long.MAX_VALUE);
    for (int j = 0; j < n; j++) {
      seeming.offer(j, (long) bounds[j]);
    }
    Bytes bytes = new Bytes(example);
    long most = 0;
    for (int j : seeming.examples) {
      most = Math.max(most, bytes.distance(j, Long.MAX_VALUE));
    }
    Nearest nearest = new Nearest(seeming.examples.length, most + 1);
    for (int j = 0; j < n; j++) {
      if (bounds[j] <= nearest.reach) {
        nearest.offer(j, bytes.distance(j, nearest.least()));
      }
    }
    return nearest.examples;
  }

  /// The examples with the smallest distances so far.
  private static final class Nearest {
    private final int[] examples;
    private final long[] distances;

    /// What a bound on a squared distance that still counts may be.
    private double reach;

    /// @param below all squared distances that count are
    Nearest(int count, long below) {
      examples = new int[count];
      distances = new long[count];
      Arrays.fill(distances, below);
      look();
    }

    /// No distance from this on counts.
    long least() {
      return distances[distances.length - 1];
    }

    private void look() {
      double farthest = Math.sqrt((double) least()) + SLACK;
      reach = farthest * farthest;
    }

    /// Takes an example that comes after all those taken, if its distance counts.
    void offer(int example, long distance) {
      if (distance >= least()) {
        return;
      }
      int at = examples.length - 1;
      for (; at > 0 && distances[at - 1] > distance; at--) {
        distances[at] = distances[at - 1];
        examples[at] = examples[at - 1];
      }
      distances[at] = distance;
      examples[at] = example;
      look();
    }
  }

  /// One example beside others.
  private final class Bytes {
    private final byte[] one = new byte[data.features()];
    private final byte[] other = new byte[data.features()];

    Bytes(int example) {
      data.copyTo(example, one, 0);
    }

    /// The sum of squared differences, or a number below it that is `enough` or more.
    long distance(int example, long enough) {
      data.copyTo(example, other, 0);
      long sum = 0;
      for (int from = 0; from < one.length && sum < enough; from += PIECE) {
        int piece = 0;
        for (int end = Math.min(one.length, from + PIECE), k = from; k < end; k++) {
          int difference = (one[k] & 0xFF) - (other[k] & 0xFF);
          piece += difference * difference;
        }
        sum += piece;
      }
      return sum;
    }
  }
}
