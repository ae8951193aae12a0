package dev.rote.fault;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that was meant, for "did you mean …".
public final class Spelling {

  private Spelling() {}

  /// The known word nearest to a misspelt one, upper and lower case alike.
  ///
  /// @return empty if each differs in more than a third of its letters, rounded up
  public static Optional<String> nearest(String word, Collection<String> known) {
    String given = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(candidate -> 3 * distance(given, candidate) < candidate.length() + 3)
        .min(Comparator.comparingInt(candidate -> distance(given, candidate)));
  }

  /// The least number of letters to insert, delete, replace, or swap with their neighbour (optimal
  /// string alignment).
  private static int distance(String from, String into) {
    String to = into.toLowerCase(Locale.ROOT);
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int step(int[][] cost, String from, String to, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int least =
        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
