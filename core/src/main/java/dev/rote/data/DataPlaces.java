package dev.rote.data;

import dev.rote.fault.RoteException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where data sets are looked for, and where they are put.
///
/// @param folder of the user, looked at first: holds the files, or sub-folders named like data sets
/// @param cache holds a sub-folder for each fetched data set; written to
/// @param system holds a sub-folder for each installed data set; only read
/// @param mirror instead of the official web sites: holds a sub-folder for each data set
public record DataPlaces(Optional<Path> folder, Path cache, Path system, Optional<URI> mirror) {

  /// @throws RoteException if the mirror is neither https nor http on this machine
  public DataPlaces {
    mirror.ifPresent(WebAddress::requireSafe);
  }

  /// The usual places: the cache is `rote/datasets` in `$XDG_CACHE_HOME`, or in `~/.cache` where
  /// that is unset or relative (XDG Base Directory Specification 0.8); the system's folder is
  /// `/usr/share/datasets`, where Debian puts data sets; the mirror is `$ROTE_DATA_MIRROR`.
  ///
  /// @param environment such as `System.getenv()`
  /// @throws RoteException if the mirror is no address, or not a safe one
  public static DataPlaces of(Optional<Path> folder, Map<String, String> environment) {
    Path home = Path.of(System.getProperty("user.home"), ".cache");
    Path caches =
        Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElse(home);
    Optional<URI> mirror =
        Optional.ofNullable(environment.get("ROTE_DATA_MIRROR"))
            .filter(address -> !address.isBlank())
            .map(WebAddress::folder);
    return new DataPlaces(
        folder, caches.resolve("rote").resolve("datasets"), Path.of("/usr/share/datasets"), mirror);
  }
}
