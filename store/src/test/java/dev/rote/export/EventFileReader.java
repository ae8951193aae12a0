package dev.rote.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A strict reader of TensorBoard's event files that shares no line with the writer: it has its own
/// CRC-32C, bit by bit, and its own walk over the wire, and it refuses whatever the schemas of
/// TensorFlow and TensorBoard do not have: an unknown field, another wire type, a field too often,
/// text that is no UTF-8, a byte too many.
final class EventFileReader {

  /// What a field of a message is.
  private enum Kind {
    NUMBER,
    DOUBLE,
    FLOAT,
    TEXT,
    MESSAGE
  }

  private record Field(String name, Kind kind, String type, boolean repeated) {}

  private static final Map<String, Map<Integer, Field>> SCHEMA = new LinkedHashMap<>();

  static {
    message(
        "Event",
        "1 wall_time DOUBLE",
        "2 step NUMBER",
        "3 file_version TEXT",
        "5 summary MESSAGE Summary");
    message("Summary", "1 value MESSAGE Value repeated");
    message("Value", "1 tag TEXT", "2 simple_value FLOAT", "9 metadata MESSAGE SummaryMetadata");
    message("SummaryMetadata", "1 plugin_data MESSAGE PluginData");
    message("PluginData", "1 plugin_name TEXT", "2 content MESSAGE HParamsPluginData");
    message(
        "HParamsPluginData",
        "1 version NUMBER",
        "2 experiment MESSAGE Experiment",
        "3 session_start_info MESSAGE SessionStartInfo",
        "4 session_end_info MESSAGE SessionEndInfo");
    message(
        "Experiment",
        "4 hparam_infos MESSAGE HParamInfo repeated",
        "5 metric_infos MESSAGE MetricInfo repeated");
    message("HParamInfo", "1 name TEXT", "4 type NUMBER");
    message("MetricInfo", "1 name MESSAGE MetricName");
    message("MetricName", "2 tag TEXT");
    message(
        "SessionStartInfo", "1 hparams MESSAGE HParamsEntry repeated", "5 start_time_secs DOUBLE");
    message("HParamsEntry", "1 key TEXT", "2 value MESSAGE ProtobufValue");
    message("ProtobufValue", "2 number_value DOUBLE", "3 string_value TEXT", "4 bool_value NUMBER");
    message("SessionEndInfo", "1 status NUMBER", "2 end_time_secs DOUBLE");
  }

  private static void message(String name, String... fields) {
    Map<Integer, Field> byNumber = new LinkedHashMap<>();
    for (String field : fields) {
      List<String> words = List.of(field.split(" "));
      boolean repeated = words.getLast().equals("repeated");
      String type = words.get(2).equals("MESSAGE") ? words.get(3) : "";
      byNumber.put(
          Integer.valueOf(words.get(0)),
          new Field(words.get(1), Kind.valueOf(words.get(2)), type, repeated));
    }
    SCHEMA.put(name, byNumber);
  }

  private EventFileReader() {}

  /// Every event of a file: maps of fields, with lists where a field may be repeated.
  static List<Map<String, Object>> events(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Map<String, Object>> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = bytes(in, 8);
      assertThat(in.getInt()).as("CRC of a length").isEqualTo(masked(length));
      long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      assertThat(size).isBetween(0L, (long) in.remaining() - 4);
      byte[] message = bytes(in, (int) size);
      assertThat(in.getInt()).as("CRC of a message").isEqualTo(masked(message));
      events.add(message("Event", message));
    }
    return events;
  }

  private static byte[] bytes(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private static int masked(byte[] bytes) {
    int crc = crc(bytes);
    return ((crc >>> 15) | (crc << 17)) + 0xA282EAD8;
  }

  /// Castagnoli's polynomial, reflected.
  static int crc(byte[] bytes) {
    int crc = -1;
    for (byte b : bytes) {
      crc ^= b & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 1 ? (crc >>> 1) ^ 0x82F63B78 : crc >>> 1;
      }
    }
    return ~crc;
  }

  private static Map<String, Object> message(String type, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Object> fields = new LinkedHashMap<>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      Field field =
          Objects.requireNonNull(
              SCHEMA.getOrDefault(type, Map.of()).get((int) (tag >>> 3)),
              type + " has no field " + (tag >>> 3));
      Object value = value(field, (int) tag & 7, in);
      if (field.repeated()) {
        open(fields, field.name()).add(value);
      } else {
        assertThat(fields.put(field.name(), value)).as(field.name() + " once").isNull();
      }
    }
    return fields;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> open(Map<String, Object> fields, String name) {
    return (List<Object>) fields.computeIfAbsent(name, _ -> new ArrayList<>());
  }

  private static Object value(Field field, int wireType, ByteBuffer in) {
    int expected =
        switch (field.kind()) {
          case NUMBER -> 0;
          case DOUBLE -> 1;
          case TEXT, MESSAGE -> 2;
          case FLOAT -> 5;
        };
    assertThat(wireType).as("wire type of " + field.name()).isEqualTo(expected);
    return switch (field.kind()) {
      case NUMBER -> varint(in);
      case DOUBLE -> in.getDouble();
      case FLOAT -> in.getFloat();
      case TEXT -> text(bytes(in, Math.toIntExact(varint(in))));
      case MESSAGE -> message(field.type(), bytes(in, Math.toIntExact(varint(in))));
    };
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("text that is no UTF-8", e);
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new AssertionError("a number of more than ten bytes");
  }

  /// The curves: tag to step to value.
  static Map<String, Map<Long, Float>> scalars(List<Map<String, Object>> events) {
    Map<String, Map<Long, Float>> curves = new LinkedHashMap<>();
    for (Map<String, Object> event : events) {
      for (Map<?, ?> value : values(event)) {
        if (value.get("simple_value") instanceof Float number) {
          Map<Long, Float> curve =
              curves.computeIfAbsent((String) value.get("tag"), _ -> new LinkedHashMap<>());
          assertThat(curve.put((Long) event.get("step"), number)).isNull();
        }
      }
    }
    return curves;
  }

  /// What the plug-in for hyper-parameters is told under a tag; there must be one.
  static Map<?, ?> hparams(List<Map<String, Object>> events, String tag, String field) {
    List<Map<?, ?>> found = new ArrayList<>();
    for (Map<String, Object> event : events) {
      for (Map<?, ?> value : values(event)) {
        if (tag.equals(value.get("tag"))) {
          Map<?, ?> data = map(map(value, "metadata"), "plugin_data");
          assertThat(String.valueOf(data.get("plugin_name"))).isEqualTo("hparams");
          Map<?, ?> content = map(data, "content");
          assertThat(content.keySet().equals(Set.of("version", field))).as(tag).isTrue();
          assertThat(String.valueOf(content.get("version"))).isEqualTo("0");
          found.add(map(content, field));
        }
      }
    }
    assertThat(found).as(tag).hasSize(1);
    return found.getFirst();
  }

  /// A message in a field that must be there.
  static Map<?, ?> map(Map<?, ?> message, String field) {
    return (Map<?, ?>) Objects.requireNonNull(message.get(field), field);
  }

  /// The messages in a repeated field that must be there.
  static List<Map<?, ?>> list(Map<?, ?> message, String field) {
    List<Map<?, ?>> items = new ArrayList<>();
    for (Object item : (List<?>) Objects.requireNonNull(message.get(field), field)) {
      items.add((Map<?, ?>) item);
    }
    return items;
  }

  private static List<Map<?, ?>> values(Map<String, Object> event) {
    List<Map<?, ?>> values = new ArrayList<>();
    if (event.get("summary") instanceof Map<?, ?> summary
        && summary.get("value") instanceof List<?> list) {
      list.forEach(value -> values.add((Map<?, ?>) value));
    }
    return values;
  }
}
