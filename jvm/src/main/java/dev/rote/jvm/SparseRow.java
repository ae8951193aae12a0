package dev.rote.jvm;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Sums of single rows on vectors, defined anew for each width as [VectorKernels] is.
final class SparseRow implements SparseTiles.Row {
  private static final VectorSpecies<Float> S = ClassConstants.species(MethodHandles.lookup());
  private static final int L = S.length();

  SparseRow() {}

  @Override
  public void add(float[] Y, int y, int count, float s, float[] sums, int sum) {
    FloatVector scale = FloatVector.broadcast(S, s);
    for (int c = 0; c < count; c += L) {
      FloatVector own = FloatVector.fromArray(S, sums, sum + c);
      scale.fma(own, FloatVector.fromArray(S, Y, y + c)).intoArray(Y, y + c);
    }
  }

  @Override
  public void put(
      float[] Y, int y, int count, float[] Z, int z, float least, float[] sums, int sum) {
    for (int c = 0; c < count; c += L) {
      FloatVector own = FloatVector.fromArray(S, sums, sum + c);
      own.add(FloatVector.fromArray(S, Z, z + c)).max(least).intoArray(Y, y + c);
    }
  }

  @Override
  public void single(float[] sums, int to, Marked A, int r, float[] B, int b, int width) {
    int p = A.at + r * A.row;
    for (int v = 0; v < width; v += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int w = 0; w < A.words; w++) {
        long marks = A.marks[A.first + r + w * A.height];
        int n = Long.bitCount(marks);
        for (int j = 0; j < n; j++) {
          int k = w * Marked.WORD + Long.numberOfTrailingZeros(marks);
          marks &= marks - 1;
          FloatVector x = FloatVector.broadcast(S, Marked.UNIT[A.bytes[p + k * A.step] & 0xFF]);
          sum = x.fma(FloatVector.fromArray(S, B, b + v + k * width), sum);
        }
      }
      sum.intoArray(sums, to + v);
    }
  }
}
