package dev.rote.audit;

import java.util.Arrays;

/// Points in the cells of a grid over two of their coordinates, and in the order of a third within
/// each cell. Two points nearer than a cell's width are in one cell, or in two side by side.
final class Cells {
  private static final int MOST = 64;

  private final int rows;
  private final int columns;
  private final int[] order;
  private final int[] starts;

  private Cells(int rows, int columns, int[] order, int[] starts) {
    this.rows = rows;
    this.columns = columns;
    this.order = order;
    this.starts = starts;
  }

  /// @param sorted numbers of the points, in the order that they keep within a cell
  /// @param across coordinates of the points by number: one or two, or none for a single cell
  /// @param width of a cell, at least
  static Cells of(int[] sorted, float[][] across, float width) {
    int[] row = new int[sorted.length];
    int[] column = new int[sorted.length];
    int rows = across.length > 0 ? place(sorted, across[0], width, row) : 1;
    int columns = across.length > 1 ? place(sorted, across[1], width, column) : 1;
    int[] starts = new int[rows * columns + 1];
    for (int a = 0; a < sorted.length; a++) {
      starts[row[a] * columns + column[a] + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    int[] order = new int[sorted.length];
    for (int a = 0; a < sorted.length; a++) {
      order[next[row[a] * columns + column[a]]++] = sorted[a];
    }
    return new Cells(rows, columns, order, starts);
  }

  /// Writes down the place of each point along one coordinate.
  ///
  /// @return how many places there are, 64 at most
  private static int place(int[] sorted, float[] values, float width, int[] places) {
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (int i : sorted) {
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    double wide = Math.max(width, ((double) high - low) / MOST);
    int most = 0;
    for (int a = 0; a < sorted.length; a++) {
      places[a] = Math.min(MOST - 1, (int) (((double) values[sorted[a]] - low) / wide));
      most = Math.max(most, places[a]);
    }
    return most + 1;
  }

  /// Numbers of the points, cell by cell.
  int[] order() {
    return order;
  }

  int count() {
    return rows * columns;
  }

  /// Where the points of a cell begin in [#order]; those of the last one end at `start(count())`.
  int start(int cell) {
    return starts[cell];
  }

  /// Cells beside one, of each two that touch from one side only.
  int[] beside(int cell) {
    int row = cell / columns;
    int column = cell % columns;
    int[] beside = new int[4];
    int found = 0;
    if (column + 1 < columns) {
      beside[found++] = cell + 1;
    }
    for (int c = Math.max(0, column - 1); c < columns && c <= column + 1 && row + 1 < rows; c++) {
      beside[found++] = (row + 1) * columns + c;
    }
    return Arrays.copyOf(beside, found);
  }
}
