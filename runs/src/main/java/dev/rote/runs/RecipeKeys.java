package dev.rote.runs;

import dev.rote.fault.RoteException;
import dev.rote.yaml.Node;
import dev.rote.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Recipes as flat tables: `optimizer.rate` → `0.01`, `network.layers.0.dense` → `128`. The keys
/// are those that overrides have, so what a table shows can be typed behind `rote train`.
///
/// Values are text as the recipe has it. Texts that [RecipeFile#write] made are equal exactly when
/// the values are. Stateless.
public final class RecipeKeys {
  private RecipeKeys() {}

  /// One key of several recipes.
  ///
  /// @param key its path, joined by dots
  /// @param values one of each recipe, in their order; empty where a recipe has no such key
  public record Difference(String key, List<Optional<String>> values) {
    public Difference {
      values = List.copyOf(values);
    }
  }

  /// Every key of a recipe with its value, in the recipe's order.
  ///
  /// @param yaml a recipe's text
  /// @throws RoteException if it is no YAML that a recipe could be
  public static SequencedMap<String, String> of(String yaml) {
    SequencedMap<String, String> keys = new LinkedHashMap<>();
    Yaml.parse(yaml, "recipe", false).ifPresent(root -> flatten(root, "", keys));
    return keys;
  }

  private static void flatten(Node node, String path, SequencedMap<String, String> keys) {
    switch (node) {
      case Node.Scalar(String text, int _) -> keys.put(path, text);
      case Node.Items(List<Node> items, int _) -> {
        for (int i = 0; i < items.size(); i++) {
          flatten(items.get(i), below(path, "" + i), keys);
        }
      }
      case Node.Entries(SequencedMap<String, Node> entries, int _) ->
          entries.forEach((key, value) -> flatten(value, below(path, key), keys));
    }
  }

  private static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /// Where recipes differ.
  ///
  /// @param recipes tables that [#of] made
  /// @return the keys whose values are not the same in all of them; those of one part of the recipe
  ///     stand together
  public static List<Difference> differences(List<? extends Map<String, String>> recipes) {
    List<Difference> differences = new ArrayList<>();
    for (String key : union(recipes)) {
      List<Optional<String>> values =
          recipes.stream().map(recipe -> Optional.ofNullable(recipe.get(key))).toList();
      if (values.stream().distinct().count() > 1) {
        differences.add(new Difference(key, values));
      }
    }
    return differences;
  }

  /// The keys of all recipes, those of one part of the recipe together.
  public static SequencedSet<String> union(List<? extends Map<String, String>> recipes) {
    SequencedMap<String, SequencedSet<String>> parts = new LinkedHashMap<>();
    for (Map<String, String> recipe : recipes) {
      for (String key : recipe.keySet()) {
        String part = key.substring(0, (key + ".").indexOf('.'));
        parts.computeIfAbsent(part, _ -> new LinkedHashSet<>()).add(key);
      }
    }
    SequencedSet<String> keys = new LinkedHashSet<>();
    parts.values().forEach(keys::addAll);
    return keys;
  }
}
