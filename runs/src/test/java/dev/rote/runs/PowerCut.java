package dev.rote.runs;

import dev.rote.runs.RecordingDisk.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// What a disk may hold when the power fails after some operations.
///
/// All that was forced is there. Of what was not, each change of a name and each write is there or
/// not, whatever came before or after it; a write may be torn at any multiple of 512 bytes, or have
/// lengthened the file with zeros in place of its bytes. A name may be there before its content.
final class PowerCut {
  private static final int SECTOR = 512;

  /// How much of what was not forced is there.
  enum Mercy {
    /// Nothing.
    NONE,
    /// All: the program was killed, and the power stayed.
    ALL,
    /// Any part, by chance.
    SOME
  }

  /// A change of names in one folder, which happens as a whole.
  ///
  /// @param gone the name that ends
  /// @param added the name that `file` has from then on
  private record Change(Path folder, Optional<Path> gone, Optional<Path> added, int file) {
    void happenTo(Map<Path, Integer> names) {
      gone.ifPresent(names::remove);
      added.ifPresent(name -> names.put(name, file));
    }
  }

  private static final class Content {
    private byte[] forced = new byte[0];
    private final List<ByteBuffer> writes = new ArrayList<>();
  }

  private static final int FOLDER = -1;

  private final Map<Path, Integer> seen = new HashMap<>();
  private final Map<Path, Integer> forced = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final Map<Integer, Content> contents = new HashMap<>();

  /// A disk after these operations, which began in an empty folder.
  PowerCut(List<Operation> operations) {
    operations.forEach(this::apply);
  }

  private void apply(Operation operation) {
    switch (operation) {
      case Operation.MakeFolder(Path folder) ->
          change(folder, Optional.empty(), Optional.of(folder), FOLDER);
      case Operation.Create(int file, Path name) -> {
        contents.put(file, new Content());
        change(name, Optional.empty(), Optional.of(name), file);
      }
      case Operation.Write(int file, ByteBuffer bytes) -> content(file).writes.add(bytes);
      case Operation.Force(int file) -> {
        Content content = content(file);
        content.forced = with(content, Mercy.ALL, new Random(0));
        content.writes.clear();
      }
      case Operation.Rename(Path from, Path to) ->
          change(to, Optional.of(from), Optional.of(to), seen.getOrDefault(from, FOLDER));
      case Operation.ForceFolder(Path folder) -> {
        changes.stream()
            .filter(change -> change.folder().equals(folder))
            .forEach(change -> change.happenTo(forced));
        changes.removeIf(change -> change.folder().equals(folder));
      }
      case Operation.Delete(Path name) -> {
        if (seen.containsKey(name)) {
          change(name, Optional.of(name), Optional.empty(), FOLDER);
        }
      }
    }
  }

  private Content content(int file) {
    return contents.computeIfAbsent(file, _ -> new Content());
  }

  private void change(Path place, Optional<Path> gone, Optional<Path> added, int file) {
    Change change = new Change(place.resolveSibling(""), gone, added, file);
    changes.add(change);
    change.happenTo(seen);
  }

  /// Puts what is left into a folder.
  ///
  /// @param original the folder the operations were in
  /// @param copy an empty one
  void leave(Path original, Path copy, Mercy mercy, Random random) throws IOException {
    Map<Path, Integer> names = new TreeMap<>(forced);
    for (Change change : changes) {
      if (mercy == Mercy.ALL || (mercy == Mercy.SOME && random.nextBoolean())) {
        change.happenTo(names);
      }
    }
    for (Map.Entry<Path, Integer> entry : names.entrySet()) {
      Path target = copy.resolve(original.relativize(entry.getKey()));
      if (!Files.isDirectory(target.resolveSibling(""))) {
        continue;
      }
      if (entry.getValue() == FOLDER) {
        Files.createDirectory(target);
      } else {
        Files.write(target, with(content(entry.getValue()), mercy, random));
      }
    }
  }

  private static byte[] with(Content content, Mercy mercy, Random random) {
    byte[] bytes = content.forced;
    int from = bytes.length;
    for (ByteBuffer write : content.writes) {
      int count = write.remaining();
      int whole = mercy == Mercy.NONE ? 0 : count;
      if (mercy == Mercy.SOME) {
        whole = Math.min(count, SECTOR * random.nextInt(count / SECTOR + 2));
      }
      int length = mercy == Mercy.SOME && random.nextBoolean() ? count : whole;
      if (length > 0) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length, from + length));
        write.get(write.position(), bytes, from, whole);
      }
      from += count;
    }
    return bytes;
  }
}
