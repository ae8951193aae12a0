package dev.rote.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Finite numbers, column by column shifted and stretched: tables.
final class RealFeatures implements Features {

  /// Shades per deviation, grey at the mean.
  private static final double CONTRAST = 42;

  private final float[] values;
  private final List<TableInput> inputs;
  private final double[] mean;
  private final double[] deviation;

  private RealFeatures(float[] values, List<TableInput> inputs, double[] mean, double[] deviation) {
    this.values = values;
    this.inputs = inputs;
    this.mean = mean;
    this.deviation = deviation;
  }

  /// Not scaled yet.
  ///
  /// @param values row by row; kept
  /// @param inputs one for each number of a row
  static RealFeatures of(float[] values, List<TableInput> inputs) {
    double[] one = new double[inputs.size()];
    Arrays.fill(one, 1);
    return new RealFeatures(values, inputs, new double[inputs.size()], one);
  }

  @Override
  public int stored() {
    return values.length;
  }

  @Override
  public void copyTo(int from, float[] x, int offset, int count) {
    int width = mean.length;
    int column = from % width;
    for (int i = 0; i < count; i++) {
      x[offset + i] = seen(from + i, column);
      column = column + 1 == width ? 0 : column + 1;
    }
  }

  private float seen(int at, int column) {
    return (float) ((values[at] - mean[column]) / deviation[column]);
  }

  @Override
  public void copyTo(int from, byte[] x, int offset, int count) {
    for (int i = 0; i < count; i++) {
      x[offset + i] = (byte) shade(from + i);
    }
  }

  @Override
  public int shade(int at) {
    return (int) Math.clamp(Math.round(127.5 + CONTRAST * seen(at, at % mean.length)), 0L, 255L);
  }

  @Override
  public Features rows(int[] rows, int width) {
    float[] chosen = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, chosen, i * width, width);
    }
    return new RealFeatures(chosen, inputs, mean, deviation);
  }

  /// Standardised by the training split's mean and deviation; a column that is constant there is
  /// only shifted. What is asked of pixels does not matter.
  @Override
  public Features scaledLike(Pixels pixels, Features training, int width) {
    float[] fitted = ((RealFeatures) training).values;
    double[] means = new double[width];
    double[] deviations = new double[width];
    Arrays.fill(deviations, 1);
    for (int column = 0; column < width; column++) {
      if (inputs.get(column).measured()) {
        means[column] = mean(fitted, column, width);
        deviations[column] = deviation(fitted, column, width, means[column]);
      }
    }
    return new RealFeatures(values, inputs, means, deviations);
  }

  private static double mean(float[] values, int column, int width) {
    double sum = 0;
    for (int at = column; at < values.length; at += width) {
      sum += values[at];
    }
    return sum * width / values.length;
  }

  /// 1 if all values are the same, which their rounded mean need not be.
  private static double deviation(float[] values, int column, int width, double mean) {
    double sum = 0;
    boolean constant = true;
    for (int at = column; at < values.length; at += width) {
      sum += (values[at] - mean) * (values[at] - mean);
      constant &= values[at] == values[column];
    }
    return constant ? 1 : StrictMath.sqrt(sum * width / values.length);
  }

  /// How each column of numbers is seen.
  List<Standardisation> standardised() {
    return IntStream.range(0, mean.length)
        .filter(i -> inputs.get(i).measured())
        .mapToObj(i -> new Standardisation(inputs.get(i).column(), mean[i], deviation[i]))
        .toList();
  }

  @Override
  public void hashScaling(MessageDigest digest) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Double.BYTES * mean.length);
    for (int column = 0; column < mean.length; column++) {
      bytes.putDouble(mean[column]).putDouble(deviation[column]);
    }
    digest.update(bytes.array());
  }

  @Override
  public void hashStored(MessageDigest digest) {
    ByteBuffer row = ByteBuffer.allocate(Float.BYTES * mean.length);
    for (int from = 0; from < values.length; from += mean.length) {
      row.asFloatBuffer().put(values, from, mean.length);
      digest.update(row.array());
    }
  }
}
