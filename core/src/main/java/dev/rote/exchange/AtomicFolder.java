package dev.rote.exchange;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Makes a folder of files that is there whole or not at all, whatever fails on the way.
///
/// The files are written into `.NAME.UNIQUE.tmp` beside it, which gets the folder's name in one
/// step. A failing call leaves nothing; a killed process may leave the folder of the other name,
/// which nobody reads and anybody may delete. Stateless.
public final class AtomicFolder {
  private AtomicFolder() {}

  /// Makes a new folder.
  ///
  /// @param folder must not be there, or be empty
  /// @param content writes the files into the folder that it is given, with [AtomicFile]
  /// @throws RoteException if there is something of that name, the folder around it is missing or
  ///     not writable, or the device is full; whatever the content throws comes through as it is
  public static void create(Path folder, Consumer<Path> content) {
    String operation = "write " + folder;
    Path target = folder.toAbsolutePath().normalize();
    Path parent = target.resolveSibling("");
    requireFree(target, operation);
    if (!Files.isDirectory(parent)) {
      throw new RoteException(operation, "the folder " + parent, "none", "create it first");
    }
    Path temporary = parent.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    FileOperations operations = AtomicFile.operations();
    AtomicFile.createFolder(temporary);
    try (Cleanup _ = new Cleanup(temporary, operations)) {
      content.accept(temporary);
      operations.forceFolder(temporary);
      operations.rename(temporary, target);
      operations.forceFolder(parent);
    } catch (FileAlreadyExistsException e) {
      throw taken(operation, e);
    } catch (IOException e) {
      throw RoteException.io(operation, "free some space or write elsewhere", e);
    }
  }

  private static void requireFree(Path target, String operation) {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> names = Files.list(target)) {
      if (names.findAny().isEmpty()) {
        return;
      }
    } catch (IOException e) {
      throw taken(operation, e);
    }
    throw taken(operation, new FileAlreadyExistsException(target.toString()));
  }

  private static RoteException taken(String operation, IOException cause) {
    return new RoteException(
        operation, "a name that is not taken", "one that is", "give another", cause);
  }

  /// Deletes what is still under the temporary name, which is nothing after a rename.
  private record Cleanup(Path temporary, FileOperations operations) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (!Files.exists(temporary)) {
        return;
      }
      List<Path> deepestFirst;
      try (Stream<Path> files = Files.walk(temporary)) {
        deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : deepestFirst) {
        operations.delete(file);
      }
    }
  }
}
