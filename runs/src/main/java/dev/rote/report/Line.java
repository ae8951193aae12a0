package dev.rote.report;

import dev.rote.report.Metric.Part;
import dev.rote.report.Svg.Spot;
import java.util.ArrayList;
import java.util.List;

/// A curve as it is drawn.
///
/// Colour, dashes and marks all tell lines apart, so that no reader depends on colour.
///
/// @param curve what is drawn
/// @param colour index of the colour and of the mark
/// @param dash index of the dash pattern
record Line(Curve curve, int colour, int dash) {

  private static final int COLOURS = 6;
  private static final int DASHES = 4;
  private static final int SHAPES = 4;

  /// The lines of a comparison, in the order of its experiments.
  static List<Line> of(Experiments report, Comparison comparison) {
    List<Part> parts = comparison.metric().parts();
    List<Line> lines = new ArrayList<>();
    boolean several = comparison.experimentIds().size() > 1;
    List<String> titles = titles(report, comparison);
    int colour = 0;
    for (String id : comparison.experimentIds()) {
      Experiment experiment = report.experiment(id);
      for (int part = 0; part < parts.size(); part++) {
        String name = name(titles.get(colour), parts.get(part).name(), several, parts.size() > 1);
        Curve curve = Curve.of(name, experiment.runs(), parts.get(part).value());
        boolean pairs = several && parts.size() > 1;
        lines.add(new Line(curve, pairs ? colour : lines.size(), pairs ? part : lines.size()));
      }
      colour++;
    }
    return lines;
  }

  /// Without what all of them begin with: beside each other "sgd 0.01" and "sgd 0.05" will do for
  /// "relu, sgd 0.01" and "relu, sgd 0.05".
  private static List<String> titles(Experiments report, Comparison comparison) {
    List<String> titles =
        comparison.experimentIds().stream().map(id -> report.experiment(id).title()).toList();
    String shared = Regimes.shared(titles);
    boolean shortened = titles.stream().noneMatch(title -> Regimes.own(title, shared).isEmpty());
    return shortened ? titles.stream().map(t -> Regimes.own(t, shared)).toList() : titles;
  }

  private static String name(String title, String part, boolean several, boolean paired) {
    if (several && paired) {
      return title + ", " + part;
    }
    return several ? title : part;
  }

  /// Class name of the colour.
  String tint() {
    return "c" + colour % COLOURS;
  }

  /// Class names of the stroke.
  String stroke() {
    return "line " + tint() + " d" + dash % DASHES;
  }

  /// The mark at a point: round, square, triangle or diamond.
  List<Spot> mark(Spot centre, double radius) {
    int corners = List.of(16, 4, 3, 4).get(colour % SHAPES);
    double turn = List.of(0.0, Math.PI / 4, 0.0, 0.0).get(colour % SHAPES);
    double reach = corners == 16 ? radius : radius * 1.3;
    List<Spot> outline = new ArrayList<>();
    for (int i = 0; i < corners; i++) {
      double angle = turn + 2 * Math.PI * i / corners;
      outline.add(
          new Spot(
              centre.x() + reach * StrictMath.sin(angle),
              centre.y() - reach * StrictMath.cos(angle)));
    }
    return outline;
  }

  /// A short piece of the line, for a key.
  Markup swatch() {
    Markup out = new Markup();
    out.open("svg", "class", "swatch", "viewBox", "0 0 34 12", "aria-hidden", "true");
    out.leaf("polyline", "class", stroke(), "points", "1,6 33,6");
    out.leaf(
        "polygon", "class", "mark " + tint(), "points", Svg.points(mark(new Spot(17, 6), 3.5)));
    return out.close("svg");
  }
}
