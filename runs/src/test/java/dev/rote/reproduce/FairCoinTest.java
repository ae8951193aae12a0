package dev.rote.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FairCoinTest {

  /// Expected: `k = next(k for k in range(n) if sum(math.comb(n, i) for i in range(k + 1)) * 200 >=
  /// 2**n)` and n − k in Python; for 10 and 100 also qbinom(c(.005, .995), n, .5) of R.
  @ParameterizedTest
  @CsvSource({
    "1,0,1",
    "5,0,5",
    "10,1,9",
    "100,37,63",
    "1000,459,541",
    "3000,1429,1571",
    "30000,14777,15223"
  })
  void of_anyNumberOfTosses_isTheExactQuantile(int tosses, int least, int most) {
    FairCoin coin = FairCoin.of(tosses);

    assertThat(coin.least()).isEqualTo(least);
    assertThat(coin.most()).isEqualTo(most);
  }

  /// Counts outcomes by Pascal's rule, which the class does not use.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 31, 64, 200})
  void of_anyNumberOfTosses_leavesOutLessThanHalfAPercentOnEachSide(int tosses) {
    BigInteger[] row = {BigInteger.ONE};
    for (int n = 1; n <= tosses; n++) {
      BigInteger[] next = new BigInteger[n + 1];
      for (int k = 0; k <= n; k++) {
        BigInteger left = k > 0 ? row[k - 1] : BigInteger.ZERO;
        next[k] = left.add(k < n ? row[k] : BigInteger.ZERO);
      }
      row = next;
    }
    FairCoin coin = FairCoin.of(tosses);
    BigInteger below = BigInteger.ZERO;
    for (int k = 0; k < coin.least(); k++) {
      below = below.add(row[k]);
    }
    BigInteger outcomes = BigInteger.TWO.pow(tosses);
    BigInteger tail = BigInteger.valueOf(200);

    assertThat(below.multiply(tail)).isLessThan(outcomes);
    assertThat(below.add(row[coin.least()]).multiply(tail)).isGreaterThanOrEqualTo(outcomes);
    assertThat(coin.least() + coin.most()).isEqualTo(tosses);
  }

  @Test
  void plausible_isTheBoundsAndWhatIsBetween() {
    FairCoin coin = FairCoin.of(100);

    assertThat(coin.plausible(36)).isFalse();
    assertThat(coin.plausible(37)).isTrue();
    assertThat(coin.plausible(63)).isTrue();
    assertThat(coin.plausible(64)).isFalse();
  }
}
