package dev.rote.report;

import dev.rote.report.Svg.Size;
import java.util.List;

/// Where a line chart has its plot, and whether the names of its lines fit beside it.
///
/// @param size of the whole picture
/// @param gutter room for the names, right of the plot
/// @param named whether the names fit; if not, the key below the chart has to do
record Layout(Size size, double gutter, boolean named) {

  /// Between a line's end and its name.
  static final double NAME_GAP = 12;

  /// A character's width as a share of the font size; few fonts are wider on average.
  private static final double CHARACTER = 0.6;

  private static final double LABEL_GAP = 2;
  private static final double TOP = 32;
  private static final double BOTTOM = 46;

  /// @param names of lines and of level lines
  static Layout of(List<String> names, Size size) {
    int longest = 0;
    double height = 0;
    boolean named = true;
    for (String name : names) {
      List<String> rows = Labels.wrap(name, columns(size));
      named &= rows.size() <= (isWide(size) ? 3 : 2);
      height += rowHeight(size) * rows.size() + LABEL_GAP;
      for (String row : rows) {
        longest = Math.max(longest, row.length());
      }
    }
    named &= longest <= columns(size) && height <= size.height() - TOP - BOTTOM;
    double room = NAME_GAP + longest * CHARACTER * fontSize(size);
    return new Layout(size, named ? room : NAME_GAP, named);
  }

  private static int columns(Size size) {
    return isWide(size) ? 20 : 11;
  }

  private static double fontSize(Size size) {
    return isWide(size) ? 13 : 12;
  }

  private static boolean isWide(Size size) {
    return size.width() > 500;
  }

  /// A name in rows.
  List<String> rows(String name) {
    return Labels.wrap(name, columns(size));
  }

  /// Height of a row of text.
  double row() {
    return rowHeight(size);
  }

  private static double rowHeight(Size size) {
    return fontSize(size) + 3;
  }

  /// Height of a name.
  double nameHeight(String name) {
    return row() * rows(name).size() + LABEL_GAP;
  }

  double left() {
    return isWide(size) ? 54 : 46;
  }

  double right() {
    return size.width() - gutter;
  }

  double top() {
    return TOP;
  }

  double bottom() {
    return size.height() - BOTTOM;
  }

  /// About how many steps the epoch axis has.
  int epochParts() {
    return isWide(size) ? 12 : 6;
  }

  /// About how many steps the value axis has.
  int valueParts() {
    return isWide(size) ? 6 : 5;
  }
}
