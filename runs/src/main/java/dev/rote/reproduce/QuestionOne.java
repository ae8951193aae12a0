package dev.rote.reproduce;

import static dev.rote.reproduce.Curves.mean;
import static dev.rote.reproduce.Curves.percent;
import static dev.rote.reproduce.Curves.spread;

import dev.rote.report.Claim;
import dev.rote.report.Experiment;
import dev.rote.report.Verdict;
import dev.rote.train.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The claims of the report's question 1, judged on one engine; the rules stand in [Claims].
///
/// @param evidence what was measured
/// @param engine whose experiments count
record QuestionOne(Evidence evidence, String engine) {
  private static final double ABOUT_89 = 0.885;
  private static final double FULL_89 = 0.89;
  private static final int EARLY = 5;
  private static final int LOWEST_LEVEL = 70;
  private static final int SHOWN_LEVELS = 6;
  private static final String PERCENT = "\u00a0%";

  /// In the order of the report.
  List<Claim> claims() {
    return List.of(accuracy(), sigmoid(), rate());
  }

  private Experiment experiment(String name) {
    return evidence.experiment(name, engine);
  }

  private Curves curves(String name) {
    return new Curves(experiment(name));
  }

  private Recipe recipe(String name) {
    return evidence.study().recipe(name);
  }

  /// A recipe of question 1 and what came of it.
  private record Measured(String name, Curves curves) {}

  private Stream<Measured> measured() {
    return evidence.study().experiments().stream()
        .filter(item -> item.engine().equals(engine) && !item.random())
        .map(item -> new Measured(item.name(), curves(item.name())));
  }

  private Claim accuracy() {
    Curves baseline = curves(Study.BASELINE);
    List<Double> last = baseline.finalAccuracy();
    String others =
        measured()
            .filter(other -> mean(other.curves().finalAccuracy()) >= ABOUT_89)
            .map(Measured::name)
            .collect(Collectors.joining(", "));
    Verdict verdict =
        mean(last) >= ABOUT_89
            ? Verdict.HOLDS
            : others.isEmpty() ? Verdict.DOES_NOT_HOLD : Verdict.HOLDS_ONLY_IF;
    String condition =
        verdict == Verdict.HOLDS_ONLY_IF ? "the network is trained by " + others + ". " : "";
    return new Claim(
        "accuracy",
        "The network reaches about 89 % accuracy on test pictures.",
        experiment(Study.BASELINE).regime(),
        percent(mean(last)) + " after " + baseline.epochs() + " epochs",
        spread(List.of(last)),
        verdict,
        condition + reached());
  }

  private String reached() {
    String who =
        measured()
            .flatMap(
                one -> {
                  OptionalDouble epoch = one.curves().epochsTo(FULL_89);
                  return epoch.isPresent()
                      ? Stream.of(one.name() + " at epoch " + number(epoch.getAsDouble()))
                      : Stream.of();
                })
            .collect(Collectors.joining(", "));
    return who.isEmpty()
        ? "No recipe reached 89 % from every seed."
        : "89 % is reached from every seed by " + who + ".";
  }

  private Claim sigmoid() {
    List<Ratio> ratios = ratios(curves(Study.BASELINE), curves(Study.SIGMOID));
    String id = "sigmoid";
    String text = "Sigmoid in place of ReLU needs about 4 times more epochs for a good accuracy.";
    String regime = experiment(Study.SIGMOID).regime() + "; ReLU otherwise the same";
    if (ratios.isEmpty()) {
      String none =
          "no accuracy from " + LOWEST_LEVEL + PERCENT + " up reached by both from every seed";
      return new Claim(id, text, regime, none, "", Verdict.DOES_NOT_HOLD, "");
    }
    Ratio highest = ratios.getLast();
    List<Ratio> holding = ratios.stream().filter(Ratio::aboutFour).toList();
    Verdict verdict =
        highest.aboutFour()
            ? Verdict.HOLDS
            : holding.isEmpty() ? Verdict.DOES_NOT_HOLD : Verdict.HOLDS_ONLY_IF;
    String note =
        verdict == Verdict.HOLDS_ONLY_IF ? "a good accuracy means " + levels(holding) : "";
    String measured = highest.factor() + " the epochs to " + highest.level() + PERCENT;
    String range =
        ratios.stream()
            .skip(Math.max(0, ratios.size() - SHOWN_LEVELS))
            .map(ratio -> ratio.factor() + " to " + ratio.level() + PERCENT)
            .collect(Collectors.joining(", "));
    return new Claim(id, text, regime, measured, range, verdict, note);
  }

  /// Sigmoid's mean epochs to an accuracy over ReLU's.
  ///
  /// @param level the accuracy in whole percents
  private record Ratio(int level, double value) {
    boolean aboutFour() {
      return value >= 3 && value <= 5;
    }

    String factor() {
      return String.format(Locale.ROOT, "%.1f×", value);
    }
  }

  private static String levels(List<Ratio> ratios) {
    return ratios.stream().map(ratio -> ratio.level() + PERCENT).collect(Collectors.joining(", "));
  }

  /// One for each whole percent that both reach from every seed, rising.
  private static List<Ratio> ratios(Curves relu, Curves sigmoid) {
    List<Ratio> ratios = new ArrayList<>();
    for (int level = LOWEST_LEVEL; level < 100; level++) {
      OptionalDouble fast = relu.epochsTo(level / 100.0);
      OptionalDouble slow = sigmoid.epochsTo(level / 100.0);
      if (fast.isPresent() && slow.isPresent()) {
        ratios.add(new Ratio(level, slow.getAsDouble() / fast.getAsDouble()));
      }
    }
    return ratios;
  }

  private Claim rate() {
    boolean single = fastest(Study.RATES);
    boolean averaged = fastest(Study.AVERAGED_RATES);
    Verdict verdict =
        single && averaged
            ? Verdict.HOLDS
            : single || averaged ? Verdict.HOLDS_ONLY_IF : Verdict.DOES_NOT_HOLD;
    String where = batch(single ? Study.RATES : Study.AVERAGED_RATES);
    String other = batch(single ? Study.AVERAGED_RATES : Study.RATES);
    String note =
        verdict == Verdict.HOLDS_ONLY_IF
            ? "steps are taken on " + where + "; with " + other + " it is not so"
            : "";
    List<String> measured = new ArrayList<>();
    List<List<Double>> groups = new ArrayList<>();
    for (List<String> ids : List.of(Study.RATES, Study.AVERAGED_RATES)) {
      List<String> means = new ArrayList<>();
      for (String id : ids) {
        List<Double> accuracies = curves(id).accuracyUpTo(early());
        means.add(percent(mean(accuracies)) + " at " + recipe(id).optimizer().rate());
        groups.add(accuracies);
      }
      measured.add(batch(ids) + ": " + String.join(", ", means));
    }
    return new Claim(
        "rate",
        "Rate 0.01 converges faster than 0.05 and 0.1.",
        "held-out accuracy, mean of the first "
            + early()
            + " epochs; "
            + experiment(Study.BASELINE).regime(),
        String.join("; ", measured),
        spread(groups),
        verdict,
        note);
  }

  private String batch(List<String> ids) {
    return Regime.batch(recipe(ids.getFirst()));
  }

  private boolean fastest(List<String> ids) {
    double first = mean(curves(ids.getFirst()).accuracyUpTo(early()));
    return ids.stream().skip(1).allMatch(id -> first > mean(curves(id).accuracyUpTo(early())));
  }

  private int early() {
    return Math.min(EARLY, curves(Study.BASELINE).epochs());
  }

  private static String number(double epoch) {
    return String.format(Locale.ROOT, epoch == Math.rint(epoch) ? "%.0f" : "%.1f", epoch);
  }
}
