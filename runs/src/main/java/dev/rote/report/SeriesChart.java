package dev.rote.report;

import dev.rote.report.Svg.Size;
import dev.rote.report.Svg.Spot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// Measured lines over a quantity that is no epoch, as an SVG file of its own: it carries its style
/// sheet, and follows a reader's light or dark theme.
///
/// @param title what is shown, above the plot
/// @param up what the lines' values are: "examples a second"
/// @param across what runs along the axis: "batch"
/// @param logarithmic whether equal steps along the axis are equal factors; x is above 0 then
/// @param lines at least one with a point
/// @param levels level lines to read the lines against
public record SeriesChart(
    String title,
    String up,
    String across,
    boolean logarithmic,
    List<Series> lines,
    List<Reference> levels) {

  private static final Size SIZE = new Size("series", 760, 400);
  private static final double MARK = 3.5;
  private static final double HEAD = 24;

  /// One line.
  ///
  /// @param points rising in x
  public record Series(String name, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /// One measurement.
  ///
  /// @param y value, 0 or more
  /// @param low the lowest that was measured, at most y
  /// @param high the highest, at least y
  public record Point(double x, double y, double low, double high) {}

  public SeriesChart {
    lines = List.copyOf(lines);
    levels = List.copyOf(levels);
  }

  /// The file's text.
  ///
  /// @param id unique where the picture is shown
  public String file(String id) {
    return new Drawing(id).file();
  }

  /// "454,400", or "0.25".
  private static String text(double value) {
    return value == Math.rint(value) || value >= 100
        ? String.format(Locale.ROOT, "%,d", Math.round(value))
        : String.format(Locale.ROOT, "%.3g", value);
  }

  /// One picture in the making.
  private final class Drawing {
    private final Layout layout;
    private final Axis values;
    private final Axis quantity;
    private final List<Line> styles = new ArrayList<>();
    private final Svg svg;

    Drawing(String id) {
      List<String> names = new ArrayList<>(lines.stream().map(Series::name).toList());
      levels.forEach(level -> names.add(level.label()));
      layout = Layout.of(names, SIZE);
      double highest =
          Stream.concat(points().map(Point::high), levels.stream().map(Reference::value))
              .max(Comparator.naturalOrder())
              .orElseThrow();
      values = Axis.ofValues(0, highest, layout.valueParts(), layout.bottom(), layout.top() + HEAD);
      double from = along(ticks().min().orElseThrow());
      double to = along(ticks().max().orElseThrow());
      double room = from == to ? 1 : 0;
      quantity = new Axis(from - room, to + room, left(), layout.right(), 1, List.of());
      for (int l = 0; l < lines.size(); l++) {
        styles.add(new Line(new Curve(lines.get(l).name(), List.of(), List.of()), l, l));
      }
      svg = new Svg(id, SIZE, title, description());
    }

    private Stream<Point> points() {
      return lines.stream().flatMap(line -> line.points().stream());
    }

    /// Every measured place has a tick.
    private DoubleStream ticks() {
      return points().mapToDouble(Point::x).distinct().sorted();
    }

    private double along(double x) {
      return logarithmic ? StrictMath.log(x) : x;
    }

    private double left() {
      return layout.left() + 20;
    }

    private Spot spot(double x, double y) {
      return new Spot(quantity.at(along(x)), values.at(y));
    }

    private String description() {
      StringBuilder words = new StringBuilder(up).append(" by ").append(across).append('.');
      for (Series line : lines) {
        words.append(' ').append(line.name()).append(':');
        for (Point point : line.points()) {
          words.append(' ').append(text(point.y())).append(" at ").append(text(point.x()));
          words.append(point.equals(line.points().getLast()) ? "." : ",");
        }
      }
      levels.forEach(
          level ->
              words
                  .append(" Level line, ")
                  .append(level.label())
                  .append(": ")
                  .append(text(level.value()))
                  .append('.'));
      return words.toString();
    }

    String file() {
      drawAxes();
      for (Reference level : levels) {
        double y = values.at(level.value());
        svg.line(new Spot(left(), y), new Spot(layout.right(), y), "reference");
      }
      for (int l = 0; l < lines.size(); l++) {
        drawLine(lines.get(l), styles.get(l));
      }
      drawNames();
      return Svg.file(svg.markup(), SIZE);
    }

    private void drawAxes() {
      svg.text(new Spot(0, 15), title, "name");
      svg.text(new Spot(0, 15 + HEAD), up, "unit");
      svg.open("axis values");
      for (double tick : values.ticks()) {
        double y = values.at(tick);
        svg.line(new Spot(left(), y), new Spot(layout.right(), y), tick == 0 ? "zero" : "grid");
        svg.text(new Spot(left() - 8, y + 4), text(tick), "end");
      }
      svg.close().open("axis quantity");
      double base = layout.bottom();
      double last = Double.NEGATIVE_INFINITY;
      for (double tick : ticks().toArray()) {
        double x = quantity.at(along(tick));
        svg.line(new Spot(x, base), new Spot(x, base + 5), "tick");
        if (x - last > 8.0 * text(tick).length() + 6) {
          svg.text(new Spot(x, base + 19), text(tick), "middle");
          last = x;
        }
      }
      svg.close();
      svg.text(new Spot((left() + layout.right()) / 2, base + 38), across, "unit middle");
    }

    private void drawLine(Series line, Line style) {
      List<Spot> outline = new ArrayList<>();
      line.points().forEach(p -> outline.add(spot(p.x(), p.high())));
      line.points().reversed().forEach(p -> outline.add(spot(p.x(), p.low())));
      List<Spot> spots = line.points().stream().map(p -> spot(p.x(), p.y())).toList();
      if (spots.size() > 1) {
        svg.polygon(outline, "band " + style.tint());
        svg.polyline(spots, style.stroke());
      }
      for (Point point : line.points()) {
        String value = line.name() + ": " + text(point.y()) + " at " + text(point.x());
        svg.mark(style.mark(spot(point.x(), point.y()), MARK), "mark " + style.tint(), value);
      }
    }

    private void drawNames() {
      List<String> names = new ArrayList<>();
      List<Double> ends = new ArrayList<>();
      List<String> kinds = new ArrayList<>();
      for (int l = 0; l < lines.size(); l++) {
        if (!lines.get(l).points().isEmpty()) {
          names.add(lines.get(l).name());
          ends.add(values.at(lines.get(l).points().getLast().y()));
          kinds.add(styles.get(l).tint());
        }
      }
      for (Reference level : levels) {
        names.add(level.label());
        ends.add(values.at(level.value()));
        kinds.add("level");
      }
      List<Double> heights = names.stream().map(layout::nameHeight).toList();
      List<Double> middles = Labels.spread(ends, heights, layout.top(), layout.bottom() + 4);
      for (int i = 0; i < names.size(); i++) {
        List<String> rows = layout.rows(names.get(i));
        double baseline = middles.get(i) - layout.row() * (rows.size() - 1) / 2 + layout.row() / 3;
        for (String row : rows) {
          Spot start = new Spot(layout.right() + Layout.NAME_GAP, baseline);
          svg.text(start, row, "name " + kinds.get(i));
          baseline += layout.row();
        }
      }
    }
  }
}
