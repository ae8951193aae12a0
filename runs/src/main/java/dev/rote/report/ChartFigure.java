package dev.rote.report;

import dev.rote.report.Curve.Point;
import dev.rote.report.Metric.Quantity;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;

/// A chart beside a key that gives the end values of its lines in numbers.
final class ChartFigure {
  private final Experiments report;
  private final Markup out = new Markup();

  private ChartFigure(Experiments report) {
    this.report = report;
  }

  /// @param id unique in the page
  static Markup of(Experiments report, String id, Comparison comparison) {
    ChartFigure figure = new ChartFigure(report);
    figure.chart(id, comparison);
    return figure.out;
  }

  private void chart(String id, Comparison comparison) {
    List<Line> lines = Line.of(report, comparison);
    out.open("figure", "class", "chart", "aria-labelledby", id);
    out.element("h3", comparison.title(), "id", id);
    if (!comparison.text().isBlank()) {
      out.element("p", comparison.text(), "class", "lead");
    }
    out.open("div", "class", "plot");
    if (lines.stream().allMatch(line -> line.curve().points().isEmpty())) {
      out.element("p", "No epoch was finished.", "class", "nothing");
    } else {
      out.add(LineChart.draw(id, comparison, lines, LineChart.WIDE).markup());
      out.add(LineChart.draw(id, comparison, lines, LineChart.NARROW).markup());
    }
    out.close("div").open("figcaption");
    key(comparison, lines);
    out.open("div", "class", "notes").element("p", seeds(comparison, lines));
    diverged(comparison);
    regimes(comparison);
    out.close("div").close("figcaption").close("figure");
  }

  private void key(Comparison comparison, List<Line> lines) {
    Metric metric = comparison.metric();
    out.open("table", "class", "key");
    out.element("caption", "Key and numbers", "class", "unseen");
    out.open("thead").open("tr").element("th", "Line", "scope", "col");
    out.element("th", "Last", "scope", "col", "class", "number");
    out.element("th", capital(metric.quantity().extreme()), "scope", "col", "class", "number");
    out.close("tr").close("thead").open("tbody");
    int last =
        lines.stream()
            .flatMap(line -> line.curve().points().stream())
            .mapToInt(Point::epoch)
            .max()
            .orElse(0);
    for (Line line : lines) {
      List<Point> points = line.curve().points();
      out.open("tr").open("th", "scope", "row").open("span", "class", "entry");
      out.add(line.swatch()).element("span", line.curve().name()).close("span").close("th");
      if (points.isEmpty()) {
        out.element("td", "nothing measured", "colspan", "2", "class", "number");
      } else {
        Point end = points.getLast();
        String spread = end.low() < end.high() ? metric.scale().range(end.low(), end.high()) : "";
        value(metric, end, end.epoch() == last ? spread : "epoch " + end.epoch());
        Point extreme = extreme(metric.quantity(), points);
        value(metric, extreme, "epoch " + extreme.epoch());
      }
      out.close("tr");
    }
    comparison.references().forEach(reference -> reference(metric, reference));
    out.close("tbody").close("table");
  }

  private void reference(Metric metric, Reference reference) {
    out.open("tr").open("th", "scope", "row").open("span", "class", "entry");
    out.open("svg", "class", "swatch", "viewBox", "0 0 34 12", "aria-hidden", "true");
    out.leaf("polyline", "class", "reference", "points", "1,6 33,6").close("svg");
    out.element("span", reference.label()).close("span").close("th");
    out.element("td", metric.scale().text(reference.value()), "class", "number");
    out.element("td", "", "class", "number").close("tr");
  }

  private void value(Metric metric, Point point, String detail) {
    out.open("td", "class", "number").text(metric.scale().text(point.mean()));
    if (!detail.isEmpty()) {
      out.text(" ").element("span", detail, "class", "detail");
    }
    out.close("td");
  }

  private static Point extreme(Quantity quantity, List<Point> points) {
    return points.stream()
        .reduce((a, b) -> quantity.beyond(b.mean(), a.mean()) ? b : a)
        .orElseThrow();
  }

  private String seeds(Comparison comparison, List<Line> lines) {
    IntSummaryStatistics counts =
        comparison.experimentIds().stream()
            .mapToInt(id -> report.experiment(id).runs().size())
            .summaryStatistics();
    String number = counts.getMin() == counts.getMax() ? "" : counts.getMin() + " to ";
    String seeds =
        "Mean of "
            + number
            + counts.getMax()
            + " seeds; the band runs from the lowest to the highest.";
    if (counts.getMax() <= 1) {
      seeds = counts.getMax() == 1 ? "One seed." : "Not run yet.";
    }
    boolean crossed = lines.stream().anyMatch(line -> !line.curve().ends().isEmpty());
    return crossed ? seeds + " A cross is where a seed diverged." : seeds;
  }

  private void diverged(Comparison comparison) {
    for (String id : comparison.experimentIds()) {
      Experiment experiment = report.experiment(id);
      List<SeedRun> diverged =
          experiment.runs().stream().filter(run -> run.diverged().isPresent()).toList();
      if (diverged.isEmpty()) {
        continue;
      }
      List<String> reasons =
          diverged.stream()
              .map(run -> "seed " + run.seed() + ": " + run.diverged().orElseThrow())
              .toList();
      out.open("p", "class", "diverged");
      out.element("strong", experiment.title());
      out.text(" diverged from " + diverged.size() + " of " + experiment.runs().size());
      out.text(" seeds (" + String.join("; ", reasons) + ").").close("p");
    }
  }

  private void regimes(Comparison comparison) {
    List<Experiment> experiments =
        comparison.experimentIds().stream().map(report::experiment).toList();
    List<String> regimes =
        experiments.stream().map(experiment -> experiment.regime().strip()).toList();
    String shared = Regimes.shared(regimes);
    if (!shared.isEmpty()) {
      out.element("p", shared, "class", "regime");
    }
    for (Experiment experiment : experiments) {
      String own = Regimes.own(experiment.regime().strip(), shared);
      if (!own.isEmpty()) {
        out.open("p", "class", "regime").element("strong", experiment.title());
        out.text(": " + own).close("p");
      }
    }
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
