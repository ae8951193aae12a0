package dev.rote.report;

import dev.rote.report.Svg.Size;
import dev.rote.report.Svg.Spot;

/// A confusion matrix with its counts, shaded by the share of each row.
///
/// Right answers have one hue and mistakes another. The shade of a mistake follows the square root
/// of its share, since most shares are small.
final class HeatMap {

  /// Shades of each hue, 0 for none.
  static final int SHADES = 8;

  private static final int NAME_LENGTH = 16;

  /// Names up to this length need no slant.
  private static final int LEVEL_NAME_LENGTH = 3;

  private final ConfusionMatrix matrix;
  private final boolean wide;
  private final int longest;
  private final double cell;
  private final double left;
  private final double top;
  private final Svg svg;

  private HeatMap(ConfusionMatrix matrix, boolean wide) {
    this.matrix = matrix;
    this.wide = wide;
    cell = wide ? 52 : 25;
    double character = wide ? 7.8 : 6;
    longest = matrix.classNames().stream().mapToInt(name -> shorten(name).length()).max().orElse(0);
    double slanted = (longest + 1) * character * Math.sqrt(0.5);
    double side = cell * matrix.classes();
    left = Math.max(wide ? 76 : 60, 14 + longest * character);
    top = Math.max(48, 24 + slanted);
    double width = left + Math.max(side + slanted - cell / 2, 90);
    Size size = new Size(wide ? "wide" : "narrow", width, top + side + 2);
    svg = new Svg("matrix-" + size.kind(), size, "Confusion matrix", describe());
  }

  static Svg draw(ConfusionMatrix matrix, boolean wide) {
    return new HeatMap(matrix, wide).draw();
  }

  private String describe() {
    return matrix.total()
        + " held-out examples by given class (rows) and predicted class (columns); "
        + Scale.PERCENT.text(matrix.accuracy())
        + " are on the diagonal. The table beside it sums up each class.";
  }

  private Svg draw() {
    svg.text(new Spot(left - 8, top - 10), "given ↓", "unit end");
    svg.text(new Spot(left, 13), "predicted →", "unit");
    for (int c = 0; c < matrix.classes(); c++) {
      String name = shorten(matrix.classNames().get(c));
      double middle = (c + 0.5) * cell;
      if (longest <= LEVEL_NAME_LENGTH) {
        svg.text(new Spot(left + middle, top - 10), name, "class middle");
      } else {
        svg.slantedText(new Spot(left + middle + 2, top - 8), name, "class");
      }
      svg.text(new Spot(left - 8, top + middle + 4), name, "class end");
    }
    for (int given = 0; given < matrix.classes(); given++) {
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        drawCell(given, predicted);
      }
    }
    return svg;
  }

  private void drawCell(int given, int predicted) {
    long count = matrix.count(given, predicted);
    double share = (double) count / Math.max(1, matrix.total(given));
    boolean right = given == predicted;
    int shade = (int) Math.ceil((right ? share : Math.sqrt(share)) * SHADES);
    String kind = (right ? "right" : "wrong") + shade;
    double x = left + predicted * cell;
    double y = top + given * cell;
    svg.rectangle(new Spot(x + 1, y + 1), cell - 2, cell - 2, "cell " + kind);
    if (count > 0) {
      svg.text(
          new Spot(x + cell / 2, y + cell / 2 + (wide ? 4.5 : 3.5)),
          "" + count,
          "count middle " + kind);
    }
  }

  private static String shorten(String name) {
    return name.codePointCount(0, name.length()) <= NAME_LENGTH
        ? name
        : name.substring(0, name.offsetByCodePoints(0, NAME_LENGTH - 1)) + "…";
  }
}
