package dev.rote.bench;

import dev.rote.exchange.AtomicFile;
import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The table in the project's README, between two comments: always that of the kept results.
final class ReadmeBlock {
  static final String BEGIN = "<!-- race: written by bench/race -->\n";
  static final String END = "<!-- race: end -->\n";

  private ReadmeBlock() {}

  /// Replaces what stands between the comments.
  ///
  /// @throws RoteException if the file cannot be read or written, or has no such comments
  static void replace(Path readme, String block) {
    try {
      AtomicFile.writeText(readme, replaced(Files.readString(readme), block));
    } catch (IOException e) {
      throw RoteException.io("write the table to " + readme, "check the checkout", e);
    }
  }

  static String replaced(String text, String block) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      String found = "a README without them";
      throw new RoteException(
          "write the race's table", BEGIN.strip() + " and " + END.strip(), found, "put them in");
    }
    return text.substring(0, begin + BEGIN.length()) + block + text.substring(end);
  }
}
