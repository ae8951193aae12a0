package dev.rote.reproduce;

import static dev.rote.reproduce.Curves.mean;
import static dev.rote.reproduce.Curves.percent;
import static dev.rote.reproduce.Curves.spread;

import dev.rote.report.Claim;
import dev.rote.report.Experiment;
import dev.rote.report.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The claims of the report's question 1, each judged by what was measured.
/*
 * What counts as holding, whatever is measured:
 * - "about 89 %": the mean final held-out accuracy is at least 88.5 %, what rounds to 89.
 * - "about 4 times more epochs": at the highest accuracy in whole percents that all seeds of both
 *   reach, the ratio of mean epochs is from 3 to 5. If it is so only at some lower accuracy, the
 *   claim holds only there.
 * - "0.01 converged faster": the held-out accuracy at rate 0.01, averaged over the first five epochs
 *   and the seeds, is above that of both larger rates. Over five epochs, because one alone goes up
 *   and down by some percent. Judged for single examples and for averaged batches apart.
 */
final class Claims {
  private static final double ABOUT_89 = 0.885;
  private static final double FULL_89 = 0.89;
  private static final int EARLY = 5;
  private static final int LOWEST_LEVEL = 70;
  private static final int SHOWN_LEVELS = 6;
  private static final String PERCENT = "\u00a0%";

  private final Study study;
  private final Map<String, Experiment> experiments;

  private Claims(Study study, List<Experiment> experiments) {
    this.study = study;
    this.experiments =
        experiments.stream()
            .collect(
                Collectors.toMap(
                    Experiment::id, Function.identity(), (a, _) -> a, LinkedHashMap::new));
  }

  /// Judges every claim.
  ///
  /// @param study what was trained
  /// @param experiments what came of it, one for each of the study's
  static List<Claim> judge(Study study, List<Experiment> experiments) {
    Claims claims = new Claims(study, experiments);
    return List.of(claims.accuracy(), claims.sigmoid(), claims.rate());
  }

  private Experiment experiment(String id) {
    Experiment experiment = experiments.get(id);
    if (experiment == null) {
      throw new IllegalArgumentException("no experiment " + id);
    }
    return experiment;
  }

  private Curves curves(String id) {
    return new Curves(experiment(id));
  }

  private Claim accuracy() {
    Curves baseline = curves(Study.BASELINE);
    List<Double> last = baseline.finalAccuracy();
    String others =
        experiments.values().stream()
            .filter(e -> mean(new Curves(e).finalAccuracy()) >= ABOUT_89)
            .map(Experiment::id)
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
        experiments.values().stream()
            .flatMap(
                e -> {
                  OptionalDouble epoch = new Curves(e).epochsTo(FULL_89);
                  return epoch.isPresent()
                      ? Stream.of(e.id() + " at epoch " + number(epoch.getAsDouble()))
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
        means.add(percent(mean(accuracies)) + " at " + study.recipe(id).optimizer().rate());
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
    return Regime.batch(study.recipe(ids.getFirst()));
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
