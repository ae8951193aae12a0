package dev.rote.report;

import dev.rote.report.Svg.Size;
import dev.rote.report.Svg.Spot;
import java.util.ArrayList;
import java.util.List;

/// A chart of one measure over another, of layers in the order they were given: bands, bars, lines,
/// dots and upright marks; beside it a key with a number to each layer.
///
/// Confined to one thread.
final class Plot {
  private static final Size WIDE = new Size("wide", 720, 350);
  private static final Size NARROW = new Size("narrow", 340, 290);
  private static final double LEFT = 56;
  private static final double RIGHT = 14;
  private static final double TOP = 32;
  private static final double BOTTOM = 46;
  private static final double DOT = 4;

  /// What one direction measures.
  ///
  /// @param words what stands beside the axis
  /// @param epochs whether these are whole epochs
  record Measure(String words, double low, double high, Scale scale, boolean epochs) {
    Axis axis(int parts, double from, double to) {
      return epochs
          ? Axis.ofEpochs((int) low, (int) high, parts, from, to)
          : Axis.ofValues(low, high, parts, from, to);
    }
  }

  /// A value and an interval about it, of one place.
  record Range(double x, double low, double value, double high) {}

  /// Draws a layer between two axes.
  private interface Layer {
    void draw(Svg svg, Axis across, Axis up);
  }

  private final String id;
  private final String title;
  private final Measure across;
  private final Measure up;
  private final List<Layer> layers = new ArrayList<>();
  private final Markup key = new Markup();
  private final StringBuilder words = new StringBuilder();

  /// @param id unique in the page
  Plot(String id, String title, Measure across, Measure up) {
    this.id = id;
    this.title = title;
    this.across = across;
    this.up = up;
  }

  /// An area from `low` to `high`.
  Plot band(List<Range> ranges, String tint) {
    layers.add(
        (svg, x, y) -> {
          List<Spot> outline = new ArrayList<>();
          ranges.forEach(r -> outline.add(new Spot(x.at(r.x()), y.at(clamp(r.high())))));
          ranges.reversed().forEach(r -> outline.add(new Spot(x.at(r.x()), y.at(clamp(r.low())))));
          svg.polygon(outline, "band " + tint);
        });
    return this;
  }

  /// Values joined by a line.
  ///
  /// @param kind class names: a colour, and a dash if any
  Plot line(List<Range> ranges, String kind) {
    layers.add(
        (svg, x, y) ->
            svg.polyline(
                ranges.stream().map(r -> new Spot(x.at(r.x()), y.at(clamp(r.value())))).toList(),
                "line " + kind));
    return this;
  }

  /// Values with their intervals, which tell themselves when pointed at.
  Plot dots(List<Range> ranges, String tint) {
    layers.add(
        (svg, x, y) -> {
          for (Range r : ranges) {
            double at = x.at(r.x());
            double middle = y.at(clamp(r.value()));
            Spot low = new Spot(at, y.at(clamp(r.low())));
            svg.line(low, new Spot(at, y.at(clamp(r.high()))), "line " + tint);
            List<Spot> diamond =
                List.of(
                    new Spot(at - DOT, middle),
                    new Spot(at, middle - DOT),
                    new Spot(at + DOT, middle),
                    new Spot(at, middle + DOT));
            String value = across.scale().text(r.x()) + ": " + up.scale().text(r.value());
            svg.mark(diamond, "mark " + tint, across.epochs() ? up.scale().text(r.value()) : value);
          }
        });
    return this;
  }

  /// A bar from 0 to each value, from one place to the next.
  Plot bars(double from, double width, double[] values, String tint) {
    layers.add(
        (svg, x, y) -> {
          for (int i = 0; i < values.length; i++) {
            double left = x.at(from + i * width);
            double top = y.at(clamp(values[i]));
            double wide = x.at(from + (i + 1) * width) - left;
            if (values[i] > 0) {
              svg.rectangle(new Spot(left, top), wide - 1, y.at(0) - top, "bar " + tint);
            }
          }
        });
    return this;
  }

  /// A mark at one place, from bottom to top, with its name.
  Plot upright(double at, String name) {
    layers.add(
        (svg, x, y) -> {
          double place = x.at(at);
          svg.line(new Spot(place, y.at(y.low())), new Spot(place, y.at(y.high())), "reference");
          boolean end = place > (x.at(x.low()) + x.at(x.high())) / 2;
          double beside = end ? place - 6 : place + 6;
          svg.text(
              new Spot(beside, (y.at(y.low()) + y.at(y.high())) / 2), name, end ? "end" : "start");
        });
    return this;
  }

  /// A line of the key.
  ///
  /// @param swatch class names of the sample of the line or area
  Plot key(String swatch, String name, String value) {
    key.open("tr").open("th", "scope", "row").open("span", "class", "entry");
    key.open("svg", "class", "swatch", "viewBox", "0 0 34 12", "aria-hidden", "true");
    if (swatch.startsWith("band") || swatch.startsWith("bar")) {
      key.leaf("rect", "class", swatch, "x", "1", "y", "1", "width", "32", "height", "10");
    } else {
      key.leaf("polyline", "class", swatch, "points", "1,6 33,6");
    }
    key.close("svg").element("span", name).close("span").close("th");
    key.element("td", value, "class", "number").close("tr");
    words.append(' ').append(name).append(": ").append(value).append('.');
    return this;
  }

  private double clamp(double value) {
    return Double.isNaN(value) ? up.low() : Math.clamp(value, up.low(), up.high());
  }

  /// The chart under its title.
  ///
  /// @param lead how to read it, in a sentence or two
  Markup figure(String lead) {
    Markup out = new Markup();
    out.open("figure", "class", "chart", "aria-labelledby", id);
    out.element("h3", title, "id", id).element("p", lead, "class", "lead");
    out.open("div", "class", "plot");
    out.add(draw(WIDE).markup()).add(draw(NARROW).markup()).close("div");
    out.open("figcaption").open("table", "class", "key");
    out.element("caption", "Key and numbers", "class", "unseen").open("tbody");
    return out.add(key).close("tbody").close("table").close("figcaption").close("figure");
  }

  private Svg draw(Size size) {
    boolean wide = size.width() > 500;
    Axis x = across.axis(wide ? 10 : 5, LEFT, size.width() - RIGHT);
    Axis y = up.axis(5, size.height() - BOTTOM, TOP);
    String described = up.words() + " by " + across.words() + "." + words;
    Svg svg = new Svg(id + "-" + size.kind(), size, title, described);
    for (double tick : y.ticks()) {
      boolean zero = Math.abs(tick) < y.step() / 2;
      svg.line(
          new Spot(LEFT, y.at(tick)),
          new Spot(size.width() - RIGHT, y.at(tick)),
          zero ? "zero" : "grid");
      svg.text(new Spot(LEFT - 8, y.at(tick) + 4), up.scale().tick(tick, y.step()), "end");
    }
    double base = size.height() - BOTTOM;
    for (double tick : x.ticks()) {
      svg.line(new Spot(x.at(tick), base), new Spot(x.at(tick), base + 5), "tick");
      String text = across.epochs() ? "" + (long) tick : across.scale().tick(tick, x.step());
      svg.text(new Spot(x.at(tick), base + 19), text, "middle");
    }
    svg.text(new Spot(0, 13), up.words(), "unit");
    double middle = (LEFT + size.width() - RIGHT) / 2;
    svg.text(new Spot(middle, base + 38), across.words(), "unit middle");
    layers.forEach(layer -> layer.draw(svg, x, y));
    return svg;
  }
}
