package dev.rote.cli;

import dev.rote.report.Exhibit;
import dev.rote.report.Grid;
import dev.rote.report.Parallel;
import dev.rote.store.Run;
import dev.rote.train.EpochStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The tables of a report on stored runs, and their parallel coordinates.
final class RunTables {
  /// More axes than this do not fit on a page.
  private static final int MOST_AXES = 8;

  private static final List<String> COLUMNS =
      List.of("Seed", "State", "Epochs", "Held-out loss", "Accuracy", "Best epoch", "Its loss");

  private RunTables() {}

  /// Every run with what it came to.
  static Grid runs(List<RunGroup> groups) {
    List<Grid.Row> rows = new ArrayList<>();
    for (RunGroup group : groups) {
      for (int i = 0; i < group.runs().size(); i++) {
        Run run = group.runs().get(i);
        List<EpochStats> epochs = group.experiment().runs().get(i).epochs();
        Optional<EpochStats> last = epochs.stream().reduce((_, b) -> b);
        Optional<EpochStats> best = EpochStats.best(epochs);
        rows.add(
            new Grid.Row(
                groups.size() == 1 ? "" : group.title(),
                run.id(),
                List.of(
                    cell("" + run.description().provenance().seed()),
                    cell(run.status().word()),
                    cell("" + epochs.size()),
                    cell(last.map(e -> loss(e.heldOutLoss())).orElse(Parallel.NONE)),
                    cell(last.map(e -> percent(e.heldOutAccuracy())).orElse(Parallel.NONE)),
                    cell(best.map(e -> "" + e.epoch()).orElse(Parallel.NONE)),
                    cell(best.map(e -> loss(e.heldOutLoss())).orElse(Parallel.NONE)))));
      }
    }
    return new Grid("Every run", "Best first.", "Run", COLUMNS, rows);
  }

  private static Grid.Cell cell(String text) {
    return new Grid.Cell(text, false);
  }

  private static String loss(double loss) {
    return String.format(Locale.ROOT, "%.4f", loss);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f\u00a0%%", 100 * share);
  }

  /// What differs between groups against what came out; nothing if there are too few.
  static List<Exhibit> parallel(List<RunGroup> groups) {
    List<String> keys = List.copyOf(groups.getFirst().differing().keySet());
    if (groups.size() < 3 || keys.isEmpty()) {
      return List.of();
    }
    List<Parallel.Dimension> dimensions = new ArrayList<>();
    for (String key : keys.subList(0, Math.min(keys.size(), MOST_AXES))) {
      dimensions.add(
          new Parallel.Dimension(
              key,
              groups.stream()
                  .map(group -> group.differing().getOrDefault(key, Parallel.NONE))
                  .toList()));
    }
    dimensions.add(
        new Parallel.Dimension(
            "held-out loss",
            groups.stream()
                .map(g -> Double.isFinite(g.loss()) ? "" + g.loss() : Parallel.NONE)
                .toList()));
    List<Parallel.Ray> rays =
        groups.stream().map(g -> new Parallel.Ray(g.title(), g.whole())).toList();
    return List.of(
        new Parallel(
            "Which values do well",
            "A line to each choice of values; on the right is the mean held-out loss it ended with,"
                + " lower is better. The best is the thick one; dashed lines were stopped early.",
            dimensions,
            rays));
  }
}
