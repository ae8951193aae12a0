package dev.rote.runs;

import dev.rote.fault.RoteException;
import dev.rote.yaml.Node;
import dev.rote.yaml.Node.Entries;
import dev.rote.yaml.Node.Items;
import dev.rote.yaml.Node.Scalar;
import dev.rote.yaml.Section;
import dev.rote.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;

/// Changes a recipe's tree by `path=value`: keys and list indices joined by dots, then a YAML
/// scalar or flow value. Unknown keys are put where they are told to go; the reader of the tree
/// refuses them.
final class Overrides {
  private final String origin;
  private final List<String> path;
  private final Node value;

  private Overrides(String override, String recipe) {
    origin = recipe + ", override " + Node.quoted(override);
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new RoteException(origin, "key=value", "no = after a key", "write it like epochs=3");
    }
    path = List.of(override.substring(0, equals).strip().split("\\.", -1));
    value = Yaml.parse(override.substring(equals + 1), origin, true).orElse(new Scalar("", 0));
  }

  /// Applies overrides one after another, the last wins.
  ///
  /// @param root edited
  static void apply(Node root, List<String> overrides, String origin) {
    for (String override : overrides) {
      new Overrides(override, origin).set(root, 0);
    }
  }

  /// What stands at a depth of the path once the value is in it.
  private Node set(Node node, int depth) {
    if (depth == path.size()) {
      return value;
    }
    String key = path.get(depth);
    if (node instanceof Items(List<Node> items, int _)) {
      int index = index(key, items.size());
      items.set(index, set(items.get(index), depth + 1));
      return node;
    }
    Entries map =
        switch (node) {
          case Entries entries -> entries;
          case Scalar word when !word.text().isEmpty() -> Section.named(word);
          default -> new Entries(new LinkedHashMap<>(), 0);
        };
    Node present = map.entries().getOrDefault(key, absent(depth));
    map.entries().put(key, set(present, depth + 1));
    return map;
  }

  /// Of what a recipe leaves out, only the list of layers has places to name.
  private Node absent(int depth) {
    boolean layers = path.subList(0, depth + 1).equals(List.of("network", "layers"));
    return layers ? RecipeReader.defaultLayers() : new Scalar("", 0);
  }

  private int index(String key, int size) {
    if (key.matches("\\d{1,6}") && Integer.parseInt(key) < size) {
      return Integer.parseInt(key);
    }
    throw new RoteException(
        origin, "an index from 0 to " + (size - 1), Node.quoted(key), "name one that is there");
  }
}
