package dev.rote.data;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Brings data sets into the cache: whole, verified files or none.
///
/// A file grows under another name, is verified and forced to the disk, and only then renamed; a
/// lock keeps two processes from growing the same one.
final class Fetcher {
  private final Path cache;
  private final Optional<URI> mirror;
  private final DebianPackage debian;
  private final FetchListener listener;

  Fetcher(DataPlaces places, DebianPackage debian, FetchListener listener) {
    this.cache = places.cache();
    this.mirror = places.mirror();
    this.debian = debian;
    this.listener = listener;
  }

  /// Tries one origin after the other until no file is missing.
  ///
  /// @param search told of each origin that failed
  /// @return the folder that holds the files now, or empty if no origin could help
  Optional<Path> fetch(CatalogEntry entry, Search search) {
    Path folder = cache.resolve(entry.name());
    try {
      Files.createDirectories(folder);
      try (FileChannel file =
              FileChannel.open(
                  folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = lock(file, entry)) {
        return fill(entry, folder, search) ? Optional.of(folder) : Optional.empty();
      }
    } catch (IOException e) {
      throw RoteException.io(
          "write to the cache " + folder, "set XDG_CACHE_HOME to a folder you may write to", e);
    }
  }

  private FileLock lock(FileChannel file, CatalogEntry entry) throws IOException {
    try {
      FileLock lock = file.tryLock();
      if (lock == null) {
        listener.waiting(entry.name());
        lock = file.lock();
      }
      return lock;
    } catch (OverlappingFileLockException e) {
      throw new RoteException(
          "fetch " + entry.name(),
          "one fetch of it at a time",
          "another thread at it",
          "wait for that one",
          e);
    }
  }

  private boolean fill(CatalogEntry entry, Path folder, Search search) {
    for (CatalogEntry.Origin origin : origins(entry)) {
      List<CatalogFile> missing = missing(entry, folder);
      if (missing.isEmpty()) {
        return true;
      }
      try {
        switch (origin) {
          case CatalogEntry.Web(var base) -> download(base, missing, folder);
          case CatalogEntry.Debian(var packageName) -> unpack(packageName, missing, folder);
        }
      } catch (IOException e) {
        search.passedOver(describe(origin), reason(e));
      }
    }
    return missing(entry, folder).isEmpty();
  }

  private List<CatalogEntry.Origin> origins(CatalogEntry entry) {
    Stream<CatalogEntry.Origin> instead =
        mirror.stream().map(base -> new CatalogEntry.Web(base.resolve(entry.name() + "/")));
    return Stream.concat(
            instead,
            entry.origins().stream()
                .filter(origin -> mirror.isEmpty() || !(origin instanceof CatalogEntry.Web)))
        .toList();
  }

  private static List<CatalogFile> missing(CatalogEntry entry, Path folder) {
    return entry.files().stream()
        .filter(file -> file.flaw(folder.resolve(file.name())).isPresent())
        .toList();
  }

  private void download(URI base, List<CatalogFile> missing, Path folder) throws IOException {
    for (CatalogFile file : missing) {
      Path part = part(folder, file);
      new Download(base.resolve(file.name()), file, part, listener).run();
      publish(file, part, folder);
      listener.finished(file.name());
    }
  }

  private void unpack(String packageName, List<CatalogFile> missing, Path folder)
      throws IOException {
    listener.started(packageName, "Debian package", 0);
    Path work = Files.createTempDirectory("rote-");
    try {
      Path root = debian.unpack(packageName, work);
      for (CatalogFile file : missing) {
        Path part = part(folder, file);
        Files.copy(find(root, file.name()), part, StandardCopyOption.REPLACE_EXISTING);
        publish(file, part, folder);
      }
    } finally {
      deleteTree(work);
    }
    listener.finished(packageName);
  }

  private static Path part(Path folder, CatalogFile file) {
    return folder.resolve(file.name() + ".part");
  }

  private static Path find(Path root, String name) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.endsWith(name))
          .findFirst()
          .orElseThrow(() -> new IOException("no " + name + " in the package"));
    }
  }

  /// Verifies a part and gives it its name, in this order and safe against a power cut.
  private static void publish(CatalogFile file, Path part, Path folder) throws IOException {
    Optional<String> flaw = file.flaw(part);
    if (flaw.isPresent()) {
      Files.delete(part);
      throw new IOException(
          file.name() + ": expected " + file.wanted() + ", found " + flaw.get() + "; deleted");
    }
    force(part, StandardOpenOption.WRITE);
    Files.move(
        part,
        folder.resolve(file.name()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    force(folder, StandardOpenOption.READ);
  }

  private static void force(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String describe(CatalogEntry.Origin origin) {
    return switch (origin) {
      case CatalogEntry.Web(var base) -> base.toString();
      case CatalogEntry.Debian(var packageName) -> "Debian package " + packageName;
    };
  }

  private static String reason(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case UnknownHostException _ -> "host not found";
      case SocketTimeoutException _ -> "no answer in time";
      case FileSystemException _ -> failure.getClass().getSimpleName() + ": " + message;
      default -> message;
    };
  }
}
