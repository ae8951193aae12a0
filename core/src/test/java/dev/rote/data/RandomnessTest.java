package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rote.data.Randomness.Purpose;
import org.junit.jupiter.api.Test;

/// The golden numbers come from this Python, written from the description of the stream alone:
///
/// ```python
/// import math
/// M = 2**64 - 1
/// def mix(z):
///     z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M
///     z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
///     return z ^ (z >> 31)
/// class Stream:
///     def __init__(s, seed, salt, index):
///         s.key, s.n = mix((mix((mix(seed & M) + mix(salt)) & M) + index) & M), 0
///     def bits(s):
///         s.n += 1
///         return mix((s.key + 0x9E3779B97F4A7C15 * s.n) & M)
///     def uniform(s):
///         return (s.bits() >> 11) * 2.0**-53
///     def normal(s):
///         r = math.sqrt(-2 * math.log(1 - s.uniform()))
///         return r * math.cos(2 * math.pi * s.uniform())
///     def below(s, bound):
///         while True:
///             p = (s.bits() >> 32) * bound
///             if p % 2**32 >= 2**32 % bound:
///                 return p >> 32
/// def shuffled(n, seed, epoch):
///     order, stream = list(range(n)), Stream(seed, 2, epoch)
///     for i in range(n - 1, 0, -1):
///         j = stream.below(i + 1)
///         order[i], order[j] = order[j], order[i]
///     return order
/// ```
class RandomnessTest {

  @Test
  void bits_fixedPlaces_areTheSameForEver() {
    Randomness weights = new Randomness(0, Purpose.WEIGHTS, 0);
    assertThat(weights.bits()).isEqualTo(0x1A2A69903431E5B4L);
    assertThat(weights.bits()).isEqualTo(0x4381E1E32B6F2047L);
    assertThat(weights.bits()).isEqualTo(0xC70830A758D51D25L);
    assertThat(new Randomness(42, Purpose.ORDER, 3).bits()).isEqualTo(0x0BE177B5C5E7CD9BL);
    assertThat(new Randomness(-1, Purpose.LABELS, 1L << 40).bits()).isEqualTo(0x4E35C1FED216D39CL);
    assertThat(new Randomness(0, Purpose.NOISE, 0).bits()).isEqualTo(0xD9985211DEE4306CL);
  }

  @Test
  void below_fixedPlace_isTheSameForEver() {
    Randomness random = new Randomness(7, Purpose.CHECK, 0);
    for (int expected : new int[] {0, 2, 5, 5, 9, 5, 2, 6, 0, 9}) {
      assertThat(random.below(10)).isEqualTo(expected);
    }
  }

  @Test
  void uniformAndNormal_fixedPlace_areTheSameForEver() {
    Randomness uniform = new Randomness(7, Purpose.CHECK, 0);
    assertThat(uniform.uniform()).isEqualTo(0.04939568456332133);
    assertThat(uniform.uniform()).isEqualTo(0.2386757951846522);
    // The script's logarithm and cosine may differ from StrictMath's in the last place.
    Randomness normal = new Randomness(7, Purpose.CHECK, 0);
    assertThat(normal.normal()).isCloseTo(0.02262858598806035, within(1e-15));
    assertThat(normal.normal()).isCloseTo(-1.2992187262943686, within(1e-15));
    assertThat(normal.normal()).isCloseTo(-3.146129325790234, within(1e-15));
  }

  @Test
  void below_everySmallBound_isUniform() {
    for (int bound = 1; bound <= 40; bound++) {
      Randomness random = new Randomness(1, Purpose.CHECK, bound);
      int[] counts = new int[bound];
      for (int i = 0; i < 1000 * bound; i++) {
        counts[random.below(bound)]++;
      }
      ChiSquare.assertUniform(counts);
    }
  }

  /// With a bound of 3 · 2²⁹, the upper bits of a product without rejection would give each residue
  /// of 3 three, three and two times out of eight.
  @Test
  void below_boundThatDividesBadly_isUniform() {
    Randomness random = new Randomness(1, Purpose.CHECK, 0);
    int[] counts = new int[3];
    for (int i = 0; i < 30_000; i++) {
      counts[random.below(3 << 29) % 3]++;
    }
    ChiSquare.assertUniform(counts);
  }

  @Test
  void uniform_manyDraws_fillsTheUnitIntervalEvenly() {
    Randomness random = new Randomness(0, Purpose.WEIGHTS, 5);
    int[] counts = new int[100];
    for (int i = 0; i < 100_000; i++) {
      counts[(int) (100 * random.uniform())]++;
    }
    ChiSquare.assertUniform(counts);
  }

  /// Of n standard normals, the mean has deviation 1/√n and the mean square √(2/n); 6 deviations.
  @Test
  void normal_manyDraws_haveMeanZeroAndVarianceOne() {
    int n = 200_000;
    Randomness random = new Randomness(3, Purpose.WEIGHTS, 0);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double x = random.normal();
      sum += x;
      squares += x * x;
    }
    assertThat(sum / n).isCloseTo(0, within(6 / Math.sqrt(n)));
    assertThat(squares / n).isCloseTo(1, within(6 * Math.sqrt(2.0 / n)));
  }

  /// Independent streams agree in 32 of 64 bits, give or take 4 a draw: over 1000 draws the mean
  /// agreement has deviation 4/√1000; 6 deviations.
  @Test
  void bits_neighbouringPlaces_areUnrelated() {
    Randomness here = new Randomness(1, Purpose.ORDER, 1);
    Randomness[] others = {
      new Randomness(2, Purpose.ORDER, 1),
      new Randomness(1, Purpose.LABELS, 1),
      new Randomness(1, Purpose.ORDER, 2)
    };
    double[] agreeing = new double[others.length];
    for (int i = 0; i < 1000; i++) {
      long bits = here.bits();
      for (int k = 0; k < others.length; k++) {
        agreeing[k] += Long.bitCount(~(bits ^ others[k].bits())) / 1000.0;
      }
    }
    for (double mean : agreeing) {
      assertThat(mean).isCloseTo(32, within(6 * 4 / Math.sqrt(1000)));
    }
  }
}
