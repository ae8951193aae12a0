package dev.rote.exchange;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Everything [AtomicFile] asks of the file system, so that a test can record it, replay it or make
/// it fail, see [AtomicFile#through].
///
/// Safe to call from any thread.
public interface FileOperations {

  /// Creates a folder in one that is there, or finds it made already.
  void createFolder(Path folder) throws IOException;

  /// Creates a file that must not exist yet.
  FileOutputStream open(Path file) throws IOException;

  /// Waits until what was written to an open file is on the device.
  void force(FileOutputStream file) throws IOException;

  /// Gives a file another name in its folder in one step, replacing what has that name.
  void rename(Path from, Path to) throws IOException;

  /// Waits until a folder's names are on the device, where the system can do that.
  void forceFolder(Path folder) throws IOException;

  /// Removes a file if it is there.
  void delete(Path file) throws IOException;

  /// The operating system's. It does not heed interrupts, which would close a channel in the middle
  /// of a save.
  FileOperations SYSTEM =
      new FileOperations() {
        @Override
        public void createFolder(Path folder) throws IOException {
          Files.createDirectories(folder);
        }

        @Override
        public FileOutputStream open(Path file) throws IOException {
          Files.createFile(file);
          return new FileOutputStream(file.toFile());
        }

        @Override
        public void force(FileOutputStream file) throws IOException {
          file.getFD().sync();
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
          Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
          boolean interrupted = Thread.interrupted();
          try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
          } catch (ClosedByInterruptException e) {
            interrupted = true;
            forceFolder(folder);
          } finally {
            if (interrupted) {
              Thread.currentThread().interrupt();
            }
          }
        }

        @Override
        public void delete(Path file) throws IOException {
          Files.deleteIfExists(file);
        }
      };
}
