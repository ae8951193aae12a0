package dev.rote.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Gets the files of a Debian package without installing it and without being root, by `apt-get
/// download` and `dpkg-deb -x`; apt checks the archive's signature.
///
/// @param aptGet the command, by name or path
/// @param dpkgDeb the command, by name or path
/// @param patience how long one command may take
record DebianPackage(String aptGet, String dpkgDeb, Duration patience) {

  static DebianPackage standard() {
    return new DebianPackage("apt-get", "dpkg-deb", Duration.ofMinutes(10));
  }

  /// Unpacks a package.
  ///
  /// @param work an empty folder that the caller deletes
  /// @return the folder that stands for the package's root, `/`
  /// @throws IOException saying which command failed, and how
  Path unpack(String name, Path work) throws IOException {
    try {
      run(work, List.of(aptGet, "download", name));
    } catch (CommandException _) {
      downloadWithOwnLists(name, work);
    }
    Path root = work.resolve("root");
    run(work, List.of(dpkgDeb, "-x", archive(work).toString(), root.toString()));
    return root;
  }

  /// For machines whose package lists are absent or stale, and may be refreshed by root alone.
  private void downloadWithOwnLists(String name, Path work) throws IOException {
    Path lists = work.resolve("lists");
    Path cache = work.resolve("cache");
    Files.createDirectories(lists.resolve("partial"));
    Files.createDirectories(cache.resolve("archives").resolve("partial"));
    List<String> update =
        List.of(aptGet, "-o", "Dir::State::Lists=" + lists, "-o", "Dir::Cache=" + cache, "update");
    run(work, update);
    List<String> download = new ArrayList<>(update.subList(0, 5));
    download.addAll(List.of("download", name));
    run(work, download);
  }

  private static Path archive(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files
          .filter(file -> file.toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow(() -> new IOException("apt-get download left no package"));
    }
  }

  /// Output goes to a file, so that a full pipe cannot stall the command.
  private void run(Path work, List<String> command) throws IOException {
    Path output = work.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = start(builder);
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(command.getFirst() + " took over " + patience.toSeconds() + " s");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted during " + command.getFirst());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new CommandException(
          command.getFirst() + " failed (" + process.exitValue() + "): " + lastWord(output));
    }
  }

  private static Process start(ProcessBuilder builder) throws IOException {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new IOException("cannot run " + builder.command().getFirst(), e);
    }
  }

  /// The last error, which warnings may follow, or the last line of any kind.
  private static String lastWord(Path output) throws IOException {
    return Files.readAllLines(output, StandardCharsets.ISO_8859_1).stream()
        .filter(line -> !line.isBlank())
        .reduce("", (last, line) -> last.startsWith("E:") && line.startsWith("W:") ? last : line);
  }

  /// A command ended and said that it failed.
  private static final class CommandException extends IOException {
    private static final long serialVersionUID = 1L;

    CommandException(String message) {
      super(message);
    }
  }
}
