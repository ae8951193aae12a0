package dev.rote.runs;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shows that this process alone writes to a run's folder, until it is closed.
///
/// A lock of the operating system on the file `.lock`, which ends with the process even if that is
/// killed. The file stays: to delete it would let two processes lock two files of one name.
/// Confined to one thread.
public final class RunLock implements AutoCloseable {
  static final String FILE = ".lock";

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  static RunLock of(Path folder) {
    return unlessTaken(folder)
        .orElseThrow(
            () ->
                new RoteException(
                    "train in " + folder,
                    "no other process at this run",
                    "one",
                    "wait for it to end, or train into another folder"));
  }

  /// Nothing if another process has it.
  static Optional<RunLock> unlessTaken(Path folder) {
    String operation = "train in " + folder;
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locked(channel)) {
        return Optional.of(new RunLock(channel));
      }
      channel.close();
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new RoteException(
          operation, "a writable folder", "permission denied", "make it writable", e);
    } catch (IOException e) {
      throw RoteException.io(operation, "give a folder that can be written to and locked", e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  /// Lets others write to the folder. Closing again does nothing.
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw RoteException.io("unlock run", "check the disk", e);
    }
  }
}
