package dev.rote.data;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// An array as numpy's `save` writes it: the npy format, versions 1 to 3, C order, of `u1`, `i4`,
/// `i8`, `f4` or `f8`, little-endian.
///
/// @param type as numpy calls it: "<f4"
/// @param shape sizes of its dimensions
/// @param data its numbers, little-endian
record NpyArray(String operation, String type, List<Integer> shape, ByteBuffer data) {
  private static final int GREATEST = Integer.MAX_VALUE - 8;
  private static final int GREATEST_HEADER = 1 << 16;
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([^']{2,8})', 'fortran_order': (True|False), 'shape': \\(([^()]*)\\),? *\\}\\s*");

  /// Reads a file.
  ///
  /// @throws RoteException if it is no such array, or longer or shorter than it says
  static NpyArray read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file), "read " + file);
    } catch (IOException e) {
      throw RoteException.io("read " + file, "check the file", e);
    }
  }

  /// @param available bytes that the stream can have at most, so that no more are asked for
  static NpyArray read(InputStream in, long available, String operation) throws IOException {
    byte[] start = in.readNBytes(10);
    boolean magic =
        start.length == 10
            && start[0] == (byte) 0x93
            && new String(start, 1, 5, StandardCharsets.ISO_8859_1).equals("NUMPY");
    require(magic, operation, "an npy array", "no magic \\x93NUMPY");
    int length = (start[8] & 0xFF) | (start[9] & 0xFF) << 8;
    require(start[6] >= 1 && start[6] <= 3, operation, "npy version 1 to 3", "" + start[6]);
    if (start[6] > 1) {
      byte[] more = in.readNBytes(2);
      boolean small = more.length == 2 && more[0] == 0 && more[1] == 0 && length < GREATEST_HEADER;
      require(small, operation, "a header below 65,536 bytes", "a longer one");
    }
    String header = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    Matcher matcher = HEADER.matcher(header);
    require(matcher.matches(), operation, "a header that says descr, order and shape", "another");
    require(matcher.group(2).equals("False"), operation, "C order", "Fortran order");
    List<Integer> shape = shape(matcher.group(3), operation);
    long bytes = width(matcher.group(1), operation);
    for (int size : shape) {
      bytes *= size;
      require(bytes <= GREATEST, operation, "at most " + GREATEST + " bytes", "more: " + shape);
    }
    require(bytes <= available, operation, bytes + " bytes of data", "fewer: it is cut short");
    byte[] data = in.readNBytes((int) bytes);
    require(data.length == bytes, operation, bytes + " bytes of data", "" + data.length);
    require(in.read() < 0, operation, "nothing after the data", "more bytes");
    ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    return new NpyArray(operation, matcher.group(1), shape, buffer);
  }

  private static List<Integer> shape(String text, String operation) {
    require(
        text.matches("\\d{1,9}(, *\\d{1,9})*,?"), operation, "sizes below 1e9", "(" + text + ")");
    return NUMBER.matcher(text).results().map(size -> Integer.valueOf(size.group())).toList();
  }

  private static int width(String type, String operation) {
    return switch (type) {
      case "|u1" -> 1;
      case "<i4", "<f4" -> 4;
      case "<i8", "<f8" -> 8;
      default ->
          throw new RoteException(
              operation,
              "numbers of type u1, i4, i8, f4 or f8, little-endian",
              type,
              "convert it: a.astype('<f4')");
    };
  }

  /// Whether its numbers are bytes, as pixels are.
  boolean isBytes() {
    return type.equals("|u1");
  }

  /// Numbers in one entry of the first dimension.
  int rowSize() {
    return (int) shape.stream().skip(1).mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
  }

  /// Its bytes, where [#isBytes].
  byte[] bytes() {
    byte[] bytes = new byte[data.capacity()];
    data.get(0, bytes);
    return bytes;
  }

  /// All numbers, finite.
  float[] floats() {
    float[] values = new float[count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) number(i);
      if (!Float.isFinite(values[i])) {
        throw new RoteException(
            operation, "finite numbers", number(i) + " at number " + i, "leave out its row");
      }
    }
    return values;
  }

  /// All numbers as whole ones from 0 to `below` − 1: labels.
  int[] labels(int below) {
    require(shape.size() == 1, operation, "labels (one dimension)", "shape " + shape);
    int[] values = new int[count()];
    for (int i = 0; i < values.length; i++) {
      double number = number(i);
      values[i] = (int) number;
      if (values[i] != number || number < 0 || number >= below) {
        throw new RoteException(
            operation,
            "labels from 0 to " + (below - 1),
            number + " at example " + i,
            "number the classes 0, 1, 2 …");
      }
    }
    return values;
  }

  private int count() {
    return Math.multiplyExact(shape.getFirst(), rowSize());
  }

  private double number(int i) {
    return switch (type) {
      case "|u1" -> data.get(i) & 0xFF;
      case "<i4" -> data.getInt(4 * i);
      case "<i8" -> data.getLong(8 * i);
      case "<f4" -> data.getFloat(4 * i);
      default -> data.getDouble(8 * i);
    };
  }

  private static void require(boolean holds, String operation, String expected, String found) {
    if (!holds) {
      throw new RoteException(operation, expected, found, "write it with numpy.save");
    }
  }

  /// As examples with labels of their own: bytes of up to three dimensions are pictures, all else
  /// is a table, standardised column by column.
  Dataset dataset(String name, int[] labels, List<String> classNames) {
    require(shape.size() >= 2, operation, "examples (two dimensions or more)", "shape " + shape);
    require(
        shape.getFirst() == labels.length,
        operation,
        labels.length + " examples, one for each label",
        "" + shape.getFirst());
    if (isBytes() && shape.size() <= 3) {
      int rows = shape.size() == 3 ? shape.get(1) : 1;
      return Dataset.of(name, new PictureShape(rows, shape.getLast()), bytes(), labels, classNames);
    }
    List<TableInput> inputs =
        IntStream.range(0, rowSize()).mapToObj(i -> new TableInput("" + i, true)).toList();
    return Dataset.ofTable(name, floats(), inputs, labels, classNames);
  }
}
