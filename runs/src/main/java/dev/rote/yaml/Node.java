package dev.rote.yaml;

import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// A YAML value and where it stands. Scalars are text: the key that asks decides what they mean, so
/// `no` can be a name and `1e-3` a number whatever YAML's own rules say.
///
/// Maps and lists can be edited, which is how overrides work. Confined to one thread.
public sealed interface Node {

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
      case Items(List<Node> items, int _) -> items.isEmpty() ? "an empty list" : "a list";
      case Entries _ -> "a map";
    };
  }

  /// The value on one line, as people write it: `0.1`, `{name: adam, rate: 0.001}`.
  default String flow() {
    return switch (this) {
      case Scalar(String text, int _) -> plain(text) ? text : '"' + escaped(text) + '"';
      case Items(List<Node> items, int _) ->
          items.stream().map(Node::flow).collect(Collectors.joining(", ", "[", "]"));
      case Entries(SequencedMap<String, Node> entries, int _) ->
          entries.entrySet().stream()
              .map(entry -> new Scalar(entry.getKey(), 0).flow() + ": " + entry.getValue().flow())
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private static boolean plain(String text) {
    return text.matches("[A-Za-z0-9_.+/-]+");
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(
            unit -> {
              if (unit < ' ' || unit == '"' || unit == '\\' || unit > '~') {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", unit));
              } else {
                escaped.append((char) unit);
              }
            });
    return escaped.toString();
  }

  /// Text from a file for a message: in quotes, cut if long.
  static String quoted(String text) {
    return "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
  }
}
