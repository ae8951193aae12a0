package dev.rote.engine;

/// Running totals over examples: loss, correct answers, count.
///
/// Mutable so that a step allocates nothing. Confined to one thread.
public final class Tally {
  private double lossSum;
  private long correct;
  private long examples;

  /// Totals over no example.
  public Tally() {}

  /// Adds one batch.
  ///
  /// @param lossSum sum, not mean, of the examples' losses, added in the order of the examples
  public void add(double lossSum, long correct, long examples) {
    this.lossSum += lossSum;
    this.correct += correct;
    this.examples += examples;
  }

  /// Sum of the losses so far.
  public double lossSum() {
    return lossSum;
  }

  /// Examples whose largest logit was their label's.
  public long correct() {
    return correct;
  }

  /// Examples so far.
  public long examples() {
    return examples;
  }

  /// Loss per example; NaN if there was none.
  public double meanLoss() {
    return lossSum / examples;
  }

  /// Share of correct answers, 0 to 1; NaN if there was no example.
  public double accuracy() {
    return (double) correct / examples;
  }
}
