package dev.rote.runs;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Values as JSON text: maps, lists, strings, numbers.
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /// On one line, as in JSON Lines.
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Indented, with a line end, as in a file people read.
  public static String pretty(Object value) {
    return PRETTY.writeValueAsString(value) + "\n";
  }
}
