package dev.rote.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The user's browser. Whoever has none opens the printed address by hand.
final class Browser {
  private Browser() {}

  /// Opens an address, by a file that only the user can read: other users see the words of a
  /// command, and the address has the token in it.
  static void open(String url) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean screen =
        system.contains("mac")
            || system.contains("win")
            || System.getenv("DISPLAY") != null
            || System.getenv("WAYLAND_DISPLAY") != null;
    if (!screen) {
      return;
    }
    try {
      Path file = Files.createTempFile("rote-live-", ".html");
      file.toFile().deleteOnExit();
      Path _ =
          Files.writeString(
              file,
              "<!doctype html><title>Rote</title><meta http-equiv=refresh content=\"0;url="
                  + url
                  + "\">\n");
      List<String> opener =
          system.contains("mac")
              ? List.of("open", file.toString())
              : system.contains("win")
                  ? List.of("rundll32", "url.dll,FileProtocolHandler", file.toString())
                  : List.of("xdg-open", file.toString());
      Process _ =
          new ProcessBuilder(opener)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      // The address was printed.
    }
  }
}
