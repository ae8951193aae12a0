package dev.rote.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The answer: how many claims hold, and each of them in a table.
final class ClaimsSection {
  private ClaimsSection() {}

  /// The answer in one sentence.
  static String answer(List<Claim> claims) {
    if (claims.isEmpty()) {
      return "No claim was measured.";
    }
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      long count = claims.stream().filter(claim -> claim.verdict() == verdict).count();
      if (count == claims.size()) {
        String all = count == 1 ? "The one claim measured " : "All " + count + " claims ";
        return all + phrase(verdict, count) + ".";
      }
      if (count > 0) {
        parts.add(count + " " + phrase(verdict, count));
      }
    }
    String last = parts.removeLast();
    return "Of " + claims.size() + " claims, " + String.join(", ", parts) + " and " + last + ".";
  }

  private static String phrase(Verdict verdict, long count) {
    boolean one = count == 1;
    return switch (verdict) {
      case HOLDS -> one ? "holds" : "hold";
      case HOLDS_ONLY_IF -> one ? "holds only under a condition" : "hold only under a condition";
      case DOES_NOT_HOLD -> one ? "does not hold" : "do not hold";
    };
  }

  static Section of(List<Claim> claims) {
    Markup out = new Markup();
    // Narrow screens show rows as cards, which takes the table roles away: hence said again.
    out.open("table", "class", "claims", "role", "table");
    out.element("caption", "Each claim, what it was measured under, and what came out.");
    out.open("thead", "role", "rowgroup").open("tr", "role", "row");
    for (String heading : List.of("Claim", "Measured under", "Measured", "Verdict")) {
      out.element("th", heading, "scope", "col", "role", "columnheader");
    }
    out.close("tr").close("thead").open("tbody", "role", "rowgroup");
    List<String> regimes = regimes(claims);
    for (int i = 0; i < claims.size(); i++) {
      row(out, claims.get(i), regimes.get(i));
    }
    out.close("tbody").close("table");
    return new Section("claims", "Claims", out);
  }

  /// What each claim was measured under; "as Q1.1" where it says the same as the claim above.
  static List<String> regimes(List<Claim> claims) {
    List<String> regimes = new ArrayList<>();
    Claim first = claims.getFirst();
    for (Claim claim : claims) {
      boolean same = !regimes.isEmpty() && claim.regime().equals(first.regime());
      regimes.add(same && !first.id().isBlank() ? "as " + first.id() : claim.regime());
      first = same ? first : claim;
    }
    return regimes;
  }

  private static void row(Markup out, Claim claim, String regime) {
    out.open("tr", "role", "row");
    out.open("th", "scope", "row", "role", "rowheader");
    out.element("span", claim.id(), "class", "id").text(" " + claim.claim()).close("th");
    out.element("td", regime, "role", "cell", "class", "regime", "data-label", "Measured under");
    out.open("td", "role", "cell", "class", "measured", "data-label", "Measured");
    out.element("strong", claim.measured());
    detail(out, claim.spread());
    out.close("td").open("td", "role", "cell", "class", "verdict", "data-label", "Verdict");
    out.add(badge(claim.verdict()));
    detail(out, claim.note());
    out.close("td").close("tr").text("\n");
  }

  private static void detail(Markup out, String text) {
    if (!text.isBlank()) {
      out.text(" ").element("span", text, "class", "detail");
    }
  }

  private static Markup badge(Verdict verdict) {
    String kind = verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Markup out = new Markup();
    out.open("span", "class", "badge " + kind);
    out.open("svg", "viewBox", "0 0 16 16", "aria-hidden", "true");
    switch (verdict) {
      case HOLDS -> out.leaf("polyline", "points", "3,8.5 6.5,12 13,4.5");
      case HOLDS_ONLY_IF ->
          out.leaf("circle", "cx", "8", "cy", "8", "r", "5.2")
              .leaf("path", "class", "half", "d", "M8 2.8 A5.2 5.2 0 0 0 8 13.2 Z");
      case DOES_NOT_HOLD -> out.leaf("path", "d", "M4 4 L12 12 M12 4 L4 12");
    }
    return out.close("svg").text(verdict.words()).close("span");
  }
}
