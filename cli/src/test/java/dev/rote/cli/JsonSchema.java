package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.runs.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// As much of JSON Schema as docs/guide/audit.schema.json uses; other words in it are refused. An
/// object may have no member that the schema does not name.
final class JsonSchema {
  private static final Set<String> WORDS =
      Set.of(
          "$schema",
          "$defs",
          "$ref",
          "title",
          "type",
          "enum",
          "required",
          "additionalProperties",
          "properties",
          "items");

  private final Map<String, Object> root;

  private JsonSchema(Map<String, Object> root) {
    this.root = root;
  }

  static JsonSchema read(Path file) throws IOException {
    return new JsonSchema(Json.object(Files.readString(file)));
  }

  /// Fails at the first value that is not as the schema says.
  void requireValid(Map<String, Object> document) {
    check(root, document, "audit.json");
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }

  private void check(Map<?, ?> schema, @Nullable Object value, String place) {
    assertThat(WORDS).as("words of the schema at " + place).containsAll(words(schema));
    if (schema.get("$ref") instanceof String ref) {
      check(map(map(root.get("$defs")).get(ref.replace("#/$defs/", ""))), value, place);
      return;
    }
    if (schema.get("enum") instanceof List<?> words) {
      assertThat(words.contains(value)).as(place + ": " + value).isTrue();
    }
    if (schema.containsKey("type")) {
      Object type = schema.get("type");
      List<?> types = type instanceof List<?> several ? several : List.of(type);
      assertThat(types.stream().anyMatch(t -> is(t, value)))
          .as(place + " is of " + types + ": " + value)
          .isTrue();
    }
    if (value instanceof Map<?, ?> members && schema.get("properties") instanceof Map<?, ?> known) {
      assertThat(words(members)).as(place).containsAll(required(schema)).isSubsetOf(words(known));
      members.forEach((key, member) -> check(map(known.get(key)), member, place + "." + key));
    }
    if (value instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        check(map(schema.get("items")), items.get(i), place + "." + i);
      }
    }
  }

  private static List<String> required(Map<?, ?> schema) {
    return schema.get("required") instanceof List<?> names
        ? names.stream().map(Object::toString).toList()
        : List.of();
  }

  private static List<String> words(Map<?, ?> map) {
    return map.keySet().stream().map(Object::toString).toList();
  }

  private static boolean is(Object type, @Nullable Object value) {
    return switch ("" + type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      case "null" -> value == null;
      default -> throw new AssertionError("type " + type);
    };
  }
}
