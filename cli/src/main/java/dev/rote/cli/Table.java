package dev.rote.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows of text in columns: the first column to the left, the others, numbers mostly, to the right.
final class Table {
  private final List<List<String>> rows = new ArrayList<>();
  private final BitSet left = new BitSet();

  Table() {
    left.set(0);
  }

  Table row(String... cells) {
    return row(Arrays.asList(cells));
  }

  Table row(List<String> cells) {
    rows.add(cells.stream().map(Table::plain).toList());
    return this;
  }

  /// A column of text, which goes to the left.
  Table left(int column) {
    left.set(column);
    return this;
  }

  /// Text that came from elsewhere, without what would move a terminal's cursor.
  static String plain(String text) {
    return text.replaceAll("\\p{Cc}", "\uFFFD");
  }

  /// The table, a line to a row, without a line end after the last.
  @Override
  public String toString() {
    return within(Integer.MAX_VALUE, new BitSet(), 0);
  }

  /// The table in so many characters a line, if cutting the text of some columns is enough.
  ///
  /// @param elastic columns that may be cut
  /// @param smallest what is left of them at least
  String within(int width, BitSet elastic, int smallest) {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    shrink(widths, width, elastic, smallest);
    return rows.stream()
        .map(row -> line(row, widths).stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  /// Always the widest of those that may shrink.
  private static void shrink(int[] widths, int width, BitSet elastic, int smallest) {
    int spaces = 2 * (widths.length - 1);
    while (Arrays.stream(widths).sum() + spaces > width) {
      int widest = elastic.stream().reduce((a, b) -> widths[b] > widths[a] ? b : a).orElse(-1);
      if (widest < 0 || widths[widest] <= smallest) {
        return;
      }
      widths[widest]--;
    }
  }

  private String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(c -> cell(cut(row.get(c), widths[c]), widths[c], left.get(c)))
        .collect(Collectors.joining("  "));
  }

  private static String cut(String cell, int width) {
    return cell.length() <= width ? cell : cell.substring(0, width - 1) + "…";
  }

  private static String cell(String cell, int width, boolean left) {
    String space = " ".repeat(width - cell.length());
    return left ? cell + space : space + cell;
  }
}
