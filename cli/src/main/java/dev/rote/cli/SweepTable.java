package dev.rote.cli;

import dev.rote.store.SweepLedger;
import dev.rote.sweep.Ranking;
import dev.rote.sweep.Standing;
import dev.rote.sweep.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A sweep in words, as a table and as JSON.
final class SweepTable {
  private final Sweep sweep;

  SweepTable(Sweep sweep) {
    this.sweep = sweep;
  }

  /// "12 points × 3 seeds, 36 runs of 10 epochs; 12 points to epoch 1, 4 to 3, 1 to 10".
  String announcement() {
    int seeds = sweep.seeds().size();
    String all =
        "%d %s × %d %s, %d %s"
            .formatted(
                sweep.points().size(),
                sweep.points().size() == 1 ? "point" : "points",
                seeds,
                seeds == 1 ? "seed" : "seeds",
                sweep.runs(),
                sweep.runs() == 1 ? "run" : "runs");
    if (sweep.halving().isEmpty()) {
      return all;
    }
    return all
        + "; by halving "
        + sweep.plan().stream()
            .map(rung -> "%d to epoch %d".formatted(rung.points(), rung.epochs()))
            .collect(Collectors.joining(", "));
  }

  static String about(double seconds) {
    if (seconds < 100) {
      return "about %d s".formatted(Math.max(1, Math.round(seconds)));
    }
    return seconds < 6000
        ? "about %d min".formatted(Math.round(seconds / 60))
        : "about %d h".formatted(Math.round(seconds / 3600));
  }

  /// What would be trained, a line to a point.
  String trials() {
    Table table = new Table().row(heads("point", List.of("epochs")));
    for (Sweep.Point point : sweep.points()) {
      table.row(cells("" + (point.number() + 1), point, List.of("" + point.recipe().epochs())));
    }
    return table.toString();
  }

  /// Best first.
  String ranking(Ranking ranking) {
    List<String> numbers = List.of("held-out loss", "accuracy", "epochs", "state");
    Table table = new Table().row(heads("place", numbers));
    int place = 1;
    for (Ranking.Place one : ranking.places()) {
      table.row(
          cells(
              "" + place++,
              one.point(),
              List.of(
                  spread(one.loss(), 1, 4, ""),
                  spread(one.accuracy(), 100, 2, " %"),
                  "" + one.epochs(),
                  one.state())));
    }
    return table.toString();
  }

  private String[] heads(String first, List<String> last) {
    List<String> heads = new ArrayList<>(List.of(first));
    heads.addAll(sweep.keys());
    heads.addAll(last);
    return heads.toArray(String[]::new);
  }

  private static String[] cells(String first, Sweep.Point point, List<String> last) {
    List<String> cells = new ArrayList<>(List.of(first));
    cells.addAll(point.values());
    cells.addAll(last);
    return cells.toArray(String[]::new);
  }

  /// "0.3321 ± 0.0012", the deviation where there are several seeds.
  private static String spread(Ranking.Summary summary, double factor, int digits, String unit) {
    if (Double.isNaN(summary.mean())) {
      return "–";
    }
    String form = "%." + digits + "f";
    String mean = String.format(Locale.ROOT, form, summary.mean() * factor);
    return summary.count() < 2
        ? mean + unit
        : mean + " ± " + String.format(Locale.ROOT, form, summary.deviation() * factor) + unit;
  }

  /// The whole ranking, numbers exact; what is not measured is missing.
  Map<String, Object> json(Ranking ranking) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("sweep", sweep.name());
    all.put("tag", SweepLedger.tag(sweep.name()));
    List<Map<String, Object>> places = new ArrayList<>();
    for (Ranking.Place one : ranking.places()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("place", places.size() + 1);
      Map<String, String> values = new LinkedHashMap<>();
      IntStream.range(0, sweep.keys().size())
          .forEach(k -> values.put(sweep.keys().get(k), one.point().values().get(k)));
      fields.put("values", values);
      fields.put("state", one.state());
      fields.put("epochs", one.epochs());
      summary(fields, "heldout_loss", one.loss());
      summary(fields, "heldout_accuracy", one.accuracy());
      fields.put("seeds", sweep.seeds());
      fields.put("runs", one.seeds().stream().flatMap(seed -> seed.run().stream()).toList());
      one.seeds().stream()
          .map(Standing::why)
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(why -> fields.put("diverged", why));
      places.add(fields);
    }
    all.put("points", places);
    return all;
  }

  private static void summary(Map<String, Object> fields, String name, Ranking.Summary summary) {
    if (Double.isFinite(summary.mean())) {
      fields.put(name, summary.mean());
      fields.put(name + "_deviation", summary.deviation());
    }
  }
}
