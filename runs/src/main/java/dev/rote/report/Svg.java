package dev.rote.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// A picture for inline use in a page whose style sheet gives its classes their colours.
///
/// Lengths are in user units, written with at most two decimals. Confined to one thread.
final class Svg {
  private final Markup out = new Markup();
  private final Size size;
  private boolean closed;
  private final List<Shape> shapes = new ArrayList<>();

  /// @param id unique in the page
  /// @param title short text in place of the picture
  /// @param description longer text in place of the picture
  Svg(String id, Size size, String title, String description) {
    this.size = size;
    out.open(
        "svg",
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
    out.element("title", title, "id", id + "-title");
    out.element("desc", description, "id", id + "-desc");
  }

  /// A point, y downwards.
  record Spot(double x, double y) {}

  /// @param kind "wide" or "narrow": which of the two a screen shows
  record Size(String kind, double width, double height) {}

  /// What was drawn, in order, for those who paint it without a browser.
  ///
  /// @param tag of the element: line, polyline, polygon, rect or text
  /// @param kind its class names
  /// @param spots its points; of a rectangle two opposite corners, of a text where it stands
  /// @param text of a text; empty otherwise
  /// @param slanted whether a text rises to the right at 45°
  record Shape(String tag, String kind, List<Spot> spots, String text, boolean slanted) {}

  private void keep(String tag, String kind, List<Spot> spots) {
    shapes.add(new Shape(tag, kind, spots, "", false));
  }

  List<Shape> shapes() {
    return shapes;
  }

  Size size() {
    return size;
  }

  Svg open(String kind) {
    out.open("g", "class", kind);
    return this;
  }

  Svg close() {
    out.close("g");
    return this;
  }

  Svg line(Spot from, Spot to, String kind) {
    keep("line", kind, List.of(from, to));
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
    keep("polyline", kind, spots);
    out.leaf("polyline", "class", kind, "points", points(spots));
    return this;
  }

  Svg polygon(List<Spot> spots, String kind) {
    keep("polygon", kind, spots);
    out.leaf("polygon", "class", kind, "points", points(spots));
    return this;
  }

  /// A small shape that tells its value when pointed at.
  Svg mark(List<Spot> outline, String kind, String value) {
    keep("polygon", kind, outline);
    out.open("polygon", "class", kind, "points", points(outline));
    out.element("title", value).close("polygon");
    return this;
  }

  /// A line that tells what it is when pointed at.
  Svg ray(List<Spot> spots, String kind, String name) {
    keep("polyline", kind, spots);
    out.open("polyline", "class", kind, "points", points(spots));
    out.element("title", name).close("polyline");
    return this;
  }

  Svg rectangle(Spot corner, double width, double height, String kind) {
    Spot opposite = new Spot(corner.x() + width, corner.y() + height);
    keep("rect", kind, List.of(corner, opposite));
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
    shapes.add(new Shape("text", kind, List.of(spot), text, false));
    out.element("text", text, "class", kind, "x", number(spot.x()), "y", number(spot.y()));
    return this;
  }

  /// Text that rises to the right at 45°.
  Svg slantedText(Spot spot, String text, String kind) {
    shapes.add(new Shape("text", kind, List.of(spot), text, true));
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

  /// The picture, to which nothing may be added any more.
  Markup markup() {
    if (!closed) {
      out.close("svg");
      closed = true;
    }
    return new Markup().add(out);
  }

  /// The markup as text.
  @Override
  public String toString() {
    return markup().toString();
  }

  /// The finished picture as a file of its own, on the ground of the page and with its styles.
  ///
  /// @param finished of [#markup]
  static String file(Markup finished, Size size) {
    String ground =
        "<style>"
            + ReportPage.styleSheet()
            + "svg { font-family: system-ui, sans-serif; background: var(--page); }\n"
            + "svg rect.ground { fill: var(--page); }</style>\n<rect class=\"ground\" width=\""
            + number(size.width())
            + "\" height=\""
            + number(size.height())
            + "\" />\n";
    String text = finished.toString();
    int head = text.indexOf('>') + 1;
    return text.substring(0, head)
            .replaceFirst("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
        + "\n"
        + ground
        + text.substring(head).strip()
        + "\n";
  }
}
