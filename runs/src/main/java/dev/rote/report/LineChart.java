package dev.rote.report;

import dev.rote.report.Curve.End;
import dev.rote.report.Curve.Point;
import dev.rote.report.Svg.Size;
import dev.rote.report.Svg.Spot;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// Lines over epochs with bands from the lowest to the highest seed, named at their ends.
///
/// An epoch that no seed has leaves a gap; a cross marks where a seed diverged.
final class LineChart {
  static final Size WIDE = new Size("wide", 720, 350);
  static final Size NARROW = new Size("narrow", 340, 290);

  private static final double MARK = 3.5;
  private static final double BETWEEN_MARKS = 28;

  private final Metric metric;
  private final List<Line> lines;
  private final List<Reference> references;
  private final Layout layout;
  private final Axis across;
  private final Axis up;
  private final Svg svg;

  private LineChart(String id, Comparison comparison, List<Line> lines, Size size) {
    this.metric = comparison.metric();
    this.lines = lines;
    references = comparison.references();
    List<String> names = new ArrayList<>(lines.stream().map(l -> l.curve().name()).toList());
    references.forEach(reference -> names.add(reference.label()));
    layout = Layout.of(names, size);
    int first = epochs().min(Integer::compare).orElseThrow();
    int last = epochs().max(Integer::compare).orElseThrow();
    across = Axis.ofEpochs(first, last, layout.epochParts(), layout.left(), layout.right());
    up = valueAxis();
    String description = describe(metric, lines) + describe(metric.scale(), references);
    svg = new Svg(id + "-" + size.kind(), size, comparison.title(), description);
  }

  /// @param lines at least one of them with a point
  static Svg draw(String id, Comparison comparison, List<Line> lines, Size size) {
    return new LineChart(id, comparison, lines, size).draw();
  }

  /// What the chart shows, in words.
  static String describe(Metric metric, List<Line> lines) {
    StringBuilder words = new StringBuilder(metric.words()).append(" by epoch.");
    for (Line line : lines) {
      words.append(' ').append(line.curve().name()).append(": ");
      List<Point> points = line.curve().points();
      if (points.isEmpty()) {
        words.append("nothing measured.");
        continue;
      }
      words.append(at(metric, points.getFirst()));
      words.append(points.size() > 1 ? ", " + at(metric, points.getLast()) : "").append('.');
    }
    return words.toString();
  }

  private static String describe(Scale scale, List<Reference> references) {
    StringBuilder words = new StringBuilder();
    for (Reference reference : references) {
      words.append(" Level line, ").append(reference.label()).append(": ");
      words.append(scale.text(reference.value())).append('.');
    }
    return words.toString();
  }

  private static String at(Metric metric, Point point) {
    return metric.scale().text(point.mean()) + " at epoch " + point.epoch();
  }

  private Stream<Integer> epochs() {
    return lines.stream().flatMap(line -> line.curve().points().stream()).map(Point::epoch);
  }

  /// Losses and gaps are read against 0, accuracies against each other.
  private Axis valueAxis() {
    DoubleSummaryStatistics extent =
        lines.stream()
            .flatMap(line -> line.curve().points().stream())
            .flatMapToDouble(point -> DoubleStream.of(point.low(), point.high()))
            .summaryStatistics();
    references.forEach(reference -> extent.accept(reference.value()));
    if (metric.quantity() != Metric.Quantity.ACCURACY) {
      extent.accept(0);
    }
    return Axis.ofValues(
        extent.getMin(), extent.getMax(), layout.valueParts(), layout.bottom(), layout.top());
  }

  private Svg draw() {
    drawAxes();
    references.forEach(this::drawReference);
    lines.forEach(this::drawBand);
    lines.forEach(this::drawLine);
    if (layout.named()) {
      drawNames();
    }
    return svg;
  }

  private void drawAxes() {
    svg.open("axis values");
    for (double tick : up.ticks()) {
      double y = up.at(tick);
      boolean zero = Math.abs(tick) < up.step() / 2;
      svg.line(new Spot(layout.left(), y), new Spot(layout.right(), y), zero ? "zero" : "grid");
      String text = metric.scale().tick(tick, up.step());
      svg.text(new Spot(layout.left() - 8, y + 4), text, "end");
    }
    svg.close().open("axis epochs");
    double base = layout.bottom();
    for (double tick : across.ticks()) {
      double x = across.at(tick);
      svg.line(new Spot(x, base), new Spot(x, base + 5), "tick");
      svg.text(new Spot(x, base + 19), "" + (long) tick, "middle");
    }
    svg.close();
    svg.text(new Spot(0, 13), metric.words(), "unit");
    svg.text(new Spot((layout.left() + layout.right()) / 2, base + 38), "epoch", "unit middle");
  }

  private Spot spot(int epoch, double value) {
    return new Spot(across.at(epoch), up.at(value));
  }

  private void drawReference(Reference reference) {
    double y = up.at(reference.value());
    svg.line(new Spot(layout.left(), y), new Spot(layout.right(), y), "reference");
  }

  private void drawBand(Line line) {
    for (List<Point> piece : line.curve().pieces()) {
      if (piece.size() > 1 && piece.stream().anyMatch(point -> point.low() < point.high())) {
        List<Spot> outline = new ArrayList<>();
        piece.forEach(point -> outline.add(spot(point.epoch(), point.high())));
        piece.reversed().forEach(point -> outline.add(spot(point.epoch(), point.low())));
        svg.polygon(outline, "band " + line.tint());
      }
    }
  }

  private void drawLine(Line line) {
    svg.open("curve");
    for (List<Point> piece : line.curve().pieces()) {
      List<Spot> spots = piece.stream().map(p -> spot(p.epoch(), p.mean())).toList();
      if (spots.size() > 1) {
        svg.polyline(spots, line.stroke());
      }
      for (int i = piece.size() - 1; i >= 0; i -= stride()) {
        String value = line.curve().name() + ": " + at(metric, piece.get(i));
        svg.mark(line.mark(spots.get(i), MARK), "mark " + line.tint(), value);
      }
    }
    for (End end : line.curve().ends()) {
      Spot spot = spot(end.epoch(), end.value());
      String kind = "cross " + line.tint();
      for (int slope : List.of(-1, 1)) {
        svg.line(
            new Spot(spot.x() - 6, spot.y() - slope * 6.0),
            new Spot(spot.x() + 6, spot.y() + slope * 6.0),
            kind);
      }
    }
    svg.close();
  }

  /// Epochs from one mark to the next.
  private int stride() {
    double width = across.at(across.low() + 1) - across.at(across.low());
    return (int) Math.ceil(BETWEEN_MARKS / width);
  }

  /// What stands beside the plot.
  ///
  /// @param text the name of a line or of a level line
  /// @param end where that line ends
  /// @param kind class names of the text's colour
  private record Name(String text, Spot end, String kind) {}

  private List<Name> names() {
    List<Name> names = new ArrayList<>();
    for (Line line : lines) {
      if (!line.curve().points().isEmpty()) {
        Point last = line.curve().points().getLast();
        Spot end = spot(last.epoch(), last.mean());
        names.add(new Name(line.curve().name(), end, line.tint()));
      }
    }
    for (Reference reference : references) {
      Spot end = new Spot(layout.right(), up.at(reference.value()));
      names.add(new Name(reference.label(), end, "level"));
    }
    return names;
  }

  private void drawNames() {
    List<Name> names = names();
    List<Double> middles =
        Labels.spread(
            names.stream().map(name -> name.end().y()).toList(),
            names.stream().map(name -> layout.nameHeight(name.text())).toList(),
            layout.top() - layout.row(),
            layout.bottom() + 4);
    svg.open("names");
    for (int i = 0; i < names.size(); i++) {
      drawName(names.get(i), middles.get(i));
    }
    svg.close();
  }

  /// @param middle height of the name, which a leader joins to the end if that is not beside it
  private void drawName(Name name, double middle) {
    double x = layout.right() + Layout.NAME_GAP;
    Spot end = name.end();
    if (Math.abs(middle - end.y()) > 4 || end.x() < layout.right() - 1) {
      Spot start = new Spot(end.x() + 2 * MARK, end.y());
      svg.line(start, new Spot(x - 3, middle), "leader " + name.kind());
    }
    List<String> rows = layout.rows(name.text());
    double baseline = middle - layout.row() * (rows.size() - 1) / 2 + layout.row() * 0.32;
    for (String row : rows) {
      svg.text(new Spot(x, baseline), row, "name " + name.kind());
      baseline += layout.row();
    }
  }
}
