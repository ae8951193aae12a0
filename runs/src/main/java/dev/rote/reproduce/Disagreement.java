package dev.rote.reproduce;

import dev.rote.check.ParityReport;
import dev.rote.check.ParityReport.Moment;
import dev.rote.check.ParityReport.Row;
import dev.rote.check.Parting;
import dev.rote.report.Chapter;
import dev.rote.report.Comparison;
import dev.rote.report.Exhibit;
import dev.rote.report.Grid;
import dev.rote.report.Metric;
import dev.rote.train.EpochStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The chapter of the report that says how far two engines are apart, and from which step on by
/// more than rounding.
final class Disagreement {
  private Disagreement() {}

  static Chapter chapter(List<EnginePair> pairs) {
    ParityReport any = pairs.getFirst().parity();
    List<Exhibit> exhibits = new ArrayList<>();
    exhibits.add(grid(pairs));
    for (EnginePair pair : pairs) {
      exhibits.add(
          new Comparison(
              pair.first().item().name() + ", engine by engine",
              story(pair),
              List.of(pair.first().item().id(), pair.second().item().id()),
              Metric.LOSS,
              List.of()));
    }
    return new Chapter(
        "engines",
        "Two engines, one recipe",
        List.of(
            "The same weights, pictures and order go through "
                + any.first()
                + " and "
                + any.second()
                + ". Both round each sum, in different places, so their weights come apart, at"
                + " first by a few parts in ten million; training makes such differences grow. How"
                + " far float rounding alone may take them is found by training in double beside"
                + " them, disturbed at every step by all that rounding may do (docs/maths.md). As"
                + " long as the engines stay within that, no mistake of either shows."),
        exhibits);
  }

  private static Grid grid(List<EnginePair> pairs) {
    ParityReport any = pairs.getFirst().parity();
    List<Integer> steps =
        pairs.stream()
            .flatMap(pair -> pair.parity().reported().stream())
            .map(Moment::step)
            .distinct()
            .sorted()
            .toList();
    List<String> columns = new ArrayList<>();
    columns.add("last held-out loss, " + any.first());
    columns.add(any.second());
    for (int step : steps) {
      columns.add(step == 1 ? "apart after 1 step" : String.format(Locale.ROOT, "%,d", step));
    }
    columns.add("past a tolerance");
    columns.add("parted by more than rounding");
    return new Grid(
        "How far the engines are apart",
        "Largest difference of a weight, and which part that is of what roundings of all steps may"
            + " come to, after so many steps of the first seed’s run; the step at which loss, a"
            + " gradient or a weight first left that tolerance; and the step at which the gradients"
            + " first differ by more than the roundings of that step alone, from where on the runs"
            + " are two runs.",
        "Recipe",
        columns,
        pairs.stream().map(pair -> row(pair, steps)).toList());
  }

  private static Grid.Row row(EnginePair pair, List<Integer> steps) {
    List<Grid.Cell> cells = new ArrayList<>();
    cells.add(plain(lastLoss(pair.first())));
    cells.add(plain(lastLoss(pair.second())));
    for (int step : steps) {
      cells.add(plain(apart(pair.parity(), step)));
    }
    cells.add(kept(pair.parity()));
    cells.add(plain(parting(pair)));
    return new Grid.Row("", pair.first().item().name(), cells);
  }

  private static Grid.Cell plain(String text) {
    return new Grid.Cell(text, false);
  }

  private static String lastLoss(Reproduction.Result result) {
    List<EpochStats> epochs = result.experiment().runs().getFirst().epochs();
    return epochs.isEmpty()
        ? "none"
        : String.format(Locale.ROOT, "%.4f", epochs.getLast().heldOutLoss());
  }

  private static String apart(ParityReport parity, int step) {
    Optional<Row> farthest =
        parity.moments().stream()
            .filter(moment -> moment.step() == step)
            .flatMap(moment -> moment.weights().stream())
            .max(Comparator.comparingDouble(Row::disagreement));
    return farthest
        .map(
            row ->
                String.format(
                    Locale.ROOT, "%.1e, %.1f\u00a0%%", row.disagreement(), 100 * row.share()))
        .orElse("–");
  }

  /// Whether the first steps kept their tolerances, in words.
  private static Grid.Cell kept(ParityReport parity) {
    if (parity.parted().isPresent()) {
      Moment moment = parity.parted().get();
      String what = moment.failed().map(Row::name).orElse("");
      return plain(String.format(Locale.ROOT, "step %,d, %s", moment.step(), what));
    }
    String end =
        parity.lost().isPresent()
            ? ", then training is chaotic"
            : parity.divergences().isEmpty() ? "" : ", then one diverges";
    boolean kept = parity.passed() && parity.lost().isEmpty();
    return new Grid.Cell(
        String.format(Locale.ROOT, "not in %,d steps%s", parity.moments().size(), end), kept);
  }

  private static String parting(EnginePair pair) {
    return pair.parting()
        .map(found -> String.format(Locale.ROOT, "step %,d", found.step()))
        .orElse(String.format(Locale.ROOT, "not in %,d steps", pair.searched()));
  }

  /// When the first seed's runs part and why, in a sentence.
  private static String story(EnginePair pair) {
    return pair.parting().map(found -> story(pair, found)).orElse("");
  }

  private static String story(EnginePair pair, Parting found) {
    int examples = pair.first().split().train().size();
    int steps = Math.ceilDiv(examples, Math.min(pair.first().item().recipe().batch(), examples));
    String when =
        String.format(
            Locale.ROOT,
            "The first seed’s runs part at step %,d, in epoch %d: ",
            found.step(),
            (found.step() - 1) / steps + 1);
    return when
        + found
            .kink()
            .map(kink -> because(pair.parity(), kink))
            .orElse("the gradient of " + found.where() + " differs by more than rounding.");
  }

  private static String because(ParityReport engines, Parting.Kink kink) {
    return String.format(
        Locale.ROOT,
        "the sum of unit %d in layer %d is %.1e for %s and %.1e for %s, so a ReLU passes it on for"
            + " one of them only, and with it a term of the gradient.",
        kink.unit(),
        kink.layer(),
        kink.first(),
        engines.first(),
        kink.second(),
        engines.second());
  }
}
