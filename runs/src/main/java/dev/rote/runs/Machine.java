package dev.rote.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The machine and Java that results were made on.
///
/// @param cpu the processor's own name, or its architecture where the system does not tell
/// @param cores processors this JVM may use
/// @param system operating system, version and architecture
/// @param java runtime version and vendor
public record Machine(String cpu, int cores, String system, String java) {

  /// This one.
  public static Machine here() {
    return new Machine(
        processor(),
        Runtime.getRuntime().availableProcessors(),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        "%s, %s".formatted(Runtime.version(), System.getProperty("java.vendor")));
  }

  /// Linux tells in a file; elsewhere the architecture has to do.
  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException _) {
      return System.getProperty("os.arch");
    }
  }
}
