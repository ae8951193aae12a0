package dev.rote.jvm;

import static dev.rote.jvm.Numbers.bits;
import static dev.rote.jvm.Numbers.inPanels;
import static dev.rote.jvm.Numbers.numbers;
import static dev.rote.jvm.Numbers.outOfPanels;
import static dev.rote.jvm.Numbers.pixels;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.jvm.Kernels.Rows;
import dev.rote.network.Activation;
import java.util.Arrays;
import java.util.List;

/// Uses of the kernels that leave out zeros, each checked against what it stands for.
final class SparseUses {
  private SparseUses() {}

  /// The product over what is not 0, into both layouts, which is the product over everything; its
  /// left factor once row by row, and once column by column.
  static float[] product(Kernels kernels, int rows, int columns, int terms, int sharers) {
    int R = rows + 2;
    int panel = kernels.sparsePanel(columns, sharers);
    Factor factor = new Factor(kernels, rows, terms);
    float[] B = numbers(21, terms * columns);
    float[] Y = numbers(22, R * columns);
    float[] panels = inPanels(panel, Y, R, columns);
    float[] dense = Y.clone();
    float[] inPanels = inPanels(panel, B, terms, columns);
    float[] sparseSums = sums(rows, panel);
    Rows plain = new Rows(1, rows + 1, columns, 0, panel);
    kernels.groupAlike(factor.byRow, rows, panel);
    kernels.accumulateSparse(Y, plain, factor.byRow, inPanels, terms, -0.7f, sparseSums);
    Rows own = new Rows(1, rows + 1, columns, R, panel);
    for (Rows some : halves(own)) {
      kernels.accumulateSparse(panels, some, factor.byColumn, inPanels, terms, -0.7f, sparseSums);
    }
    assertThat(bits(outOfPanels(panel, panels, R, columns)))
        .as("in panels as row by row")
        .isEqualTo(bits(Y));
    float[] narrow = inPanels(kernels.panel(), B, terms, columns);
    Rows all = new Rows(1, rows + 1, columns, 0, kernels.panel());
    float[] sums = Panels.sums(rows, kernels.panel());
    kernels.accumulate(dense, all, factor.A, 7, terms + 3, narrow, terms, -0.7f, sums);
    assertThat(bits(Y)).as("as the dense product").isEqualTo(bits(dense));
    return Y;
  }

  /// A first layer without its zeros, which is biases, product and ReLU one after the other.
  static float[] forward(Kernels kernels, int rows, int columns, int terms, int sharers) {
    int R = rows + 2;
    int panel = kernels.sparsePanel(columns, sharers);
    Factor factor = new Factor(kernels, rows, terms);
    float[] B = inPanels(panel, numbers(24, terms * columns), terms, columns);
    float[] biases = numbers(25, columns);
    float[] Y = numbers(26, R * columns);
    float[] expected = Y.clone();
    float[] sums = sums(rows, panel);
    Rows all = new Rows(1, rows + 1, columns, 0, panel);
    for (Rows some : halves(all)) {
      kernels.groupAlike(factor.byRow, rows, panel);
      kernels.forwardSparse(Y, some, biases, 0, factor.byRow, B, terms, sums);
    }
    for (int r = 1; r <= rows; r++) {
      System.arraycopy(biases, 0, expected, r * columns, columns);
    }
    kernels.accumulateSparse(expected, all, factor.byRow, B, terms, 1, sums);
    kernels.activate(Activation.RELU, expected, columns, (rows + 1) * columns);
    assertThat(bits(Y)).as("as step by step").isEqualTo(bits(expected));
    kernels.forwardSparse(Y, all, biases, Float.NEGATIVE_INFINITY, factor.byRow, B, terms, sums);
    return Y;
  }

  /// Where sums go, with room that may not be read before it is written.
  private static float[] sums(int rows, int panel) {
    float[] sums = Panels.of(rows + Kernels.SPARE, panel);
    Arrays.fill(sums, Panels.LEAD + 4 * panel, sums.length, 1);
    return sums;
  }

  /// The same rows with the first panel alone, and with all others.
  private static List<Rows> halves(Rows rows) {
    int first = rows.width(0);
    return List.of(rows.columns(0, first), rows.columns(first, rows.C()));
  }

  /// Pixels as bytes with marks, by row and by column, and as floats.
  private static final class Factor {
    final Marked byRow;
    final Marked byColumn;
    final float[] A;

    Factor(Kernels kernels, int rows, int terms) {
      byte[] P = pixels(20, 7 + rows * (terms + 3) + Marked.WORD);
      byRow = new Marked(P, new long[(rows + 1) * Marked.words(terms)], rows);
      byRow.at = 7;
      byRow.row = terms + 3;
      byRow.step = 1;
      byRow.first = 1;
      byRow.height = rows + 1;
      byRow.words = Marked.words(terms);
      A = new float[(rows + 2) * (terms + 3)];
      byte[] turned = new byte[5 + rows * terms];
      for (int r = 0; r < rows; r++) {
        kernels.mark(byRow.marks, 1 + r, rows + 1, P, 7 + r * (terms + 3), terms);
        kernels.decode(A, P, 7 + r * (terms + 3), 7 + r * (terms + 3) + terms);
        for (int k = 0; k < terms; k++) {
          turned[5 + k * rows + r] = P[7 + r * (terms + 3) + k];
        }
      }
      byColumn = new Marked(turned, byRow.marks, rows);
      byColumn.at = 5;
      byColumn.row = 1;
      byColumn.step = rows;
      byColumn.first = 1;
      byColumn.height = rows + 1;
      byColumn.words = byRow.words;
    }
  }

  static float[] marked(Kernels kernels, int count) {
    byte[] P = pixels(23, 3 + count + Marked.WORD);
    long[] marks = new long[2 + 3 * Marked.words(count)];
    kernels.mark(marks, 2, 3, P, 3, count);
    float[] seen = new float[2 * marks.length];
    for (int w = 0; w < marks.length; w++) {
      seen[2 * w] = (int) marks[w];
      seen[2 * w + 1] = (int) (marks[w] >>> 32);
    }
    for (int i = 0; i < count; i++) {
      long mark = marks[2 + i / Marked.WORD * 3] >>> i & 1;
      assertThat(mark).as("byte %s", i).isEqualTo(P[3 + i] == 0 ? 0 : 1);
    }
    return seen;
  }
}
