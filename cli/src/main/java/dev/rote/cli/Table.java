package dev.rote.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows of text in columns: the first column to the left, the others, numbers mostly, to the right.
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table row(String... cells) {
    rows.add(Arrays.asList(cells));
    return this;
  }

  /// The table, a line to a row, without a line end after the last.
  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(row -> line(row, widths).stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(c -> c == 0 ? left(row.get(c), widths[c]) : right(row.get(c), widths[c]))
        .collect(Collectors.joining("  "));
  }

  private static String left(String cell, int width) {
    return cell + " ".repeat(width - cell.length());
  }

  private static String right(String cell, int width) {
    return " ".repeat(width - cell.length()) + cell;
  }
}
