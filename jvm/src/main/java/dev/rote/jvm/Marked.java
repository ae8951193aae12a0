package dev.rote.jvm;

/// The left factor of a product that leaves out zeros: bytes, and marks of those that are not 0.
///
/// Element (r, k) is the byte at [#at] + r [#row] + k [#step], seen as v / 255. Bit k mod 64 of the
/// marks at [#first] + r + k / 64 [#height] is 1 where it is not 0. Confined to one thread.
final class Marked {

  /// Terms of a word of marks, and of a block of a product.
  static final int WORD = Long.SIZE;

  /// What byte v is seen as, rounded once.
  static final float[] UNIT = new float[256];

  static {
    for (int v = 0; v < UNIT.length; v++) {
      UNIT[v] = v / 255f;
    }
  }

  final byte[] bytes;
  final long[] marks;
  final Groups groups;
  int at;
  int row;
  int step;
  int first;

  /// From a row's word of marks to its next.
  int height;

  /// Of a row.
  int words;

  /// @param most rows
  Marked(byte[] bytes, long[] marks, int most) {
    this.bytes = bytes;
    this.marks = marks;
    groups = new Groups(most);
  }

  /// Words that hold the marks of so many terms.
  static int words(int terms) {
    return Math.addExact(terms, WORD - 1) / WORD;
  }

  /// Turns the 64 words from one on, so that bit j of word i becomes bit i of word j.
  /*
   * Squares of bits change places across the diagonal: two of 32 × 32, then four of 16 × 16, and so on.
   * The first three rounds need words 8 apart, the others neighbours, so eight stay in registers.
   */
  static void turn(long[] M, int from) {
    for (int i = from; i < from + 8; i++) {
      turn8(M, i, 8, 32, 0x00000000FFFFFFFFL, 0x0000FFFF0000FFFFL, 0x00FF00FF00FF00FFL);
    }
    for (int i = from; i < from + WORD; i += 8) {
      turn8(M, i, 1, 4, 0x0F0F0F0F0F0F0F0FL, 0x3333333333333333L, 0x5555555555555555L);
    }
  }

  /// Three rounds, over sides of `side` bits, half and a quarter of it.
  private static void turn8(long[] M, int i, int by, int side, long m, long half, long quarter) {
    long m0 = M[i];
    long m1 = M[i + by];
    long m2 = M[i + 2 * by];
    long m3 = M[i + 3 * by];
    long m4 = M[i + 4 * by];
    long m5 = M[i + 5 * by];
    long m6 = M[i + 6 * by];
    long m7 = M[i + 7 * by];
    int side2 = side / 2;
    int side4 = side / 4;
    long t;
    t = (m0 >>> side ^ m4) & m;
    m0 ^= t << side;
    m4 ^= t;
    t = (m1 >>> side ^ m5) & m;
    m1 ^= t << side;
    m5 ^= t;
    t = (m2 >>> side ^ m6) & m;
    m2 ^= t << side;
    m6 ^= t;
    t = (m3 >>> side ^ m7) & m;
    m3 ^= t << side;
    m7 ^= t;
    t = (m0 >>> side2 ^ m2) & half;
    m0 ^= t << side2;
    m2 ^= t;
    t = (m1 >>> side2 ^ m3) & half;
    m1 ^= t << side2;
    m3 ^= t;
    t = (m4 >>> side2 ^ m6) & half;
    m4 ^= t << side2;
    m6 ^= t;
    t = (m5 >>> side2 ^ m7) & half;
    m5 ^= t << side2;
    m7 ^= t;
    t = (m0 >>> side4 ^ m1) & quarter;
    m0 ^= t << side4;
    m1 ^= t;
    t = (m2 >>> side4 ^ m3) & quarter;
    m2 ^= t << side4;
    m3 ^= t;
    t = (m4 >>> side4 ^ m5) & quarter;
    m4 ^= t << side4;
    m5 ^= t;
    t = (m6 >>> side4 ^ m7) & quarter;
    m6 ^= t << side4;
    m7 ^= t;
    M[i] = m0;
    M[i + by] = m1;
    M[i + 2 * by] = m2;
    M[i + 3 * by] = m3;
    M[i + 4 * by] = m4;
    M[i + 5 * by] = m5;
    M[i + 6 * by] = m6;
    M[i + 7 * by] = m7;
  }
}
