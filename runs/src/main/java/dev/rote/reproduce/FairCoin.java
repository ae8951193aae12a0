package dev.rote.reproduce;

import java.math.BigInteger;

/// How many heads n tosses of a fair coin give, but for one series in a hundred.
///
/// With X the number of heads, P(X ≤ k) = 2⁻ⁿ Σ_{i ≤ k} C(n, i). Each tail outside the two bounds
/// has a probability below 0.005, computed in whole numbers, so exactly.
///
/// @param tosses n, at least 1
/// @param least the smallest k with P(X ≤ k) ≥ 0.005
/// @param most n − `least`: the smallest k with P(X ≤ k) ≥ 0.995
record FairCoin(int tosses, int least, int most) {

  /// One over the probability of a tail.
  private static final BigInteger TAIL = BigInteger.valueOf(200);

  static FairCoin of(int tosses) {
    BigInteger outcomes = BigInteger.ONE.shiftLeft(tosses);
    BigInteger ways = BigInteger.ONE;
    BigInteger below = ways;
    int least = 0;
    while (below.multiply(TAIL).compareTo(outcomes) < 0) {
      ways = ways.multiply(BigInteger.valueOf(tosses - least));
      least++;
      ways = ways.divide(BigInteger.valueOf(least));
      below = below.add(ways);
    }
    return new FairCoin(tosses, least, tosses - least);
  }

  /// Whether a fair coin could well have given so many heads.
  boolean plausible(long heads) {
    return heads >= least && heads <= most;
  }
}
