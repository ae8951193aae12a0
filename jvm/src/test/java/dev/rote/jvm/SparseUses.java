package dev.rote.jvm;

import static dev.rote.jvm.Numbers.bits;
import static dev.rote.jvm.Numbers.inPanels;
import static dev.rote.jvm.Numbers.numbers;
import static dev.rote.jvm.Numbers.outOfPanels;
import static dev.rote.jvm.Numbers.pixels;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.jvm.Kernels.Rows;
import java.util.Arrays;

/// Uses of the kernels that leave out zeros, each checked against what it stands for.
final class SparseUses {
  private SparseUses() {}

  /// The product over what is not 0, into both layouts, which is the product over everything; its
  /// left factor once row by row, and once column by column.
  static float[] sparseProduct(Kernels kernels, int rows, int columns, int terms) {
    int R = rows + 2;
    int panel = kernels.sparsePanel();
    byte[] P = pixels(20, 7 + rows * (terms + 3) + Marked.WORD);
    Marked byRow = new Marked(P, new long[(rows + 1) * Marked.words(terms)], rows);
    byRow.at = 7;
    byRow.row = terms + 3;
    byRow.step = 1;
    byRow.first = 1;
    byRow.height = rows + 1;
    byRow.words = Marked.words(terms);
    float[] A = new float[R * (terms + 3)];
    byte[] turned = new byte[5 + rows * terms];
    for (int r = 0; r < rows; r++) {
      kernels.mark(byRow.marks, 1 + r, rows + 1, P, 7 + r * (terms + 3), terms);
      kernels.decode(A, P, 7 + r * (terms + 3), 7 + r * (terms + 3) + terms);
      for (int k = 0; k < terms; k++) {
        turned[5 + k * rows + r] = P[7 + r * (terms + 3) + k];
      }
    }
    Marked byColumn = new Marked(turned, byRow.marks, rows);
    byColumn.at = 5;
    byColumn.row = 1;
    byColumn.step = rows;
    byColumn.first = 1;
    byColumn.height = rows + 1;
    byColumn.words = byRow.words;
    float[] B = numbers(21, terms * columns);
    float[] Y = numbers(22, R * columns);
    float[] panels = inPanels(panel, Y, R, columns);
    float[] dense = Y.clone();
    float[] inPanels = inPanels(panel, B, terms, columns);
    float[] sparseSums = Panels.of(rows + Kernels.SPARE, panel);
    Arrays.fill(sparseSums, Panels.LEAD + 3 * panel, sparseSums.length, 1);
    Rows plain = new Rows(1, rows + 1, columns, 0, panel);
    kernels.groupAlike(byRow, rows);
    kernels.accumulateSparse(Y, plain, byRow, inPanels, terms, -0.7f, sparseSums);
    Rows own = new Rows(1, rows + 1, columns, R, panel);
    kernels.accumulateSparse(panels, own, byColumn, inPanels, terms, -0.7f, sparseSums);
    assertThat(bits(outOfPanels(panel, panels, R, columns)))
        .as("in panels as row by row")
        .isEqualTo(bits(Y));
    float[] narrow = inPanels(kernels.panel(), B, terms, columns);
    Rows all = new Rows(1, rows + 1, columns, 0, kernels.panel());
    float[] sums = Panels.sums(rows, kernels.panel());
    kernels.accumulate(dense, all, A, 7, terms + 3, narrow, terms, -0.7f, sums);
    assertThat(bits(Y)).as("as the dense product").isEqualTo(bits(dense));
    return Y;
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
