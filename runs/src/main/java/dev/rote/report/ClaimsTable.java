package dev.rote.report;

import java.util.ArrayList;
import java.util.List;

/// Claims and verdicts as plain text for a terminal.
public final class ClaimsTable {

  private static final int WIDTH = 100;
  private static final int GAP = 2;
  private static final int LONGEST_ID = 8;

  private ClaimsTable() {}

  /// A table at most 100 columns wide; cells are wrapped between words. No colour, no control
  /// characters. Ends with a line break.
  public static String text(List<Claim> claims) {
    if (claims.isEmpty()) {
      return ClaimsSection.answer(claims) + "\n";
    }
    List<Integer> widths = widths(claims);
    StringBuilder out = new StringBuilder();
    List<String> headings = List.of("", "CLAIM", "MEASURED UNDER", "MEASURED", "VERDICT");
    row(out, headings, widths);
    List<String> regimes = ClaimsSection.regimes(claims);
    for (int i = 0; i < claims.size(); i++) {
      out.append('\n');
      row(out, cells(claims.get(i), regimes.get(i)), widths);
    }
    return out.append('\n').append(ClaimsSection.answer(claims)).append('\n').toString();
  }

  private static List<String> cells(Claim claim, String regime) {
    String spread = claim.spread().isBlank() ? "" : " (" + claim.spread().strip() + ")";
    return List.of(
        claim.id(),
        claim.claim(),
        regime,
        claim.measured() + spread,
        claim.verdict().symbol() + " " + claim.verdict().sentence(claim.note()));
  }

  private static List<Integer> widths(List<Claim> claims) {
    int longest = claims.stream().mapToInt(claim -> length(claim.id())).max().orElse(0);
    int id = Math.clamp(longest, 1, LONGEST_ID);
    int rest = WIDTH - id - 4 * GAP;
    int claim = rest * 31 / 100;
    int regime = rest * 27 / 100;
    int measured = rest * 20 / 100;
    return List.of(id, claim, regime, measured, rest - claim - regime - measured);
  }

  private static void row(StringBuilder out, List<String> cells, List<Integer> widths) {
    List<List<String>> wrapped = new ArrayList<>();
    int height = 0;
    for (int i = 0; i < cells.size(); i++) {
      List<String> rows = wrap(cells.get(i), widths.get(i));
      wrapped.add(rows);
      height = Math.max(height, rows.size());
    }
    for (int row = 0; row < height; row++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < cells.size(); i++) {
        String text = row < wrapped.get(i).size() ? wrapped.get(i).get(row) : "";
        line.append(text).repeat(' ', widths.get(i) - length(text) + GAP);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static List<String> wrap(String cell, int width) {
    List<String> rows = new ArrayList<>();
    for (String row : Labels.wrap(cell.replaceAll("\\p{Cc}", " "), width)) {
      String rest = row;
      while (length(rest) > width) {
        int cut = rest.offsetByCodePoints(0, width);
        rows.add(rest.substring(0, cut));
        rest = rest.substring(cut);
      }
      rows.add(rest);
    }
    return rows;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
