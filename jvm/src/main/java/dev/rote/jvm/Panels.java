package dev.rote.jvm;

import java.util.Arrays;

/// Arrays for matrices in panels, which the kernels read a vector at a time.
/*
 * A vector of 512 bits is as long as a line of a cache. Where it begins in the middle of one, reading
 * it takes two lines, and a tile's speed falls by a fifth. Java says nothing of where an array lies;
 * but the collector G1, and those that keep large objects apart likewise, put one of half a region or
 * more at the beginning of a region, and leave it there. So arrays that matter are made that large,
 * and their first numbers are left out, which puts the others on whole lines. Elsewhere an array
 * begins where it may, and only speed is lost.
 */
final class Panels {

  /// Unused elements at the beginning: with the 16 bytes that precede an array's elements, a line.
  static final int LEAD = 12;

  /// Elements that always are half of a region of 1 MiB, the size the launcher names.
  private static final int HALF_REGION = 1 << 17;

  /// Below so many elements, an array is read too little to matter.
  private static final int SMALL = 1 << 12;

  /// Rows of zeros that [#sums] begins with; one of −0 follows, then room for sums.
  static final int MINUS_ZERO = 6;

  static final int SUMS = MINUS_ZERO + 1;

  private Panels() {}

  /// An array for a matrix, every number 0.
  ///
  /// @throws ArithmeticException if it is larger than an array can be
  static float[] of(int rows, int columns) {
    int count = Math.addExact(LEAD, Math.multiplyExact(rows, columns));
    return new float[count < SMALL ? count : Math.max(count, HALF_REGION)];
  }

  /// What a product needs to lay sums down between two strips of terms.
  ///
  /// @param rows of the product, at most
  /// @param panel columns of a whole panel
  static float[] sums(int rows, int panel) {
    float[] sums = new float[Math.multiplyExact(SUMS + rows, panel)];
    Arrays.fill(sums, MINUS_ZERO * panel, SUMS * panel, -0f);
    return sums;
  }
}
