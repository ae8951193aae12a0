package dev.rote.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// A picture for inline use in a page whose style sheet gives its classes their colours.
///
/// Lengths are in user units, written with at most two decimals. Confined to one thread.
final class Svg {
  private final Markup out = new Markup();

  /// @param id unique in the page
  /// @param title short text in place of the picture
  /// @param description longer text in place of the picture
  Svg(String id, Size size, String title, String description) {
    this(id, size, title, description, List.of());
  }

  private Svg(String id, Size size, String title, String description, List<String> moreAttributes) {
    out.open("svg", attributes(id, size, moreAttributes));
    out.element("title", title, "id", id + "-title");
    out.element("desc", description, "id", id + "-desc");
  }

  /// A picture that is a file of its own, with the part of the pages' style sheet that it needs.
  static Svg file(String id, Size size, String title, String description) {
    List<String> namespace = List.of("xmlns", "http://www.w3.org/2000/svg");
    Svg svg = new Svg(id, size, title, description, namespace);
    svg.out.element("style", ReportPage.pictureStyle());
    return svg;
  }

  private static String[] attributes(String id, Size size, List<String> more) {
    List<String> attributes = new ArrayList<>(more);
    Collections.addAll(
        attributes,
        "viewBox",
        "0 0 " + number(size.width()) + " " + number(size.height()),
        "width",
        number(size.width()),
        "height",
        number(size.height()),
        "class",
        size.kind(),
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-desc");
    return attributes.toArray(String[]::new);
  }

  /// A point, y downwards.
  record Spot(double x, double y) {}

  /// @param kind "wide" or "narrow": which of the two a screen shows
  record Size(String kind, double width, double height) {}

  Svg open(String kind) {
    out.open("g", "class", kind);
    return this;
  }

  Svg close() {
    out.close("g");
    return this;
  }

  Svg line(Spot from, Spot to, String kind) {
    out.leaf(
        "line",
        "class",
        kind,
        "x1",
        number(from.x()),
        "y1",
        number(from.y()),
        "x2",
        number(to.x()),
        "y2",
        number(to.y()));
    return this;
  }

  Svg polyline(List<Spot> spots, String kind) {
    out.leaf("polyline", "class", kind, "points", points(spots));
    return this;
  }

  Svg polygon(List<Spot> spots, String kind) {
    out.leaf("polygon", "class", kind, "points", points(spots));
    return this;
  }

  /// A small shape that tells its value when pointed at.
  Svg mark(List<Spot> outline, String kind, String value) {
    out.open("polygon", "class", kind, "points", points(outline));
    out.element("title", value).close("polygon");
    return this;
  }

  Svg rectangle(Spot corner, double width, double height, String kind) {
    out.leaf(
        "rect",
        "class",
        kind,
        "x",
        number(corner.x()),
        "y",
        number(corner.y()),
        "width",
        number(width),
        "height",
        number(height));
    return this;
  }

  /// Text whose baseline starts, is centred or ends at a spot.
  ///
  /// @param kind class names; "middle" and "end" among them say where the spot is
  Svg text(Spot spot, String text, String kind) {
    out.element("text", text, "class", kind, "x", number(spot.x()), "y", number(spot.y()));
    return this;
  }

  /// Text that rises to the right at 45°.
  Svg slantedText(Spot spot, String text, String kind) {
    String turn = "translate(" + number(spot.x()) + " " + number(spot.y()) + ") rotate(-45)";
    out.element("text", text, "class", kind, "transform", turn);
    return this;
  }

  static String points(List<Spot> spots) {
    StringJoiner points = new StringJoiner(" ");
    for (Spot spot : spots) {
      points.add(number(spot.x()) + "," + number(spot.y()));
    }
    return points.toString();
  }

  /// Rounded to two decimals, without trailing zeros.
  static String number(double length) {
    String number = String.format(Locale.ROOT, "%.2f", length);
    String bare = number.replaceFirst("\\.?0+$", "");
    return bare.equals("-0") ? "0" : bare;
  }

  /// The finished picture.
  Markup markup() {
    return new Markup().add(out.close("svg"));
  }
}
