package dev.rote.data;

import dev.rote.fault.RoteException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// Reads IDX files, the format of MNIST: plain or gzip, told apart by their first bytes.
///
/// | bytes | meaning |
/// |---|---|
/// | 2 | zero |
/// | 1 | item type, see [IdxType] |
/// | 1 | rank r, 1 to 4 |
/// | 4 r | sizes, unsigned, highest byte first |
/// | product of sizes × bytes of an item | items, highest byte first, last axis fastest |
///
/// Strict: the file must be what its header says, to the byte. The header is checked against the
/// length of the file before room is taken, so a few damaged bytes cannot ask for gigabytes; out of
/// a gzip file, room is taken as the data come. Thread-safe.
///
/// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
public final class IdxReader {

  private static final int GREATEST_RANK = 4;
  private static final int GREATEST_ARRAY = Integer.MAX_VALUE - 8;

  private final String operation;
  private final long fileLength;
  private final long capacity;

  private IdxReader(String operation, long fileLength, long capacity) {
    this.operation = operation;
    this.fileLength = fileLength;
    this.capacity = Math.min(GREATEST_ARRAY, capacity);
  }

  /// Reads one file.
  ///
  /// @throws RoteException if it cannot be read, or is not a sound IDX file
  public static IdxArray read(Path file) {
    String operation = "read " + file;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        String found = attributes.isDirectory() ? "a folder" : "something else";
        throw new RoteException(operation, "a file", found, "give an IDX file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new IdxReader(operation, attributes.size(), Runtime.getRuntime().maxMemory())
            .readAny(in);
      }
    } catch (IOException e) {
      throw RoteException.io(operation, "give a readable IDX file", e);
    }
  }

  /// Reads the content of a file.
  ///
  /// @param name for messages
  /// @param content only read
  /// @throws RoteException if it is not a sound IDX file
  public static IdxArray read(String name, byte[] content) {
    return read(name, content, Runtime.getRuntime().maxMemory());
  }

  /// @param capacity bytes of data that there is room for
  static IdxArray read(String name, byte[] content, long capacity) {
    try {
      return new IdxReader("read " + name, content.length, capacity)
          .readAny(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw RoteException.io("read " + name, "give an IDX file", e);
    }
  }

  private IdxArray readAny(InputStream file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(file);
    in.mark(2);
    boolean gzip = isGzip(in.readNBytes(2));
    in.reset();
    if (!gzip) {
      return readArray(in, false);
    }
    try (Gunzip content = new Gunzip(in, operation)) {
      return readArray(content, true);
    }
  }

  private static boolean isGzip(byte[] start) {
    return start.length >= 2 && start[0] == 0x1F && start[1] == (byte) 0x8B;
  }

  private IdxArray readArray(InputStream in, boolean gzip) throws IOException {
    byte[] magic = in.readNBytes(4);
    requireMagic(magic);
    IdxType type = IdxType.of(magic[2] & 0xFF, operation);
    long[] sizes = readSizes(in, magic[3] & 0xFF);
    String content = describe(sizes) + " " + type.words();
    int length = dataLength(type, sizes, content);
    long whole = 4L + 4L * sizes.length + length;
    if (gzip) {
      require(
          whole <= Gunzip.GREATEST_RATIO * fileLength,
          "gzip data that can hold " + content,
          fileLength + " bytes, which is too few",
          "copy or download the file anew");
    } else {
      requireLength(whole, fileLength, content);
    }
    byte[] data = readData(in, length);
    requireLength(whole, whole - length + data.length, content);
    require(in.read() < 0, whole + " bytes for " + content, "more", "remove what follows them");
    return new IdxArray(type, Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray(), data);
  }

  private void requireMagic(byte[] magic) {
    require(!isGzip(magic), "an IDX file", "gzip data inside gzip", "unpack the file once");
    require(
        magic.length == 4 && magic[0] == 0 && magic[1] == 0,
        "an IDX file, which starts with two zero bytes, a type and a rank",
        magic.length == 0 ? "an empty file" : "0x" + HexFormat.of().formatHex(magic),
        "give an IDX file, plain or gzip");
  }

  private long[] readSizes(InputStream in, int rank) throws IOException {
    require(
        rank >= 1 && rank <= GREATEST_RANK,
        "a rank of 1 to " + GREATEST_RANK,
        "" + rank,
        "give an IDX file");
    byte[] bytes = in.readNBytes(4 * rank);
    require(
        bytes.length == 4 * rank,
        "a header with " + rank + " sizes",
        "the end of the file in it",
        "copy or download the file anew");
    long[] sizes = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      sizes[axis] = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(4 * axis));
      require(sizes[axis] > 0, "sizes of 1 or more", "a size of 0", "give a file with examples");
    }
    return sizes;
  }

  /// Cannot overflow: each factor is below 2³², and each product but the last below 2³¹.
  private int dataLength(IdxType type, long[] sizes, String content) {
    long length = type.bytes();
    for (long size : sizes) {
      length *= size;
      require(
          length <= capacity,
          "at most " + capacity + " bytes of data, what this JVM has room for",
          content,
          "check the header, or raise the JVM's -Xmx");
    }
    return (int) length;
  }

  private void requireLength(long expected, long found, String content) {
    require(
        found == expected,
        expected + " bytes for " + content,
        found + " bytes",
        found < expected ? "copy or download the file anew" : "remove what follows them");
  }

  /// Up to `length` bytes, fewer if the data end before.
  private byte[] readData(InputStream in, int length) throws IOException {
    byte[] data = new byte[(int) Math.min(length, Math.max(1 << 16, 8 * fileLength))];
    int filled = 0;
    while (true) {
      int count = in.readNBytes(data, filled, data.length - filled);
      filled += count;
      if (filled < data.length) {
        return Arrays.copyOf(data, filled);
      }
      if (filled == length) {
        return data;
      }
      data = Arrays.copyOf(data, (int) Math.min(length, 2L * filled));
    }
  }

  private static String describe(long[] sizes) {
    return Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining(" × "));
  }

  private void require(boolean holds, String expected, String found, String help) {
    if (!holds) {
      throw new RoteException(operation, expected, found, help);
    }
  }
}
