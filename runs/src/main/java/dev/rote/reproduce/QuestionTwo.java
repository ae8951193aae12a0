package dev.rote.reproduce;

import static dev.rote.reproduce.Curves.loss;
import static dev.rote.reproduce.Curves.lossSpread;
import static dev.rote.reproduce.Curves.mean;
import static dev.rote.reproduce.Curves.percent;
import static dev.rote.reproduce.Curves.spread;

import dev.rote.report.Claim;
import dev.rote.report.Verdict;
import dev.rote.train.EpochStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The claims of the report's question 2, judged on one engine; the rules stand in [Claims].
///
/// @param evidence what was measured
/// @param engine whose experiments count
record QuestionTwo(Evidence evidence, String engine) {

  /// The loss of a guess between two classes, in nats.
  static final double CHANCE = StrictMath.log(2);

  /// Up to so many trials are named one by one.
  private static final int FEW = 2;

  /// In the order of the report.
  List<Claim> claims() {
    return List.of(byHeart(), overfit(), coin());
  }

  private Curves curves() {
    return new Curves(evidence.experiment(Study.RANDOM_LABELS, engine));
  }

  private String regime() {
    return evidence.experiment(Study.RANDOM_LABELS, engine).regime()
        + ", "
        + curves().epochs()
        + " epochs";
  }

  private Claim byHeart() {
    List<Double> losses = curves().finalLoss(EpochStats::trainLoss);
    String where = conditions();
    Verdict verdict =
        mean(losses) < Claims.ABOUT_NOTHING
            ? Verdict.HOLDS
            : where.isEmpty() ? Verdict.DOES_NOT_HOLD : Verdict.HOLDS_ONLY_IF;
    return new Claim(
        "by-heart",
        "The training loss on random labels goes to about 0; a guess has " + loss(CHANCE) + ".",
        regime(),
        loss(mean(losses)),
        lossSpread(losses),
        verdict,
        verdict == Verdict.HOLDS_ONLY_IF ? where : "");
  }

  /// The inputs under which some trial of the search came to about 0, and how many did: "given
  /// Gaussian noise (9 of 12 trials)". Empty if there are none.
  private String conditions() {
    Map<String, List<Trial.Found>> byInputs =
        evidence.found().stream()
            .collect(
                Collectors.groupingBy(
                    found -> found.trial().inputs(), LinkedHashMap::new, Collectors.toList()));
    List<Learned> learned = new ArrayList<>();
    byInputs.forEach((inputs, trials) -> learned.add(Learned.of(inputs, trials)));
    learned.removeIf(of -> of.trials().isEmpty());
    learned.sort(Comparator.comparing(of -> -of.trials().size()));
    return learned.isEmpty()
        ? ""
        : "given " + learned.stream().map(Learned::words).collect(Collectors.joining(" or "));
  }

  /// The trials with the same inputs that came to about 0.
  ///
  /// @param all how many there were with these inputs
  private record Learned(String inputs, List<Trial.Found> trials, int all) {
    static Learned of(String inputs, List<Trial.Found> trials) {
      List<Trial.Found> learned = trials.stream().filter(Trial.Found::byHeart).toList();
      return new Learned(inputs, learned, trials.size());
    }

    String words() {
      if (trials.size() > FEW || trials.size() == all) {
        return "%s (%d of %d trials)".formatted(inputs, trials.size(), all);
      }
      return trials.stream()
          .map(found -> found.trial().training() + ", " + found.trial().examples() + " examples")
          .collect(Collectors.joining("; ", inputs + " (only ", ")"));
    }
  }

  private Claim overfit() {
    List<Double> losses = curves().finalLoss(EpochStats::heldOutLoss);
    boolean above = losses.stream().allMatch(loss -> loss > CHANCE);
    return new Claim(
        "overfit",
        "The loss on held-out pictures does not: it ends above a guess’s " + loss(CHANCE) + ".",
        regime(),
        loss(mean(losses)),
        lossSpread(losses),
        above ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD,
        "");
  }

  private Claim coin() {
    List<Double> accuracies = curves().finalAccuracy();
    long right = accuracies.stream().mapToLong(a -> Math.round(a * evidence.heldOut())).sum();
    FairCoin coin = FairCoin.of(evidence.heldOut() * accuracies.size());
    double tosses = coin.tosses();
    return new Claim(
        "coin",
        String.format(
            Locale.ROOT,
            "Held-out pictures are right as often as a tossed coin: 99 of 100 series of %,d tosses"
                + " have %s–%s heads.",
            coin.tosses(),
            percent(coin.least() / tosses),
            percent(coin.most() / tosses)),
        regime(),
        percent(right / tosses),
        spread(List.of(accuracies)),
        coin.plausible(right) ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD,
        "");
  }
}
