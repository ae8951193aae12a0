package dev.rote.findings;

import dev.rote.data.IdxArray;
import dev.rote.data.IdxReader;
import dev.rote.data.IdxType;
import dev.rote.exchange.AtomicFile;
import dev.rote.fault.RoteException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// An IDX file of labels, with some of them corrected. Stateless.
public final class LabelFile {
  private static final String NAME = "labels-idx1-ubyte";

  private LabelFile() {}

  /// Refuses a file that [#write] could not correct.
  ///
  /// @throws RoteException if it is not an IDX file of bytes along one axis
  public static IdxArray read(Path source) {
    IdxArray labels = IdxReader.read(source);
    if (labels.rank() != 1 || labels.type() != IdxType.U8) {
      throw new RoteException(
          "correct " + source,
          "labels that are " + IdxType.U8.words(),
          labels.shape() + " " + labels.type().words(),
          "convert them");
    }
    return labels;
  }

  /// Writes a corrected copy, in gzip if the source is; the source stays as it is.
  ///
  /// @param folder where the copy goes
  /// @param changes new labels, by their place in the file
  /// @return the copy
  /// @throws RoteException if the source cannot be read, or the copy cannot be written
  public static Path write(Path source, Path folder, Map<Integer, Integer> changes) {
    byte[] labels = read(source).bytes().clone();
    changes.forEach((place, label) -> labels[place] = label.byteValue());
    ByteBuffer head = ByteBuffer.allocate(8).put((byte) 0).put((byte) 0);
    head.put((byte) IdxType.U8.code()).put((byte) 1).putInt(labels.length);
    boolean gzip = isGzip(source);
    Path copy = folder.resolve(gzip ? NAME + ".gz" : NAME);
    AtomicFile.write(
        copy,
        out -> {
          OutputStream to = gzip ? new GZIPOutputStream(out) : out;
          to.write(head.array());
          to.write(labels);
          if (to instanceof GZIPOutputStream zipped) {
            zipped.finish();
          }
        });
    return copy;
  }

  private static boolean isGzip(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 0x1F && in.read() == 0x8B;
    } catch (IOException e) {
      throw RoteException.io("read " + file, "give a readable file", e);
    }
  }
}
