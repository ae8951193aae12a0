package dev.rote.jvm;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Three rows at a time on vectors of 512 bits, defined anew as [VectorKernels] is.
/*
 * Their 32 registers hold 24 sums, three factors and a vector or more of B. Pairs would leave out more,
 * but for them the processor takes in instructions for longer than it multiplies.
 */
final class WideSparseTiles extends SparseTiles {
  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final int L = S.length();
  private static final int PANEL = 8 * L;
  private static final float[] UNIT = Marked.UNIT;
  private static final Row ROW = ClassConstants.row(MethodHandles.lookup());

  WideSparseTiles() {}

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
    return 3;
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
    FloatVector y04 = FloatVector.fromArray(S, sums, z + 4 * L);
    FloatVector y05 = FloatVector.fromArray(S, sums, z + 5 * L);
    FloatVector y06 = FloatVector.fromArray(S, sums, z + 6 * L);
    FloatVector y07 = FloatVector.fromArray(S, sums, z + 7 * L);
    FloatVector y10 = FloatVector.fromArray(S, sums, z + PANEL);
    FloatVector y11 = FloatVector.fromArray(S, sums, z + PANEL + L);
    FloatVector y12 = FloatVector.fromArray(S, sums, z + PANEL + 2 * L);
    FloatVector y13 = FloatVector.fromArray(S, sums, z + PANEL + 3 * L);
    FloatVector y14 = FloatVector.fromArray(S, sums, z + PANEL + 4 * L);
    FloatVector y15 = FloatVector.fromArray(S, sums, z + PANEL + 5 * L);
    FloatVector y16 = FloatVector.fromArray(S, sums, z + PANEL + 6 * L);
    FloatVector y17 = FloatVector.fromArray(S, sums, z + PANEL + 7 * L);
    FloatVector y20 = FloatVector.fromArray(S, sums, z + 2 * PANEL);
    FloatVector y21 = FloatVector.fromArray(S, sums, z + 2 * PANEL + L);
    FloatVector y22 = FloatVector.fromArray(S, sums, z + 2 * PANEL + 2 * L);
    FloatVector y23 = FloatVector.fromArray(S, sums, z + 2 * PANEL + 3 * L);
    FloatVector y24 = FloatVector.fromArray(S, sums, z + 2 * PANEL + 4 * L);
    FloatVector y25 = FloatVector.fromArray(S, sums, z + 2 * PANEL + 5 * L);
    FloatVector y26 = FloatVector.fromArray(S, sums, z + 2 * PANEL + 6 * L);
    FloatVector y27 = FloatVector.fromArray(S, sums, z + 2 * PANEL + 7 * L);
    int n = Long.bitCount(marks);
    for (int j = 0; j < n; j++) {
      int k = Long.numberOfTrailingZeros(marks);
      marks &= marks - 1;
      int at = b + k * PANEL;
      int x = k * step;
      FloatVector x0 = FloatVector.broadcast(S, UNIT[P[p + x] & 0xFF]);
      FloatVector x1 = FloatVector.broadcast(S, UNIT[P[p1 + x] & 0xFF]);
      FloatVector x2 = FloatVector.broadcast(S, UNIT[P[p2 + x] & 0xFF]);
      FloatVector b0 = FloatVector.fromArray(S, B, at);
      y00 = x0.fma(b0, y00);
      y10 = x1.fma(b0, y10);
      y20 = x2.fma(b0, y20);
      FloatVector b1 = FloatVector.fromArray(S, B, at + L);
      y01 = x0.fma(b1, y01);
      y11 = x1.fma(b1, y11);
      y21 = x2.fma(b1, y21);
      FloatVector b2 = FloatVector.fromArray(S, B, at + 2 * L);
      y02 = x0.fma(b2, y02);
      y12 = x1.fma(b2, y12);
      y22 = x2.fma(b2, y22);
      FloatVector b3 = FloatVector.fromArray(S, B, at + 3 * L);
      y03 = x0.fma(b3, y03);
      y13 = x1.fma(b3, y13);
      y23 = x2.fma(b3, y23);
      FloatVector b4 = FloatVector.fromArray(S, B, at + 4 * L);
      y04 = x0.fma(b4, y04);
      y14 = x1.fma(b4, y14);
      y24 = x2.fma(b4, y24);
      FloatVector b5 = FloatVector.fromArray(S, B, at + 5 * L);
      y05 = x0.fma(b5, y05);
      y15 = x1.fma(b5, y15);
      y25 = x2.fma(b5, y25);
      FloatVector b6 = FloatVector.fromArray(S, B, at + 6 * L);
      y06 = x0.fma(b6, y06);
      y16 = x1.fma(b6, y16);
      y26 = x2.fma(b6, y26);
      FloatVector b7 = FloatVector.fromArray(S, B, at + 7 * L);
      y07 = x0.fma(b7, y07);
      y17 = x1.fma(b7, y17);
      y27 = x2.fma(b7, y27);
    }
    y00.intoArray(sums, to);
    y01.intoArray(sums, to + L);
    y02.intoArray(sums, to + 2 * L);
    y03.intoArray(sums, to + 3 * L);
    y04.intoArray(sums, to + 4 * L);
    y05.intoArray(sums, to + 5 * L);
    y06.intoArray(sums, to + 6 * L);
    y07.intoArray(sums, to + 7 * L);
    y10.intoArray(sums, to + PANEL);
    y11.intoArray(sums, to + PANEL + L);
    y12.intoArray(sums, to + PANEL + 2 * L);
    y13.intoArray(sums, to + PANEL + 3 * L);
    y14.intoArray(sums, to + PANEL + 4 * L);
    y15.intoArray(sums, to + PANEL + 5 * L);
    y16.intoArray(sums, to + PANEL + 6 * L);
    y17.intoArray(sums, to + PANEL + 7 * L);
    y20.intoArray(sums, to + 2 * PANEL);
    y21.intoArray(sums, to + 2 * PANEL + L);
    y22.intoArray(sums, to + 2 * PANEL + 2 * L);
    y23.intoArray(sums, to + 2 * PANEL + 3 * L);
    y24.intoArray(sums, to + 2 * PANEL + 4 * L);
    y25.intoArray(sums, to + 2 * PANEL + 5 * L);
    y26.intoArray(sums, to + 2 * PANEL + 6 * L);
    y27.intoArray(sums, to + 2 * PANEL + 7 * L);
  }
}
