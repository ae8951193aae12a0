package dev.rote.report;

import dev.rote.train.EpochStats;
import java.util.List;
import java.util.OptionalInt;

/// How many epochs each experiment takes to given held-out accuracies.
final class ReachTable {

  /// Held-out accuracies, in percent.
  static final List<Integer> LEVELS = List.of(80, 82, 84, 85, 86, 87, 88, 89);

  private static final double FINE = 0.0001;

  private ReachTable() {}

  /// @param id unique in the page
  static Markup of(Experiments report, String id, Reach reach) {
    Markup out = new Markup();
    out.open("div", "class", "table").element("h3", reach.title(), "id", id);
    String lead =
        "The first epoch after which so many held-out examples are right:"
            + " the mean over the seeds that get there.";
    out.element("p", lead, "class", "lead");
    out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-labelledby", id);
    out.open("table", "class", "reach");
    out.element("caption", reach.title(), "class", "unseen");
    out.open("thead").open("tr").element("th", "Experiment", "scope", "col");
    for (int level : LEVELS) {
      out.element("th", level + "\u202f%", "scope", "col", "class", "number");
    }
    out.element("th", "Best", "scope", "col", "class", "number");
    out.close("tr").close("thead").open("tbody");
    reach.experimentIds().forEach(experiment -> row(out, report.experiment(experiment)));
    return out.close("tbody").close("table").close("div").close("div");
  }

  private static void row(Markup out, Experiment experiment) {
    out.open("tr").element("th", experiment.title(), "scope", "row");
    List<Arrival> arrivals =
        LEVELS.stream().map(level -> Arrival.of(experiment, level / 100.0)).toList();
    arrivals.forEach(arrival -> cell(out, arrival));
    out.element("td", best(experiment), "class", "number").close("tr");
  }

  private static void cell(Markup out, Arrival arrival) {
    out.open("td", "class", arrival.reached() == 0 ? "number never" : "number")
        .text(arrival.text());
    if (arrival.reached() > 0 && arrival.reached() < arrival.seeds()) {
      String some = arrival.reached() + " of " + arrival.seeds() + " seeds";
      out.text(" ").element("span", some, "class", "detail");
    }
    out.close("td");
  }

  /// With a decimal more than elsewhere: 79.96 % rounded to 80.0 % would belie a "never".
  private static String best(Experiment experiment) {
    return experiment.runs().stream()
        .flatMap(run -> run.epochs().stream())
        .mapToDouble(EpochStats::heldOutAccuracy)
        .filter(Double::isFinite)
        .max()
        .stream()
        .mapToObj(accuracy -> Scale.PERCENT.tick(accuracy, FINE))
        .findFirst()
        .orElse("–");
  }

  /// How an experiment got to an accuracy.
  ///
  /// @param reached seeds that got there
  /// @param seeds all seeds
  /// @param epoch mean over those that did; NaN if none
  record Arrival(int reached, int seeds, double epoch) {

    /// @param accuracy held-out, 0 to 1
    static Arrival of(Experiment experiment, double accuracy) {
      List<Integer> epochs =
          experiment.runs().stream()
              .map(run -> first(run, accuracy))
              .filter(OptionalInt::isPresent)
              .map(OptionalInt::getAsInt)
              .toList();
      double mean = epochs.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
      return new Arrival(epochs.size(), experiment.runs().size(), mean);
    }

    private static OptionalInt first(SeedRun run, double accuracy) {
      return run.epochs().stream()
          .filter(stats -> stats.heldOutAccuracy() >= accuracy)
          .mapToInt(EpochStats::epoch)
          .min();
    }

    String text() {
      if (reached == 0) {
        return "never";
      }
      return epoch == Math.rint(epoch) ? "" + (long) epoch : Scale.POINTS.number(epoch / 100);
    }
  }
}
