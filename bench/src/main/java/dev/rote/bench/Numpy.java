package dev.rote.bench;

import dev.rote.fault.RoteException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the Python whose numpy multiplies fastest: its BLAS may be OpenBLAS or a plain one that is
/// ten times slower, and racing that would be no race.
final class Numpy {
  private static final Pattern PATH_SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  private Numpy() {}

  private record Candidate(String python, double speed) {}

  /// The interpreter to start.
  ///
  /// @param script the rival, which measures its numpy when asked for `--speed`
  /// @throws RoteException if no `python3` on the PATH has numpy
  static String interpreter(String script) {
    return Stream.concat(
            PATH_SEPARATOR.splitAsStream(System.getenv().getOrDefault("PATH", "")),
            Stream.of("/usr/bin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "python3"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .distinct()
        .flatMap(python -> speed(python, script).map(s -> new Candidate(python, s)).stream())
        .reduce((a, b) -> b.speed > a.speed ? b : a)
        .map(Candidate::python)
        .orElseThrow(
            () ->
                new RoteException(
                    "race numpy",
                    "a python3 with numpy on the PATH",
                    "none",
                    "install numpy with OpenBLAS (Debian: python3-numpy libopenblas0-pthread),"
                        + " or leave numpy out of --systems"));
  }

  private static Optional<Double> speed(String python, String script) {
    try {
      ProcessBuilder builder = new ProcessBuilder(python, script, "--speed");
      Lane.clean(builder.environment());
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(Double.valueOf(text.strip())) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
