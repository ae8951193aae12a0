package dev.rote.exchange;

import dev.rote.fault.RoteException;
import dev.rote.network.TensorShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The JSON header of a safetensors file: which tensors lie where in the block of data, and free
/// text about them.
///
/// @param tensors in the order of the data
/// @param metadata sorted, so that equal content is equal bytes
record TensorHeader(List<TensorShape> tensors, SortedMap<String, String> metadata) {
  private static final String METADATA = "__metadata__";
  private static final String REPAIR = "write the file anew";

  /// Dimensions past this are taken for damage; the format itself sets no bound.
  private static final int MAX_RANK = 64;

  /// The data block starts at a multiple of this.
  private static final int ALIGNMENT = 8;

  /// Reads a header and checks that its tensors fill the block of data without hole or overlap.
  ///
  /// @param dataBytes size of the block
  /// @throws RoteException if they do not, or the header is malformed or names a type that is not
  ///     F32
  static TensorHeader parse(byte[] json, long dataBytes, String operation) {
    List<Entry> entries = new ArrayList<>();
    SortedMap<String, String> metadata = new TreeMap<>();
    JsonCursor cursor = new JsonCursor(json, operation);
    cursor.object(
        key -> {
          if (key.equals(METADATA)) {
            cursor.object(name -> metadata.put(name, cursor.string()));
          } else {
            entries.add(Entry.parse(key, cursor, operation));
          }
        });
    cursor.end();
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long filled = 0;
    for (Entry entry : entries) {
      if (entry.begin != filled) {
        throw entry.fault(operation, "data from byte " + filled, "from byte " + entry.begin);
      }
      filled = entry.end;
    }
    if (filled != dataBytes) {
      throw new RoteException(
          operation, filled + " bytes of data", dataBytes + " bytes", "fetch the file again");
    }
    return new TensorHeader(entries.stream().map(Entry::tensor).toList(), metadata);
  }

  /// A tensor as the header tells it.
  ///
  /// @param begin of its data, in bytes from the start of the block
  /// @param end one byte after its data
  private record Entry(TensorShape tensor, long begin, long end) {

    static Entry parse(String name, JsonCursor cursor, String operation) {
      List<String> types = new ArrayList<>();
      List<Long> shape = new ArrayList<>();
      List<Long> offsets = new ArrayList<>();
      Set<String> keys = new TreeSet<>();
      cursor.object(
          key -> {
            keys.add(key);
            switch (key) {
              case "dtype" -> types.add(cursor.string());
              case "shape" -> naturals(cursor, shape, MAX_RANK, name, operation);
              case "data_offsets" -> naturals(cursor, offsets, 2, name, operation);
              default -> throw unexpected(name, operation, "\"" + key + "\"");
            }
          });
      if (keys.size() < 3 || offsets.size() != 2) {
        throw unexpected(name, operation, keys + " and " + offsets.size() + " offsets");
      }
      if (!types.equals(List.of("F32"))) {
        throw new RoteException(
            operation,
            "F32, the only dtype read,",
            types.getFirst() + " in tensor \"" + name + "\"",
            "convert the tensors to float32");
      }
      return checked(name, shape, offsets, operation);
    }

    private static Entry checked(
        String name, List<Long> shape, List<Long> offsets, String operation) {
      List<Integer> sizes = new ArrayList<>();
      long bytes = Float.BYTES;
      for (long size : shape) {
        if (size > Integer.MAX_VALUE || (size > 0 && bytes > Long.MAX_VALUE / size)) {
          throw unexpected(name, operation, "the shape " + shape + ", too large");
        }
        sizes.add((int) size);
        bytes *= size;
      }
      TensorShape tensor = new TensorShape(name, sizes);
      Entry entry = new Entry(tensor, offsets.getFirst(), offsets.getLast());
      if (entry.end - entry.begin != bytes) {
        throw entry.fault(operation, bytes + " bytes for its shape", "offsets " + offsets);
      }
      return entry;
    }

    RoteException fault(String operation, String expected, String found) {
      return new RoteException(operation + ", tensor " + tensor, expected, found, REPAIR);
    }
  }

  private static void naturals(
      JsonCursor cursor, List<Long> into, int most, String name, String operation) {
    cursor.array(
        () -> {
          if (into.size() == most) {
            throw unexpected(name, operation, "a list of more than " + most + " numbers");
          }
          into.add(cursor.natural());
        });
  }

  private static RoteException unexpected(String name, String operation, String found) {
    return new RoteException(
        operation + ", tensor \"" + name + "\"",
        "dtype, shape and two data_offsets",
        found,
        REPAIR);
  }

  /// The header's bytes, with spaces at the end that align the data.
  ///
  /// @throws RoteException if two tensors have one name, or a text is not whole Unicode
  byte[] bytes(String operation) {
    List<String> members = new ArrayList<>();
    if (!metadata.isEmpty()) {
      members.add(quoted(METADATA) + ":" + object(metadata));
    }
    Set<String> names = new HashSet<>(Set.of(METADATA));
    long offset = 0;
    for (TensorShape tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new RoteException(
            operation, "a name for each tensor", quoted(tensor.name()) + " twice", "rename one");
      }
      long end = offset + tensor.size() * Float.BYTES;
      members.add(
          quoted(tensor.name())
              + ":{\"dtype\":\"F32\",\"shape\":"
              + tensor.shape().toString().replace(" ", "")
              + (",\"data_offsets\":[" + offset + "," + end + "]}"));
      offset = end;
    }
    String json = "{" + String.join(",", members) + "}";
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
      throw new RoteException(
          operation, "names and texts in Unicode", "half a character", "correct them");
    }
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(bytes, Math.ceilDiv(bytes.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
    return padded;
  }

  private static String object(SortedMap<String, String> texts) {
    return texts.entrySet().stream()
        .map(text -> quoted(text.getKey()) + ":" + quoted(text.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter < 0x20) {
        json.append(String.format("\\u%04x", (int) letter));
      } else if (letter == '"' || letter == '\\') {
        json.append('\\').append(letter);
      } else {
        json.append(letter);
      }
    }
    return json.append('"').toString();
  }
}
