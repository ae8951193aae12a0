package dev.rote.report;

import java.util.List;
import java.util.function.Predicate;

/// What experiments have in common, so that it is said once.
final class Regimes {
  private Regimes() {}

  /// The longest common beginning that ends with a clause: before a comma or semicolon outside
  /// brackets, or all of it. Empty if there is none.
  static String shared(List<String> regimes) {
    String first = regimes.getFirst();
    int common = first.length();
    for (String regime : regimes) {
      common = Math.min(common, commonLength(first, regime));
    }
    int end = common;
    while (end > 0 && !regimes.stream().allMatch(endsClause(end))) {
      end--;
    }
    return first.substring(0, end);
  }

  private static Predicate<String> endsClause(int end) {
    return regime -> {
      String head = regime.substring(0, end);
      boolean clause =
          end == regime.length() || regime.startsWith(", ", end) || regime.startsWith("; ", end);
      return clause && count(head, "([") == count(head, ")]");
    };
  }

  private static long count(String text, String brackets) {
    return text.chars().filter(character -> brackets.indexOf(character) >= 0).count();
  }

  private static int commonLength(String a, String b) {
    int length = 0;
    while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return length;
  }

  /// What a regime says beyond the shared beginning; empty if nothing.
  static String own(String regime, String shared) {
    String rest = regime.substring(shared.length());
    return shared.isEmpty() || rest.isEmpty() ? rest : rest.substring(2).strip();
  }
}
