package dev.rote.runs;

import dev.rote.fault.RoteException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Values as JSON text: maps, lists, strings, numbers.
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  /// On one line, as in JSON Lines.
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Indented, with a line end, as in a file people read.
  public static String pretty(Object value) {
    return PRETTY.writeValueAsString(value) + "\n";
  }

  /// Reads one object, as [#line] wrote it.
  ///
  /// @throws RoteException if the text is anything else
  public static Map<String, Object> object(String text) {
    try {
      Map<String, Object> fields = STRICT.readValue(text, new TypeReference<>() {});
      if (fields != null) {
        return fields;
      }
    } catch (JacksonException e) {
      throw new RoteException("read JSON", "one object", "other text", "leave it as written", e);
    }
    throw new RoteException("read JSON", "one object", "null", "leave it as written");
  }
}
