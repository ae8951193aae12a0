package dev.rote.jvm;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Pairs of rows on vectors of up to 256 bits, defined anew for each width as [VectorKernels] is.
/*
 * With 16 registers two rows × 4 vectors: 8 sums, which just hide how long a multiply-add takes.
 */
final class NarrowSparseTiles extends SparseTiles {
  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final int L = S.length();
  private static final int PANEL = 4 * L;
  private static final float[] UNIT = Marked.UNIT;
  private static final Row ROW = ClassConstants.row(MethodHandles.lookup());

  NarrowSparseTiles() {}

  @Override
  Row row() {
    return ROW;
  }

  @Override
  int panel() {
    return PANEL;
  }

  @Override
  int height() {
    return 2;
  }

  @Override
  void group(
      byte[] P,
      int p,
      int p1,
      int p2,
      int p3,
      int step,
      long marks,
      float[] B,
      int b,
      float[] sums,
      int z,
      int to) {
    FloatVector y00 = FloatVector.fromArray(S, sums, z);
    FloatVector y01 = FloatVector.fromArray(S, sums, z + L);
    FloatVector y02 = FloatVector.fromArray(S, sums, z + 2 * L);
    FloatVector y03 = FloatVector.fromArray(S, sums, z + 3 * L);
    FloatVector y10 = FloatVector.fromArray(S, sums, z + PANEL);
    FloatVector y11 = FloatVector.fromArray(S, sums, z + PANEL + L);
    FloatVector y12 = FloatVector.fromArray(S, sums, z + PANEL + 2 * L);
    FloatVector y13 = FloatVector.fromArray(S, sums, z + PANEL + 3 * L);
    int n = Long.bitCount(marks);
    for (int j = 0; j < n; j++) {
      int k = Long.numberOfTrailingZeros(marks);
      marks &= marks - 1;
      int at = b + k * PANEL;
      int x = k * step;
      FloatVector x0 = FloatVector.broadcast(S, UNIT[P[p + x] & 0xFF]);
      FloatVector x1 = FloatVector.broadcast(S, UNIT[P[p1 + x] & 0xFF]);
      FloatVector b0 = FloatVector.fromArray(S, B, at);
      y00 = x0.fma(b0, y00);
      y10 = x1.fma(b0, y10);
      FloatVector b1 = FloatVector.fromArray(S, B, at + L);
      y01 = x0.fma(b1, y01);
      y11 = x1.fma(b1, y11);
      FloatVector b2 = FloatVector.fromArray(S, B, at + 2 * L);
      y02 = x0.fma(b2, y02);
      y12 = x1.fma(b2, y12);
      FloatVector b3 = FloatVector.fromArray(S, B, at + 3 * L);
      y03 = x0.fma(b3, y03);
      y13 = x1.fma(b3, y13);
    }
    y00.intoArray(sums, to);
    y01.intoArray(sums, to + L);
    y02.intoArray(sums, to + 2 * L);
    y03.intoArray(sums, to + 3 * L);
    y10.intoArray(sums, to + PANEL);
    y11.intoArray(sums, to + PANEL + L);
    y12.intoArray(sums, to + PANEL + 2 * L);
    y13.intoArray(sums, to + PANEL + 3 * L);
  }
}
