package dev.rote.report;

import dev.rote.report.Svg.Size;
import dev.rote.report.Svg.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Parallel coordinates as a part of the page.
final class ParallelFigure {
  static final Size WIDE = new Size("wide", 720, 380);
  static final Size NARROW = new Size("narrow", 340, 330);

  private static final double TOP = 52;
  private static final double BOTTOM = 18;
  private static final double CLOSE = 13;
  private static final double CHARACTER = 7;

  private final Parallel chart;
  private final List<Pole> poles;
  private final Size size;
  private final Svg svg;

  private ParallelFigure(String id, Parallel chart, Size size) {
    this.chart = chart;
    this.size = size;
    int last = chart.dimensions().size() - 1;
    poles =
        IntStream.rangeClosed(0, last)
            .mapToObj(i -> Pole.of(chart.dimensions().get(i), i == last))
            .toList();
    svg = new Svg(id + "-" + size.kind(), size, chart.title(), describe(chart));
  }

  static Markup of(String id, Parallel chart) {
    Markup out = new Markup();
    out.open("figure", "class", "chart parallel", "aria-labelledby", id);
    out.element("h3", chart.title(), "id", id);
    if (!chart.text().isBlank()) {
      out.element("p", chart.text(), "class", "lead");
    }
    out.open("div", "class", "plot");
    out.add(draw(id, chart, WIDE).markup()).add(draw(id, chart, NARROW).markup());
    return out.close("div").close("figure");
  }

  static Svg draw(String id, Parallel chart, Size size) {
    return new ParallelFigure(id, chart, size).draw();
  }

  private static String describe(Parallel chart) {
    String names =
        chart.dimensions().stream().map(Parallel.Dimension::name).collect(Collectors.joining(", "));
    String best =
        chart.rays().isEmpty() ? "" : " The best: " + chart.rays().getFirst().name() + ".";
    return chart.rays().size() + " lines across " + names + "." + best;
  }

  private Svg draw() {
    svg.open("rays");
    for (int ray = chart.rays().size() - 1; ray >= 0; ray--) {
      drawRay(ray);
    }
    svg.close();
    for (int i = 0; i < poles.size(); i++) {
      drawPole(i);
    }
    return svg;
  }

  private double x(int pole) {
    double left = 26;
    double right = size.width() - 62;
    return left + pole * (right - left) / (poles.size() - 1);
  }

  private double y(double share) {
    return size.height() - BOTTOM - share * (size.height() - BOTTOM - TOP);
  }

  private void drawRay(int ray) {
    List<Spot> spots = new ArrayList<>();
    for (int i = 0; i < poles.size(); i++) {
      double share = poles.get(i).share(ray);
      if (Double.isFinite(share)) {
        spots.add(new Spot(x(i), y(share)));
      }
    }
    String kind = ray == 0 ? "ray best" : chart.rays().get(ray).whole() ? "ray" : "ray part";
    svg.ray(spots, kind, chart.rays().get(ray).name());
  }

  private void drawPole(int i) {
    Pole pole = poles.get(i);
    svg.open("axis").line(new Spot(x(i), y(0)), new Spot(x(i), y(1)), "pole");
    double above = Double.POSITIVE_INFINITY;
    for (Pole.Tick tick : pole.ticks()) {
      double y = y(tick.share());
      svg.line(new Spot(x(i) - 3, y), new Spot(x(i) + 3, y), "pole");
      if (above - y >= CLOSE) {
        svg.text(new Spot(x(i) + 7, y + 4), shorten(tick.text()), "value");
        above = y;
      }
    }
    String where = i == 0 ? "start" : i == poles.size() - 1 ? "end" : "middle";
    double x = i == 0 ? 0 : i == poles.size() - 1 ? size.width() : x(i);
    boolean last = i == poles.size() - 1;
    svg.text(new Spot(x, i % 2 == 0 || last ? 16 : 34), shown(i), "unit " + where);
    svg.close();
  }

  /// The last part of a path, unless another has the same; of a long one the end.
  private String shown(int i) {
    String name = poles.get(i).dimension().name();
    String bare = name.substring(name.lastIndexOf('.') + 1);
    long same =
        chart.dimensions().stream().filter(d -> ("." + d.name()).endsWith("." + bare)).count();
    String wanted = same == 1 && !bare.matches("\\d+") ? bare : name;
    int most = (int) ((x(1) - x(0)) * 2 / CHARACTER);
    return wanted.length() <= most ? wanted : "…" + wanted.substring(wanted.length() - most + 1);
  }

  /// A number loses digits, a word its end.
  private String shorten(String text) {
    int most = Math.max(4, (int) ((x(1) - x(0) - 9) / CHARACTER));
    if (text.length() <= most) {
      return text;
    }
    if (!Pole.isNumber(text)) {
      return text.substring(0, most - 1) + "…";
    }
    String rounded = Pole.text(Double.parseDouble(text), 2);
    return rounded.length() <= most ? rounded : Pole.text(Double.parseDouble(text), 1);
  }
}
