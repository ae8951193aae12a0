package dev.rote.jvm;

import static dev.rote.jvm.Numbers.bits;
import static dev.rote.jvm.Numbers.inPanels;
import static dev.rote.jvm.Numbers.joined;
import static dev.rote.jvm.Numbers.numbers;
import static dev.rote.jvm.Numbers.outOfPanels;
import static dev.rote.jvm.Numbers.sparse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.jvm.Kernels.Rows;
import java.util.Arrays;

/// Uses of the kernels for single examples, each checked against what it stands for.
final class SingleUses {
  private SingleUses() {}

  static float[] listed(Kernels kernels, int count) {
    int[] list = new int[count + Kernels.LANES];
    float[] X = sparse(11, count);
    float[] Z = sparse(24, count + 1);
    Arrays.fill(Z, 0, count / 2, 0);
    int n = kernels.nonZeros(list, X, X, count);
    int both = kernels.nonZeros(list, X, Z, count);
    assertThat(both).as("where one of two is not 0").isGreaterThanOrEqualTo(n);
    return joined(new float[] {n}, numbers(list, 0, both));
  }

  static float[] forwardOne(Kernels kernels, int columns, int panel) {
    int[] list = new int[45 + Kernels.LANES];
    float[] X = sparse(12, 45);
    float[] Y = numbers(13, columns);
    float[] dense = Y.clone();
    float[] W = numbers(14, 45 * columns);
    int n = kernels.nonZeros(list, X, X, 45);
    Rows rows = new Rows(0, 45, columns, 45, panel);
    float[] panels = inPanels(panel, W, 45, columns);
    float[] sums = new float[columns];
    kernels.forwardOne(sums, X, list, n, panels, rows);
    kernels.add(Y, sums, 1, 0, columns);
    Rows row = new Rows(0, 1, columns, 0, kernels.panel());
    float[] all = inPanels(kernels.panel(), W, 45, columns);
    kernels.accumulate(dense, row, X, 0, 45, all, 45, 1, Panels.sums(1, kernels.panel()));
    assertThat(bits(Y)).as("as the dense product").isEqualTo(bits(dense));
    return Y;
  }

  static float[] updateOne(Kernels kernels, int columns, int panel) {
    int[] list = new int[45 + Kernels.LANES];
    float[] X = sparse(15, 45);
    float[] D = numbers(16, columns);
    float[] W = inPanels(panel, numbers(17, 45 * columns), 45, columns);
    float[] dense = W.clone();
    Rows rows = new Rows(0, 45, columns, 45, panel);
    int n = kernels.nonZeros(list, X, X, 45);
    kernels.updateOne(W, rows, X, list, n, D);
    for (int i = 0; i < 45; i++) {
      list[i] = i;
    }
    kernels.updateOne(dense, rows, X, list, 45, D);
    assertThat(bits(W)).as("as with the zeros").isEqualTo(bits(dense));
    return outOfPanels(panel, W, 45, columns);
  }

  /// The update by one example and the forward pass of the next, which are both of them at once.
  static float[] updateAndForwardOne(Kernels kernels, int columns, int panel) {
    int[] list = new int[45 + Kernels.LANES];
    float[] X = sparse(25, 45);
    float[] before = numbers(26, 45);
    Arrays.fill(before, 10, 30, 0);
    float[] D = numbers(27, columns);
    float[] weights = numbers(28, 45 * columns);
    for (int w = 0; w < weights.length; w += 5) {
      weights[w] = -0f;
    }
    float[] W = inPanels(panel, weights, 45, columns);
    float[] apart = W.clone();
    float[] Y = new float[columns];
    float[] expected = new float[columns];
    Rows rows = new Rows(0, 45, columns, 45, panel);
    int either = kernels.nonZeros(list, X, before, 45);
    kernels.updateAndForwardOne(Y, X, before, D, list, either, W, rows);
    int own = kernels.nonZeros(list, before, before, 45);
    kernels.updateOne(apart, rows, before, list, own, D);
    int next = kernels.nonZeros(list, X, X, 45);
    kernels.forwardOne(expected, X, list, next, apart, rows);
    assertThat(bits(W)).as("the update").isEqualTo(bits(apart));
    assertThat(bits(Y)).as("the forward pass").isEqualTo(bits(expected));
    return joined(Y, outOfPanels(panel, W, 45, columns));
  }
}
