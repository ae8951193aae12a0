package dev.rote.torch;

import java.io.ByteArrayOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ArchiveWriter;
import org.bytedeco.pytorch.OutputArchive;

/// Where an archive is saved to: memory.
/*
 * JavaCPP has ten native functions for all writers of a process, and hands them out without a lock:
 * two writers made at once may get the same one, and the eleventh gets none, on which libtorch dies.
 * So there is one at a time, and it is freed before the next is made.
 */
final class Bytes extends ArchiveWriter {
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  private Bytes() {}

  /// What an archive saves. Any thread may ask.
  static synchronized byte[] of(OutputArchive archive) {
    try (PointerScope _ = new PointerScope()) {
      Bytes bytes = new Bytes();
      archive.save_to(bytes);
      return bytes.content.toByteArray();
    }
  }

  @Override
  public long call(Pointer data, long count) {
    byte[] part = new byte[Math.toIntExact(count)];
    new BytePointer(data).get(part);
    content.writeBytes(part);
    return count;
  }
}
