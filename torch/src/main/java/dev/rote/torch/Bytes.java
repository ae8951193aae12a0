package dev.rote.torch;

import java.io.ByteArrayOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.ArchiveWriter;

/// Where an archive is saved to: memory.
final class Bytes extends ArchiveWriter {
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  @Override
  public long call(Pointer data, long count) {
    byte[] part = new byte[Math.toIntExact(count)];
    new BytePointer(data).get(part);
    content.writeBytes(part);
    return count;
  }

  byte[] content() {
    return content.toByteArray();
  }
}
