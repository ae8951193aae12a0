package dev.rote.exchange;

import dev.rote.engine.Parameters;
import dev.rote.fault.RoteException;
import dev.rote.network.TensorShape;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads and writes safetensors files, the format that torch, Hugging Face and others exchange
/// weights in.
///
/// A file is the length of the header as 8 bytes, little-endian; the header, a JSON object padded
/// with spaces; and the block of data, row-major and little-endian, where tensors lie without holes
/// or overlaps:
///
///     {"__metadata__":{"key":"text"},"0.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}
///
/// Only F32 is known here. Equal content is written as equal bytes: tensors in their order,
/// metadata sorted, the data block at a multiple of 8. Reading is strict: whatever the format
/// forbids is refused before anything is allocated for it. Values are not judged: NaN stays NaN.
///
/// Stateless. Source: the format's README, huggingface/safetensors on GitHub.
public final class SafeTensors {

  /// The format's own bound on the header, in bytes.
  public static final int MAX_HEADER = 100_000_000;

  private static final int CHUNK_BYTES = 1 << 16;
  private static final int MAX_VALUES = Integer.MAX_VALUE - 8;

  private SafeTensors() {}

  /// What a file holds.
  ///
  /// @param parameters tensors in the order of the data
  /// @param metadata free text, sorted by key
  public record Tensors(Parameters parameters, SortedMap<String, String> metadata) {
    public Tensors {
      metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }
  }

  /// Writes a file in one step, see [AtomicFile].
  ///
  /// @throws RoteException if two tensors have one name, or the file cannot be written
  public static void write(Path file, Parameters parameters, Map<String, String> metadata) {
    write(file, List.of(parameters), metadata);
  }

  /// The same of tensors that lie in several slabs, one after the other.
  public static void write(Path file, List<Parameters> slabs, Map<String, String> metadata) {
    AtomicFile.write(file, out -> write(out, slabs, metadata));
  }

  /// Writes the bytes of a file to a stream, which stays open.
  ///
  /// @throws RoteException if two tensors have one name
  public static void write(OutputStream out, List<Parameters> slabs, Map<String, String> metadata)
      throws IOException {
    String operation = "write safetensors";
    List<TensorShape> all = slabs.stream().flatMap(slab -> slab.tensors().stream()).toList();
    TensorHeader tensors = new TensorHeader(all, new TreeMap<>(metadata));
    byte[] header = tensors.bytes(operation);
    if (header.length > MAX_HEADER) {
      throw new RoteException(
          operation,
          "a header of at most 100 MB",
          header.length + " bytes",
          "shorten the metadata");
    }
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(chunk.putLong(header.length).array(), 0, Long.BYTES);
    out.write(header);
    for (Parameters slab : slabs) {
      float[] values = slab.values();
      for (int from = 0; from < values.length; from += CHUNK_BYTES / Float.BYTES) {
        int count = Math.min(CHUNK_BYTES / Float.BYTES, values.length - from);
        chunk.clear().asFloatBuffer().put(values, from, count);
        out.write(chunk.array(), 0, count * Float.BYTES);
      }
    }
  }

  /// Reads a file.
  ///
  /// @throws RoteException if it cannot be read, is malformed, or holds something but F32
  public static Tensors read(Path file) {
    String operation = "read " + file;
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      byte[] header = header(in, size, operation);
      long dataBytes = size - Long.BYTES - header.length;
      TensorHeader tensors = TensorHeader.parse(header, dataBytes, operation);
      if (dataBytes / Float.BYTES > MAX_VALUES) {
        throw new RoteException(
            operation, "at most " + MAX_VALUES + " values", dataBytes + " bytes", "split the file");
      }
      float[] values = values(in, (int) (dataBytes / Float.BYTES));
      return new Tensors(new Parameters(tensors.tensors(), values), tensors.metadata());
    } catch (IOException e) {
      throw RoteException.io(operation, "give a readable safetensors file", e);
    }
  }

  private static byte[] header(InputStream in, long size, String operation) throws IOException {
    byte[] length = in.readNBytes(Long.BYTES);
    long bytes =
        length.length < Long.BYTES
            ? -1
            : ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long most = Math.min(MAX_HEADER, size - Long.BYTES);
    if (bytes < 2 || bytes > most) {
      throw new RoteException(
          operation,
          "8 bytes that give a header of 2 to " + Math.max(2, most) + " bytes",
          length.length < Long.BYTES
              ? "a file of " + size + " bytes"
              : Long.toUnsignedString(bytes),
          "give a safetensors file");
    }
    byte[] header = in.readNBytes((int) bytes);
    if (header.length < bytes || header[0] != '{') {
      throw new RoteException(
          operation, "a header that starts with {", "something else", "give a safetensors file");
    }
    return header;
  }

  private static float[] values(InputStream in, int count) throws IOException {
    float[] values = new float[count];
    byte[] chunk = new byte[CHUNK_BYTES];
    ByteBuffer view = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < count; from += CHUNK_BYTES / Float.BYTES) {
      int bytes = Math.min(CHUNK_BYTES, (count - from) * Float.BYTES);
      if (in.readNBytes(chunk, 0, bytes) < bytes) {
        throw new EOFException("cut short while it was read");
      }
      view.asFloatBuffer().get(values, from, bytes / Float.BYTES);
    }
    return values;
  }
}
