package dev.rote.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/// Makes IDX files for tests, sound ones and others.
final class Idx {
  private Idx() {}

  /// A header, whatever its numbers.
  static byte[] header(int type, long... sizes) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length);
    bytes.put((byte) 0).put((byte) 0).put((byte) type).put((byte) sizes.length);
    for (long size : sizes) {
      bytes.putInt((int) size);
    }
    return bytes.array();
  }

  /// Items as bytes after a header.
  static byte[] file(int type, long[] sizes, byte[] data) {
    return join(header(type, sizes), data);
  }

  /// Pictures of unsigned bytes that count up from 0.
  static byte[] pictures(int count, int rows, int columns) {
    byte[] pixels = new byte[count * rows * columns];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    return file(0x08, new long[] {count, rows, columns}, pixels);
  }

  static byte[] labels(int... labels) {
    byte[] data = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      data[i] = (byte) labels[i];
    }
    return file(0x08, new long[] {labels.length}, data);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /// The same bytes but one, counted from the end if negative.
  static byte[] with(byte[] bytes, int position, int value) {
    byte[] changed = bytes.clone();
    changed[position < 0 ? bytes.length + position : position] = (byte) value;
    return changed;
  }

  /// The first bytes, all but so many if negative.
  static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length);
  }
}
