package dev.rote.fault;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// Helps someone who mistyped a word.
public final class Suggestion {

  /// No word we know is nearly this long; longer ones are not compared.
  private static final int LONGEST = 64;

  private Suggestion() {}

  /// The help of an error about an unknown word: `did you mean "momentum"?` if a known word is
  /// near, else `use one of …`.
  ///
  /// Near is a third of the known word's letters wrong, missing, extra or swapped with a neighbour,
  /// and at least one. Case is ignored.
  ///
  /// @param known at least one word; of equally near ones the first wins
  public static String didYouMean(String found, Collection<String> known) {
    if (found.length() <= LONGEST) {
      String typed = found.strip().toLowerCase(Locale.ROOT);
      String nearest =
          known.stream().min(Comparator.comparingInt(word -> distance(typed, word))).orElse("");
      if (distance(typed, nearest) <= Math.max(1, nearest.length() / 3)) {
        return "did you mean \"" + nearest + "\"?";
      }
    }
    return "use one of " + String.join(", ", known);
  }

  /// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours
  /// (Damerau 1964).
  private static int distance(String typed, String word) {
    String known = word.toLowerCase(Locale.ROOT);
    int[][] edits = new int[typed.length() + 1][known.length() + 1];
    for (int i = 0; i <= typed.length(); i++) {
      for (int j = 0; j <= known.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, typed, known, i, j);
      }
    }
    return edits[typed.length()][known.length()];
  }

  private static int cheapest(int[][] edits, String typed, String known, int i, int j) {
    int wrong = typed.charAt(i - 1) == known.charAt(j - 1) ? 0 : 1;
    int best =
        Math.min(edits[i - 1][j - 1] + wrong, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && typed.charAt(i - 1) == known.charAt(j - 2)
            && typed.charAt(i - 2) == known.charAt(j - 1);
    return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
  }
}
