package dev.rote.data;

/// A stream of random numbers that is a pure function of where it is used.
///
/// The n-th number of the stream (seed, purpose, index) is always the same, on any machine and JDK,
/// whatever was drawn elsewhere: so no generator state need be saved to resume a run, and a new use
/// of chance moves no old one. Seed 0 is a seed like any other. Confined to one thread.
///
/// Each draw is the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) over a key and a
/// counter that steps by the golden ratio; the key hashes seed, purpose and index.
public final class Randomness {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;
  private long counter;

  /// The stream for one use.
  ///
  /// @param seed the recipe's seed
  /// @param purpose what the numbers are for; streams of different purposes are independent
  /// @param index the epoch, tensor or other place within the purpose
  public Randomness(long seed, Purpose purpose, long index) {
    key = mix(mix(mix(seed) + purpose.salt) + index);
  }

  /// What random numbers are drawn for. The salts are fixed for ever: changing one changes every
  /// run.
  public enum Purpose {
    /// Initial weights; index: the tensor.
    WEIGHTS(1),
    /// Order of the examples; index: the epoch.
    ORDER(2),
    /// Random labels and label noise; index: 0 for the training split, 1 for the held-out one.
    LABELS(3),
    /// Choice of the coordinates and networks a gradient check looks at.
    CHECK(4),
    /// Pictures of noise and their labels; index: 0 for training, 1 for the held-out ones.
    NOISE(5),
    /// Trials of a random search; index: the trial.
    SEARCH(6),
    /// Splits, flips, permutations and resamples of an audit; index: which of them.
    AUDIT(7),
    /// Which rows of a table are held out; index: 0.
    HELD_OUT(8),
    /// Points of the plane; index: 0 for training, 1 for the held-out ones.
    POINTS(9);

    private final long salt;

    Purpose(long salt) {
      this.salt = mix(salt);
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// The next 64 random bits.
  public long bits() {
    return mix(key + GOLDEN * ++counter);
  }

  /// A whole number from 0 to `bound` − 1, each equally likely (Lemire 2019, arXiv 1805.10941).
  ///
  /// @param bound at least 1
  public int below(int bound) {
    long product = (bits() >>> 32) * bound;
    long low = product & 0xFFFFFFFFL;
    if (low < bound) {
      long threshold = (1L << 32) % bound;
      while (low < threshold) {
        product = (bits() >>> 32) * bound;
        low = product & 0xFFFFFFFFL;
      }
    }
    return (int) (product >>> 32);
  }

  /// Uniform on [0, 1), a multiple of 2⁻⁵³.
  public double uniform() {
    return (bits() >>> 11) * 0x1p-53;
  }

  /// Standard normal, by the Box–Muller transform; the second of each pair is not kept.
  public double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }
}
