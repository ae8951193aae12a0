package dev.rote.audit;

import dev.rote.data.Split;
import dev.rote.train.Recipe;
import java.util.List;
import java.util.Optional;

/// What an audit found. All of it follows from data, recipe, depth and seed.
///
/// @param recipe what was trained
/// @param split what it was trained on, and judged by: without held-out examples that are copies of
///     others
/// @param depth how much was trained
/// @param seed of splits, flips and resamples
/// @param duplicates examples that are there twice
/// @param verdict at the end of the training
/// @param share what the verdict rests on
/// @param pValue of the held-out labels being exchangeable
/// @param curve the recipe's own training
/// @param confidence how sure the network is where it has not learned
/// @param calibration whether it is right as often as it says
/// @param classes what was found of each
/// @param otherSeeds the same measure from other seeds
/// @param controls trainings with permuted labels
/// @param errorRate how many labels are wrong; empty at depth quick
/// @param memorisation of each example; empty at depth quick
/// @param examples a row for each training example
/// @param wrong labels that are almost surely wrong, the surest first
/// @param disputed labels that are disputed between look-alikes, the most disputed first
public record Audit(
    Recipe recipe,
    Split split,
    Depth depth,
    long seed,
    Duplicates duplicates,
    Verdict verdict,
    LearnedShare share,
    double pValue,
    List<Epoch> curve,
    Confidence confidence,
    Calibration calibration,
    List<OfClass> classes,
    List<LearnedShare> otherSeeds,
    List<List<Epoch>> controls,
    Optional<ErrorRate> errorRate,
    Optional<Memorisation> memorisation,
    Examples examples,
    List<Suspect> wrong,
    List<Suspect> disputed) {

  /// One epoch of one training.
  ///
  /// @param fitted accuracy on the examples while they were learned
  /// @param heldOut accuracy on held-out ones after it
  /// @param chance [Answers#chance] of those
  public record Epoch(int epoch, double fitted, double heldOut, double chance) {

    /// L by these numbers.
    public double learnedShare() {
      return (heldOut - chance) / (fitted - chance);
    }
  }

  /// Mean −log p of the label on held-out examples, against what one pays who knows how frequent
  /// the classes are and nothing else.
  ///
  /// @param logLoss of the network, in nats
  /// @param priorEntropy of the held-out labels
  public record Confidence(double logLoss, double priorEntropy) {}
}
