package dev.rote.runs;

import java.util.List;
import java.util.SequencedMap;

/// A YAML value and where it stands. Scalars are text: the key that asks decides what they mean, so
/// `no` can be a name and `1e-3` a number whatever YAML's own rules say.
///
/// Maps and lists can be edited, which is how overrides work. Confined to one thread.
sealed interface Node {

  /// Its line in the file, counted from 1; 0 if it stands in an override.
  int line();

  /// A word, number or text; an absent value is "".
  record Scalar(String text, int line) implements Node {}

  /// A list.
  record Items(List<Node> items, int line) implements Node {}

  /// A map; keys in the order of the file.
  record Entries(SequencedMap<String, Node> entries, int line) implements Node {}

  /// What a message calls it.
  default String shown() {
    return switch (this) {
      case Scalar(String text, int _) when text.isEmpty() -> "nothing";
      case Scalar(String text, int _) -> quoted(text);
      case Items _ -> "a list";
      case Entries _ -> "a map";
    };
  }

  /// Text from a file for a message: in quotes, cut if long.
  static String quoted(String text) {
    return "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
  }
}
