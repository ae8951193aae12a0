package dev.rote.store;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// What a run tells while its store does not listen: `journal-RUN.jsonl` in the run's folder, a
/// line to each [RunRecord] after one with the run itself.
///
/// Whoever writes or takes in a journal holds a lock on it. What a call has written is on the
/// device when it returns; a killed writer leaves half a line at the most, which readers pass over.
final class Journal implements AutoCloseable {
  /// Those of this process: to open and close one of them again would drop the lock on it.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private Journal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Opens a run's journal to write, and makes it if there is none.
  ///
  /// @throws RoteException if that cannot be, or another process writes it
  static Journal open(JournalText.Header header) {
    Path file = header.run().folder().resolve("journal-" + header.birth().id() + ".jsonl");
    try {
      Files.createDirectories(header.run().folder());
      Journal journal =
          lock(file, StandardOpenOption.CREATE)
              .orElseThrow(
                  () ->
                      new RoteException(
                          "write " + file,
                          "one writer",
                          "another process writing",
                          "end that process"));
      journal.begin(header);
      return journal;
    } catch (IOException e) {
      throw RoteException.io("write " + file, "free some space or train elsewhere", e);
    }
  }

  /// Opens a journal to take it in; nothing if somebody else has it.
  static Optional<Journal> claim(Path file) {
    try {
      return lock(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw RoteException.io("read " + file, "change its permissions", e);
    }
  }

  private static Optional<Journal> lock(Path file, StandardOpenOption option) throws IOException {
    Path name = file.toAbsolutePath().normalize();
    if (!HELD.add(name)) {
      return Optional.empty();
    }
    boolean held = false;
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, option);
      FileLock lock = channel.tryLock();
      held = lock != null;
      if (held) {
        return Optional.of(new Journal(name, channel));
      }
      channel.close();
      return Optional.empty();
    } finally {
      if (!held) {
        HELD.remove(name);
      }
    }
  }

  /// A journal without its first line gets it, and half a line an end.
  private void begin(JournalText.Header header) throws IOException {
    boolean known = lines().stream().anyMatch(JournalText.Header.class::isInstance);
    long size = channel.size();
    channel.position(size);
    append((size == 0 ? "" : "\n") + (known ? "" : JournalText.header(header) + "\n"));
  }

  /// Adds lines, to stay.
  ///
  /// @throws RoteException if the device is full
  void write(List<RunRecord> records) {
    StringBuilder text = new StringBuilder();
    for (RunRecord entry : records) {
      text.append(JournalText.entry(entry)).append('\n');
    }
    try {
      append(text.toString());
    } catch (IOException e) {
      throw RoteException.io("write " + file, "free some space", e);
    }
  }

  private void append(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      int _ = channel.write(bytes);
    }
    channel.force(false);
  }

  /// Every line that is whole.
  List<JournalText.Line> lines() throws IOException {
    channel.position(0);
    InputStream in = Channels.newInputStream(channel);
    return new String(in.readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .flatMap(line -> JournalText.parse(line).stream())
        .toList();
  }

  Path file() {
    return file;
  }

  /// The run that a journal is of, without a claim to it; nothing if it cannot be read.
  static Optional<JournalText.Header> peek(Path file) {
    if (HELD.contains(file.toAbsolutePath().normalize())) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .flatMap(line -> JournalText.parse(line).stream())
          .filter(JournalText.Header.class::isInstance)
          .map(JournalText.Header.class::cast)
          .findFirst();
    } catch (IOException | UncheckedIOException _) {
      return Optional.empty();
    }
  }

  /// The journals in a folder and in the folders directly in it; those that cannot be read are as
  /// if they were not there.
  static List<Path> in(Path folder) {
    List<Path> places = new ArrayList<>(List.of(folder));
    // Folders alone: to look into a file as if it were one opens and closes it, and whoever closes
    // any file of a run that this process has locked, its .lock, has lost that lock.
    entries(folder, "*").stream().filter(Files::isDirectory).forEach(places::add);
    return places.stream()
        .flatMap(place -> entries(place, "journal-*.jsonl").stream())
        .filter(Files::isRegularFile)
        .toList();
  }

  private static List<Path> entries(Path folder, String pattern) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      found.forEach(entries::add);
    } catch (IOException | DirectoryIteratorException _) {
      return entries;
    }
    return entries;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
