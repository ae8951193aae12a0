package dev.rote.data;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The content of a gzip file of exactly one member (RFC 1952), checked to the last byte.
///
/// The JDK's GZIPInputStream ignores what follows the compressed data; here reserved flags, a wrong
/// header checksum, CRC or length, a cut file and anything after it are errors, found at the
/// latest by the read that returns the end. Confined to one thread.
final class Gunzip extends InputStream {

  /// Deflate codes 258 bytes in no less than 2 bits (zlib.net, "Maximum Compression Factor"), so a
  /// file of n bytes holds at most 1032 n.
  static final long GREATEST_RATIO = 1032;

  private static final int GREATEST_HEADER = 1 << 17;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final InputStream in;
  private final String operation;
  private final byte[] buffer = new byte[1 << 16];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 headerCrc = new CRC32();
  private final CRC32 crc = new CRC32();
  private int position;
  private int limit;
  private int headerBytes;
  private boolean ended;

  /// Reads the header.
  ///
  /// @param in stands at the magic bytes; closed with this stream
  /// @param operation for messages: "read train-images.gz"
  /// @throws RoteException if the header is damaged
  Gunzip(InputStream in, String operation) throws IOException {
    this.in = in;
    this.operation = operation;
    readHeader();
  }

  private void readHeader() throws IOException {
    require(header() == 0x1F && header() == 0x8B, "the magic bytes 1F 8B", "others");
    int method = header();
    require(method == 8, "compression method 8 (deflate)", "method " + method);
    int flags = header();
    require((flags & RESERVED) == 0, "no reserved flag", String.format("flags 0x%02X", flags));
    for (int i = 0; i < 6; i++) {
      header();
    }
    if ((flags & EXTRA) != 0) {
      int length = header() | header() << 8;
      for (int i = 0; i < length; i++) {
        header();
      }
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      int expected = (int) headerCrc.getValue() & 0xFFFF;
      int found = header() | header() << 8;
      require(found == expected, "gzip header checksum " + expected, "" + found);
    }
  }

  private void skipText() throws IOException {
    while (header() != 0) {
      require(headerBytes < GREATEST_HEADER, "a gzip header that ends", "endless text in it");
    }
  }

  private int header() throws IOException {
    int next = next();
    headerCrc.update(next);
    headerBytes++;
    return next;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int count = inflate(target, offset, length);
      crc.update(target, offset, count);
      if (inflater.finished()) {
        readTrailer();
        ended = true;
      }
      if (count > 0) {
        return count;
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    if (inflater.needsInput()) {
      requireMore();
      inflater.setInput(buffer, position, limit - position);
    }
    try {
      int count = inflater.inflate(target, offset, length);
      position = limit - inflater.getRemaining();
      return count;
    } catch (DataFormatException e) {
      throw new RoteException(
          operation,
          "sound gzip data",
          "damage (" + e.getMessage() + ")",
          "copy or download the file anew",
          e);
    }
  }

  private void readTrailer() throws IOException {
    require(littleEndian() == (int) crc.getValue(), "the CRC-32 of the data", "another");
    require(
        littleEndian() == (int) inflater.getBytesWritten(),
        inflater.getBytesWritten() + " bytes of data",
        "another length at the end of the gzip file");
    if (position < limit || in.read() >= 0) {
      throw new RoteException(
          operation, "nothing after the gzip data", "more bytes", "remove what follows it");
    }
  }

  private int littleEndian() throws IOException {
    return next() | next() << 8 | next() << 16 | next() << 24;
  }

  private int next() throws IOException {
    requireMore();
    return buffer[position++] & 0xFF;
  }

  private void requireMore() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer));
      require(limit > 0, "more gzip data", "the end of the file: it is cut short");
    }
  }

  private void require(boolean holds, String expected, String found) {
    if (!holds) {
      throw new RoteException(operation, expected, found, "copy or download the file anew");
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
