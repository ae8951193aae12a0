package dev.rote.runs;

import dev.rote.exchange.FileOperations;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The real file system, with everything that is asked of it written down. Nothing is forced in
/// truth: that would take the time, and [PowerCut] knows what it would have done.
final class RecordingDisk implements FileOperations {

  /// One thing asked of the file system. A file has a number beside its name, as an inode has.
  sealed interface Operation {

    /// A new folder.
    record MakeFolder(Path folder) implements Operation {}

    /// A new, empty file.
    record Create(int file, Path name) implements Operation {}

    /// Bytes at the end of a file.
    record Write(int file, ByteBuffer bytes) implements Operation {}

    /// The end of what may be lost of a file's content.
    record Force(int file) implements Operation {}

    /// Another name in one step.
    record Rename(Path from, Path to) implements Operation {}

    /// The end of what may be lost of a folder's names.
    record ForceFolder(Path folder) implements Operation {}

    /// The end of a name.
    record Delete(Path name) implements Operation {}
  }

  private final List<Operation> operations = new ArrayList<>();
  private final Map<FileOutputStream, Integer> open = new HashMap<>();

  /// All so far, in order.
  List<Operation> operations() {
    return List.copyOf(operations);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    operations.add(new Operation.MakeFolder(folder));
    SYSTEM.createFolder(folder);
  }

  @Override
  public FileOutputStream open(Path file) throws IOException {
    SYSTEM.open(file).close();
    int number = open.size();
    operations.add(new Operation.Create(number, file));
    FileOutputStream stream =
        new FileOutputStream(file.toFile()) {
          @Override
          public void write(int value) throws IOException {
            write(new byte[] {(byte) value});
          }

          @Override
          public void write(byte[] bytes) throws IOException {
            write(bytes, 0, bytes.length);
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            super.write(bytes, from, count);
            byte[] copy = Arrays.copyOfRange(bytes, from, from + count);
            operations.add(new Operation.Write(number, ByteBuffer.wrap(copy)));
          }
        };
    open.put(stream, number);
    return stream;
  }

  @Override
  public void force(FileOutputStream file) {
    operations.add(new Operation.Force(open.getOrDefault(file, -1)));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    SYSTEM.rename(from, to);
    operations.add(new Operation.Rename(from, to));
  }

  @Override
  public void forceFolder(Path folder) {
    operations.add(new Operation.ForceFolder(folder));
  }

  @Override
  public void delete(Path file) throws IOException {
    SYSTEM.delete(file);
    operations.add(new Operation.Delete(file));
  }
}
