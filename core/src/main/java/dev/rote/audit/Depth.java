package dev.rote.audit;

/// How much an audit trains. The unit of cost is one training of the user's own recipe.
public enum Depth {
  /// The recipe alone: the verdict, and the rankings of its own examples.
  QUICK(1, 0, 0, false),
  /// Also labels permuted, two pairs of complementary halves, and known wrong labels: what it could
  /// learn by heart, memorisation of each example, the rate of wrong labels.
  STANDARD(1, 1, 2, true),
  /// The same with three seeds, three permutations and ten pairs.
  THOROUGH(3, 3, 10, true);

  private final int seeds;
  private final int controls;
  private final int pairs;
  private final boolean flips;

  Depth(int seeds, int controls, int pairs, boolean flips) {
    this.seeds = seeds;
    this.controls = controls;
    this.pairs = pairs;
    this.flips = flips;
  }

  /// Trainings of the recipe as it is, each from another seed.
  public int seeds() {
    return seeds;
  }

  /// Trainings with permuted labels.
  public int controls() {
    return controls;
  }

  /// Pairs of trainings, on one half of the examples and on the other.
  public int pairs() {
    return pairs;
  }

  /// Whether there is a training in which some labels are made wrong on purpose.
  public boolean flips() {
    return flips;
  }

  /// What it costs, in trainings: each half is learned in half a training, and the other half is
  /// gone through forward after each epoch, a sixth of one.
  public double units() {
    return seeds + controls + pairs * 2 * (1 / 2.0 + 1 / 6.0) + (flips ? 1 : 0);
  }
}
