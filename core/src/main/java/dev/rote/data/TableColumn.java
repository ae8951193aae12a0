package dev.rote.data;

import dev.rote.fault.RoteException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One column of a CSV file while it is read: numbers, or words as the places of their first
/// occurrence.
final class TableColumn {
  private static final int MOST_WORDS = 1000;
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
  private static final Set<String> MISSING =
      Set.of("", "?", "na", "n/a", "nan", "null", "none", "inf", "+inf", "-inf", "infinity");

  private final String name;
  private final @Nullable Map<String, Integer> words;
  private float[] values = new float[256];
  private int size;

  private TableColumn(String name, boolean numbers) {
    this.name = name;
    this.words = numbers ? null : new HashMap<>();
  }

  /// A column that is of the kind of its first value.
  static TableColumn of(String name, String first) {
    return new TableColumn(name, NUMBER.matcher(first).matches());
  }

  static TableColumn words(String name) {
    return new TableColumn(name, false);
  }

  String name() {
    return name;
  }

  boolean numbers() {
    return words == null;
  }

  /// Takes one more value.
  ///
  /// @param place for messages: "read people.csv, line 7"
  void add(String text, String place) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = words == null ? number(text, place) : word(words, text, place);
  }

  private float number(String text, String place) {
    if (!NUMBER.matcher(text).matches()) {
      throw fault(text, place, "a number, as the column begins with");
    }
    float value = Float.parseFloat(text);
    if (Float.isInfinite(value)) {
      throw fault(text, place, "a number below 3.4e38");
    }
    return value;
  }

  private float word(Map<String, Integer> words, String text, String place) {
    if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
      throw fault(text, place, "a value");
    }
    int index = words.computeIfAbsent(text, _ -> words.size());
    if (words.size() > MOST_WORDS) {
      throw fault(text, place, "at most " + MOST_WORDS + " different words");
    }
    return index;
  }

  private RoteException fault(String text, String place, String expected) {
    boolean missing = MISSING.contains(text.toLowerCase(Locale.ROOT));
    String quoted = text.isEmpty() ? "nothing" : "\"" + text + "\"";
    return new RoteException(
        place + ", column " + name,
        expected,
        missing ? quoted + ", a missing value" : quoted,
        "correct it, or leave out the row or the column");
  }

  /// Name and kind, in words.
  String kind() {
    return name + (numbers() ? " of numbers" : " of words");
  }

  /// How many numbers stand for one of its values.
  int width() {
    return words == null ? 1 : words.size();
  }

  int size() {
    return size;
  }

  /// The place of a row's word in an order of words; −1 if it is not in it.
  int[] labels(List<String> order) {
    int[] places = places(order);
    int[] labels = new int[size];
    for (int row = 0; row < size; row++) {
      labels[row] = places[(int) values[row]];
    }
    return labels;
  }

  /// The word of a row.
  String word(int row) {
    List<String> order = sorted();
    return order.get(labels(order)[row]);
  }

  /// Writes numbers as they are, and for words a 1 at their place in the order of the training
  /// file's.
  ///
  /// @param training the same column there
  /// @param target zeros, written row by row from column `at` on
  /// @param stride numbers of a row
  void write(TableColumn training, float[] target, int at, int stride) {
    int[] places = places(training.sorted());
    for (int row = 0; row < size; row++) {
      if (words == null) {
        target[row * stride + at] = values[row];
      } else if (places[(int) values[row]] >= 0) {
        target[row * stride + at + places[(int) values[row]]] = 1;
      }
    }
  }

  /// The words in order: by value if all are whole numbers, else by spelling.
  List<String> sorted() {
    if (words == null) {
      return List.of();
    }
    boolean whole = words.keySet().stream().allMatch(word -> word.matches("-?\\d{1,18}"));
    return whole
        ? words.keySet().stream().sorted(TableColumn::compare).toList()
        : words.keySet().stream().sorted().toList();
  }

  private static int compare(String a, String b) {
    int byValue = Long.compare(Long.parseLong(a), Long.parseLong(b));
    return byValue == 0 ? a.compareTo(b) : byValue;
  }

  /// What each word, by its place of first occurrence, is in an order; −1 if it is not in it.
  private int[] places(List<String> order) {
    if (words == null) {
      return new int[0];
    }
    Map<String, Integer> at = new HashMap<>();
    order.forEach(word -> at.put(word, at.size()));
    int[] places = new int[words.size()];
    words.forEach((word, index) -> places[index] = at.getOrDefault(word, -1));
    return places;
  }
}
