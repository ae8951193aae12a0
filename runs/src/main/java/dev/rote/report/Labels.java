package dev.rote.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Texts in a column, each as near as can be to where it belongs, none over another.
///
/// The heights y minimise Σ (y − wanted)² under the condition that neighbours keep apart. Less the
/// room of the labels above it, that is an isotonic regression, solved by pooling adjacent
/// violators (Ayer et al., Annals of Mathematical Statistics 26, 1955).
final class Labels {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private Labels() {}

  /// Heights of the labels' middles, in the order given.
  ///
  /// @param wanted where each would stand if it were alone
  /// @param heights room each takes
  /// @param top the least height of the column, y downwards
  /// @param bottom the greatest; labels that do not fit between the two overflow at the bottom
  static List<Double> spread(List<Double> wanted, List<Double> heights, double top, double bottom) {
    List<Integer> order =
        IntStream.range(0, wanted.size())
            .boxed()
            .sorted(Comparator.comparing(wanted::get))
            .toList();
    List<Pool> pools = new ArrayList<>();
    double above = 0;
    for (int label : order) {
      Pool pool = new Pool(wanted.get(label) - above - heights.get(label) / 2, 1);
      while (!pools.isEmpty() && pools.getLast().mean() > pool.mean()) {
        pool = pool.with(pools.removeLast());
      }
      pools.add(pool);
      above += heights.get(label);
    }
    double lowest = Math.max(top, bottom - above);
    List<Double> middles = new ArrayList<>(wanted);
    double room = 0;
    int next = 0;
    for (Pool pool : pools) {
      for (int i = 0; i < pool.count(); i++) {
        int label = order.get(next++);
        double height = heights.get(label);
        middles.set(label, Math.clamp(pool.mean(), top, lowest) + room + height / 2);
        room += height;
      }
    }
    return middles;
  }

  private record Pool(double mean, int count) {
    Pool with(Pool other) {
      int both = count + other.count;
      return new Pool((mean * count + other.mean * other.count) / both, both);
    }
  }

  /// Breaks a text between words.
  ///
  /// @param width characters a row
  /// @return the rows; a word longer than a row is one of its own
  static List<String> wrap(String text, int width) {
    List<String> rows = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    for (String word : WHITE_SPACE.split(text.strip(), -1)) {
      if (!row.isEmpty() && row.length() + 1 + word.length() > width) {
        rows.add(row.toString());
        row.setLength(0);
      }
      row.append(row.isEmpty() ? "" : " ").append(word);
    }
    rows.add(row.toString());
    return rows;
  }
}
