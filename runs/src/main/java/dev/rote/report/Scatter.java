package dev.rote.report;

import dev.rote.report.Svg.Size;
import dev.rote.report.Svg.Spot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Examples as dots between two measures, some of them marked.
final class Scatter {
  private static final double EDGE = 46;
  private static final double DOT = 3;

  private final String id;
  private final String title;
  private final String across;
  private final String up;
  private final double right;
  private final double left;
  private final List<Dot> dots = new ArrayList<>();

  private record Dot(double x, double y, boolean marked) {}

  /// A chart from `left` to `right`, and from 0 to 1 upwards.
  Scatter(String id, String title, String across, String up, double right, double left) {
    this.id = id;
    this.title = title;
    this.across = across;
    this.up = up;
    this.right = right;
    this.left = left;
  }

  void add(double x, double y, boolean marked) {
    dots.add(new Dot(x, y, marked));
  }

  Svg draw(boolean wide) {
    Size size = wide ? new Size("wide", 720, 400) : new Size("narrow", 340, 300);
    long marked = dots.stream().filter(Dot::marked).count();
    String words =
        String.format(
            Locale.ROOT,
            "%,d examples, %,d of them marked, by %s and %s.",
            dots.size(),
            marked,
            across,
            up);
    Svg svg = new Svg(id + "-" + size.kind(), size, title, words);
    double bottom = size.height() - EDGE;
    double end = size.width() - 16;
    for (int i = 0; i <= 4; i++) {
      double share = i / 4.0;
      double y = bottom - share * (bottom - 24);
      double x = EDGE + share * (end - EDGE);
      svg.line(new Spot(EDGE, y), new Spot(end, y), i == 0 ? "zero" : "grid");
      svg.text(new Spot(EDGE - 8, y + 4), number(share), "end");
      svg.text(new Spot(x, bottom + 19), number(left + share * (right - left)), "middle");
    }
    svg.text(new Spot(0, 13), up, "unit");
    svg.text(new Spot((EDGE + end) / 2, bottom + 38), across, "unit middle");
    for (boolean which : new boolean[] {false, true}) {
      for (Dot dot : dots) {
        if (dot.marked() == which) {
          double x = EDGE + Math.clamp((dot.x() - left) / (right - left), 0, 1) * (end - EDGE);
          double y = bottom - Math.clamp(dot.y(), 0, 1) * (bottom - 24);
          Spot corner = new Spot(x - DOT / 2, y - DOT / 2);
          svg.rectangle(corner, DOT, DOT, which ? "dot marked" : "dot");
        }
      }
    }
    return svg;
  }

  /// A quarter of a range in full: 0.125, not 0.13.
  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString().replace('-', '−');
  }
}
