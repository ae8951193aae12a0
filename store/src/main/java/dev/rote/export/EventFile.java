package dev.rote.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// A TensorBoard event file: records that each hold one message `Event`.
///
/// | bytes | of a record |
/// |---|---|
/// | 8 | length of the message, little-endian |
/// | 4 | masked CRC-32C of these 8 |
/// | … | the message |
/// | 4 | masked CRC-32C of the message |
///
/// The formats are TensorFlow's: `record_writer`, `event.proto`, `summary.proto`. Confined to one
/// thread.
final class EventFile {
  private static final int MASK = 0xA282EAD8;

  private final OutputStream out;

  /// Begins with the record that tells the version.
  EventFile(OutputStream out, double wallTime) throws IOException {
    this.out = out;
    record(new ProtoWriter().real(1, wallTime).text(3, "brain.Event:2"));
  }

  /// One point of a curve. TensorBoard keeps 32 bits of a value.
  ///
  /// @param tag name of the curve; before a `/` is its group
  /// @param wallTime seconds since 1970
  void scalar(String tag, long step, double wallTime, double value) throws IOException {
    summary(step, wallTime, new ProtoWriter().text(1, tag).real(2, (float) value));
  }

  /// A message of a plug-in.
  void plugin(String name, String tag, double wallTime, ProtoWriter content) throws IOException {
    ProtoWriter data = new ProtoWriter().text(1, name).message(2, content);
    ProtoWriter metadata = new ProtoWriter().message(1, data);
    summary(0, wallTime, new ProtoWriter().text(1, tag).message(9, metadata));
  }

  private void summary(long step, double wallTime, ProtoWriter value) throws IOException {
    ProtoWriter summary = new ProtoWriter().message(1, value);
    record(new ProtoWriter().real(1, wallTime).number(2, step).message(5, summary));
  }

  private void record(ProtoWriter event) throws IOException {
    byte[] message = event.toByteArray();
    byte[] length = little(Long.BYTES).putLong(message.length).array();
    out.write(length);
    out.write(little(Integer.BYTES).putInt(maskedCrc(length)).array());
    out.write(message);
    out.write(little(Integer.BYTES).putInt(maskedCrc(message)).array());
  }

  /// Turned and shifted, because a CRC over data that hold CRCs is a weak one.
  private static int maskedCrc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
