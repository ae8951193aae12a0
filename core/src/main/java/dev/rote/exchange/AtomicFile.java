package dev.rote.exchange;

import dev.rote.fault.RoteException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Writes a file so that its name always stands for the whole old or the whole new content,
/// whatever fails on the way: the program, the disk or the power.
///
/// The content goes to a file of its own in the same folder, `.NAME.UNIQUE.tmp`; it is forced to
/// the device, renamed in one step, and the folder is forced. When a call returns, the new content
/// is there to stay. A failing call leaves no temporary file; a killed process may leave one, which
/// nobody reads and anybody may delete.
///
/// Safe to call from any thread: of several writers of one name the last to end wins whole.
public final class AtomicFile {

  /// Room for what a content writes between two calls of the operating system.
  private static final int BUFFER_BYTES = 1 << 16;

  private static final Pattern LEFTOVER = Pattern.compile("\\..+\\.[0-9a-f-]{36}\\.tmp");
  private static final ScopedValue<FileOperations> OPERATIONS = ScopedValue.newInstance();

  private AtomicFile() {}

  /// What a file is to hold.
  @FunctionalInterface
  public interface Content {

    /// Writes all of it.
    ///
    /// @param out buffered; not to be closed
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes or replaces a file.
  ///
  /// @throws RoteException if the folder is missing or not writable, the name is a folder's, or the
  ///     device is full; whatever the content throws but `IOException` comes through as it is
  public static void write(Path file, Content content) {
    write(file, content, operations());
  }

  /// Writes or replaces a text file in UTF-8.
  public static void writeText(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Does something with every file it writes going through operations other than the system's: how
  /// tests record what is written, or fill the disk.
  ///
  /// Holds for the calling thread, and ends with the call.
  public static void through(FileOperations operations, Runnable action) {
    ScopedValue.where(OPERATIONS, operations).run(action);
  }

  static FileOperations operations() {
    return OPERATIONS.orElse(FileOperations.SYSTEM);
  }

  /// Deletes the temporary files that killed processes left in a folder.
  ///
  /// Only for a folder that nobody writes to meanwhile.
  ///
  /// @throws RoteException if there are some that cannot be deleted
  public static void deleteLeftovers(Path folder) {
    try (Stream<Path> names = Files.list(folder)) {
      for (Path name : names.toList()) {
        if (LEFTOVER.matcher("" + name.getFileName()).matches()) {
          operations().delete(name);
        }
      }
    } catch (IOException e) {
      throw RoteException.io("tidy " + folder, "make the folder writable", e);
    }
  }

  /// Makes a folder, and those above it that are missing, to stay.
  ///
  /// @throws RoteException if the folder cannot be made
  public static void createFolder(Path folder) {
    Path target = folder.toAbsolutePath().normalize();
    if (Files.isDirectory(target)) {
      return;
    }
    Path parent = target.resolveSibling("");
    createFolder(parent);
    try {
      operations().createFolder(target);
      operations().forceFolder(parent);
    } catch (AccessDeniedException e) {
      throw denied("create folder " + folder, "make it elsewhere", e);
    } catch (IOException e) {
      throw RoteException.io("create folder " + folder, "make it elsewhere", e);
    }
  }

  static void write(Path file, Content content, FileOperations operations) {
    String operation = "write " + file;
    Path target = file.toAbsolutePath();
    Path folder = target.resolveSibling("");
    if (Files.isDirectory(target)) {
      throw new RoteException(operation, "the name of a file", "a folder", "give another name");
    }
    if (!Files.isDirectory(folder)) {
      throw new RoteException(operation, "the folder " + folder, "none", "create it first");
    }
    Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try (Cleanup _ = new Cleanup(temporary, operations)) {
      fill(temporary, content, operations);
      operations.rename(temporary, target);
      operations.forceFolder(folder);
    } catch (AccessDeniedException e) {
      throw denied(operation, "write to another folder", e);
    } catch (IOException e) {
      throw RoteException.io(operation, "free some space or write elsewhere", e);
    }
  }

  private static RoteException denied(String operation, String help, AccessDeniedException e) {
    return new RoteException(operation, "a writable folder", "permission denied", help, e);
  }

  private static void fill(Path temporary, Content content, FileOperations operations)
      throws IOException {
    try (FileOutputStream out = operations.open(temporary)) {
      BufferedOutputStream buffer = new BufferedOutputStream(out, BUFFER_BYTES);
      content.writeTo(buffer);
      buffer.flush();
      operations.force(out);
    }
  }

  /// Deletes what is still under the temporary name, which is nothing after a rename.
  private record Cleanup(Path temporary, FileOperations operations) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      operations.delete(temporary);
    }
  }
}
