package dev.rote.report;

import dev.rote.report.Grid.Cell;
import dev.rote.report.Grid.Row;

/// A grid as a table; marked cells have a tick and a ground of their own.
final class GridTable {
  private GridTable() {}

  static Markup of(String id, Grid grid) {
    Markup out = new Markup();
    out.open("div", "class", "table").element("h3", grid.title(), "id", id);
    if (!grid.text().isBlank()) {
      out.element("p", grid.text(), "class", "lead");
    }
    out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-labelledby", id);
    out.open("table", "class", "grid-table");
    out.element("caption", grid.title(), "class", "unseen");
    out.open("thead").open("tr").element("th", grid.corner(), "scope", "col");
    for (String column : grid.columns()) {
      out.element("th", column, "scope", "col", "class", "number");
    }
    out.close("tr").close("thead");
    body(out, grid);
    return out.close("table").close("div").close("div");
  }

  private static void body(Markup out, Grid grid) {
    String group = "";
    out.open("tbody");
    for (Row row : grid.rows()) {
      if (!row.group().equals(group)) {
        group = row.group();
        String columns = "" + (grid.columns().size() + 1);
        out.open("tr", "class", "group");
        out.element("th", group, "scope", "colgroup", "colspan", columns).close("tr");
      }
      out.open("tr").element("th", row.name(), "scope", "row");
      row.cells().forEach(cell -> cell(out, cell));
      out.close("tr");
    }
    out.close("tbody");
  }

  private static void cell(Markup out, Cell cell) {
    if (cell.marked()) {
      out.open("td", "class", "number");
      out.element("strong", "✓ " + cell.text(), "class", "found").close("td");
    } else {
      out.element("td", cell.text(), "class", "number");
    }
  }
}
