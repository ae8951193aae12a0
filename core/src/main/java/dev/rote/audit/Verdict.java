package dev.rote.audit;

/// What an audit says of a network at one checkpoint, which is fixed before the training: its end.
public enum Verdict {
  /// At least three quarters of what it gets right above chance hold for unseen examples.
  LEARNED,
  /// Part of it does.
  PARTLY,
  /// What it gets right on its training data says nothing about other examples.
  MEMORISED,
  /// It is no better than chance on its training data.
  NOT_FITTED,
  /// The data are too few to say.
  CANNOT_TELL;

  /// The level of the tests.
  public static final double ALPHA = 0.01;

  private static final double FITTED = 0.05;
  private static final double LEARNED_FROM = 0.75;
  private static final double MEMORISED_TO = 0.15;
  private static final double WIDEST = 0.3;
  private static final int FEWEST = 200;

  /// The rule.
  ///
  /// @param share what was measured
  /// @param p of the [PermutationTest]
  /// @param heldOut number of held-out examples
  static Verdict of(LearnedShare share, double p, int heldOut) {
    double lift = share.lift().estimate();
    if (lift < FITTED || share.lift().contains(0)) {
      return NOT_FITTED;
    }
    if (heldOut < FEWEST || share.detectableLift() > lift) {
      return CANNOT_TELL;
    }
    Interval learned = share.share();
    if (p > ALPHA || learned.high() < MEMORISED_TO) {
      return MEMORISED;
    }
    if (learned.width() > WIDEST) {
      return CANNOT_TELL;
    }
    return learned.low() >= LEARNED_FROM ? LEARNED : PARTLY;
  }

  /// The word in reports: `NOT FITTED`.
  public String words() {
    return name().replace('_', ' ');
  }
}
