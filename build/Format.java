import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Formats every Java source file of the tree with google-java-format, or checks that all are.
///
/// Runs on the build's JDK 25 even where Maven itself runs on 17, whose parser does not know the
/// language we write (docs/decisions/0003-formatter.md). Arguments: `check` or `apply`, and the
/// root of the tree.
final class Format {
  private Format() {}

  public static void main(String[] arguments) throws IOException {
    boolean apply = arguments[0].equals("apply");
    Path root = Path.of(arguments[1]);
    List<Path> unformatted = sources(root).parallel().filter(file -> differs(file, apply)).toList();
    unformatted.forEach(
        file -> System.err.println((apply ? "formatted " : "not formatted: ") + file));
    if (!apply && !unformatted.isEmpty()) {
      System.err.println("format: run mvn spotless:apply && mvn -N -Pformat validate");
      System.exit(1);
    }
  }

  private static Stream<Path> sources(Path root) throws IOException {
    return Files.walk(root)
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> !file.toString().contains("/target/"));
  }

  private static boolean differs(Path file, boolean apply) {
    try {
      String before = Files.readString(file);
      requireShortDocLines(file, before);
      String ordered = ImportOrderer.reorderImports(before, JavaFormatterOptions.Style.GOOGLE);
      String after = new Formatter().formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
      if (apply && !after.equals(before)) {
        Files.writeString(file, after);
      }
      return !after.equals(before);
    } catch (FormatterException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The formatter would wrap a longer `///` line into a plain comment, and lose it.
  private static void requireShortDocLines(Path file, String source) {
    source
        .lines()
        .filter(line -> line.strip().startsWith("///") && line.length() > 100)
        .findFirst()
        .ifPresent(
            line -> {
              throw new IllegalArgumentException(file + ": over 100 columns: " + line.strip());
            });
  }
}
