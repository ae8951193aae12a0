package dev.rote.audit;

/// How many numbers lie in each of some bins of one width, from 0 on.
public final class Histogram {
  private final double width;
  private final int[] counts;
  private final int total;

  /// @param values at least 0; those beyond the last bin count as in it
  Histogram(double[] values, int bins, double width) {
    this.width = width;
    counts = new int[bins];
    total = values.length;
    for (double value : values) {
      counts[(int) Math.min(bins - 1, value / width)]++;
    }
  }

  /// Of each bin.
  public double width() {
    return width;
  }

  /// The share of all numbers that each bin holds.
  public double[] shares() {
    double[] shares = new double[counts.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (double) counts[i] / Math.max(1, total);
    }
    return shares;
  }
}
