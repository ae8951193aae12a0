package dev.rote.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the page's style sheet says of shapes, for those who paint without a browser: enough of CSS
/// for our own sheet, whose selectors are tags and classes, in its light colours.
final class StyleSheet {
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");
  private static final Pattern RULE = Pattern.compile("([^{}]+)\\{([^{}]*)\\}");
  private static final Pattern VARIABLE = Pattern.compile("var\\((--[a-z0-9-]+)\\)");

  private final Map<String, String> variables = new HashMap<>();
  private final List<Rule> rules = new ArrayList<>();

  /// @param weight of its selector; of equals the later rule counts
  private record Rule(List<String> selector, int weight, Map<String, String> values) {}

  /// Reads a sheet; what depends on the medium is left out.
  StyleSheet(String css) {
    Matcher matcher = RULE.matcher(withoutMedia(COMMENT.matcher(css).replaceAll("")));
    while (matcher.find()) {
      Map<String, String> values = values(matcher.group(2));
      for (String selector : matcher.group(1).strip().split(",", -1)) {
        String bare = selector.strip();
        if (bare.equals(":root")) {
          variables.putAll(values);
        } else if (!bare.contains(":") && !bare.contains("[")) {
          int weight = 100 * (int) bare.chars().filter(c -> c == '.').count();
          rules.add(
              new Rule(List.of(bare.split(" +", -1)), weight + bare.split(" +").length, values));
        }
      }
    }
    rules.sort(Comparator.comparingInt(Rule::weight));
  }

  /// Our page's own.
  static StyleSheet own() {
    return new StyleSheet(ReportPage.styleSheet());
  }

  /// Blocks that have blocks in them are those of a medium.
  private static String withoutMedia(String css) {
    StringBuilder plain = new StringBuilder();
    int depth = 0;
    int from = 0;
    int media = -1;
    for (int i = 0; i < css.length(); i++) {
      if (css.charAt(i) == '@' && depth == 0) {
        plain.append(css, from, i);
        media = i;
      }
      depth += css.charAt(i) == '{' ? 1 : css.charAt(i) == '}' ? -1 : 0;
      if (media >= 0 && depth == 0 && css.charAt(i) == '}') {
        from = i + 1;
        media = -1;
      }
    }
    return plain.append(css.substring(media >= 0 ? css.length() : from)).toString();
  }

  private static Map<String, String> values(String block) {
    Map<String, String> values = new HashMap<>();
    for (String declaration : block.split(";", -1)) {
      int colon = declaration.indexOf(':');
      if (colon > 0) {
        values.put(
            declaration.substring(0, colon).strip(), declaration.substring(colon + 1).strip());
      }
    }
    return values;
  }

  /// The value of a property.
  ///
  /// @param tag of the shape
  /// @param kind its class names
  /// @param picture class name of the picture it is in
  Optional<String> value(String property, String tag, String kind, String picture) {
    Set<String> classes = Set.of(kind.isBlank() ? new String[0] : kind.strip().split(" +"));
    Optional<String> found = Optional.empty();
    for (Rule rule : rules) {
      boolean fits =
          matches(rule.selector().getLast(), tag, classes)
              && rule.selector().subList(0, rule.selector().size() - 1).stream()
                  .allMatch(outer -> matches(outer, "svg", Set.of(picture)));
      if (fits && rule.values().containsKey(property)) {
        found = Optional.ofNullable(rule.values().get(property));
      }
    }
    return found.map(this::resolved);
  }

  private static boolean matches(String compound, String tag, Set<String> classes) {
    String[] parts = compound.split("\\.", -1);
    if (!parts[0].isEmpty() && !parts[0].equals(tag)) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      if (!classes.contains(parts[i])) {
        return false;
      }
    }
    return true;
  }

  private String resolved(String value) {
    Matcher matcher = VARIABLE.matcher(value);
    return matcher.matches() ? variables.getOrDefault(matcher.group(1), "none") : value;
  }

  /// A colour of the page: `page`, `ink`.
  String variable(String name) {
    return variables.getOrDefault("--" + name, "#000000");
  }
}
