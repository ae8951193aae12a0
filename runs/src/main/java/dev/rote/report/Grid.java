package dev.rote.report;

import dev.rote.fault.RoteException;
import java.util.List;

/// A table of numbers in two directions.
///
/// @param title what it shows
/// @param text how to read it, in a sentence or two; may be empty
/// @param corner what the rows are: "inputs and training"
/// @param columns their headings
/// @param rows each with as many cells as there are columns
public record Grid(String title, String text, String corner, List<String> columns, List<Row> rows)
    implements Exhibit {

  /// One line of the table.
  ///
  /// @param group rows of one group stand together under its name; may be empty
  public record Row(String group, String name, List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /// One number.
  ///
  /// @param marked whether it is what was looked for
  public record Cell(String text, boolean marked) {}

  /// @throws RoteException if a row has too few cells or too many
  public Grid {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.cells().size() != columns.size()) {
        throw new RoteException(
            "report table \"" + title + "\"",
            columns.size() + " cells in each row",
            row.cells().size() + " in \"" + row.name() + "\"",
            "give each column a cell");
      }
    }
  }
}
