package dev.rote.live;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The page's own files, which the build put beside this class: three, by fixed names.
///
/// @param content by name
record WebFiles(Map<String, byte[]> content) {
  static final String PAGE = "index.html";
  private static final Map<String, String> TYPES =
      Map.of(
          PAGE,
          "text/html; charset=utf-8",
          "app.js",
          "text/javascript; charset=utf-8",
          "app.css",
          "text/css; charset=utf-8");

  /// @throws RoteException if the build had no Node to make them with
  static WebFiles load() {
    Map<String, byte[]> content = new HashMap<>();
    for (String name : TYPES.keySet()) {
      try (InputStream in = WebFiles.class.getResourceAsStream("web/" + name)) {
        content.put(name, require(in).readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException("read " + name, e);
      }
    }
    return new WebFiles(Map.copyOf(content));
  }

  private static InputStream require(@Nullable InputStream in) {
    if (in == null) {
      throw new RoteException(
          "rote live",
          "a build with the page in it",
          "one that was made without Node",
          "install Node 20 or newer with npm, and build again: touch pom.xml, then ./rote live");
    }
    return in;
  }

  Optional<byte[]> content(String name) {
    return Optional.ofNullable(content.get(name));
  }

  static String type(String name) {
    return TYPES.getOrDefault(name, "application/octet-stream");
  }
}
