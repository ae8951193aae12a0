package dev.rote.torch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/// Runs a test class in a Java process of its own, so that a crash of native code is a failed test.
///
/// The process is [SuiteMain]; it tells of each test on its standard output. What else it says goes
/// to `target/libtorch/SUITE.log`.
final class SuiteProcess {
  /// Where the tests' libtorch is unpacked.
  static final Path CACHE = Path.of("target", "libtorch", "cache").toAbsolutePath();

  /// What became of one test.
  ///
  /// @param failure why it failed, if it did
  record Outcome(String test, Optional<String> failure) {
    DynamicTest asTest() {
      return DynamicTest.dynamicTest(test, () -> failure.ifPresent(Assertions::fail));
    }
  }

  private final Class<?> suite;
  private final List<String> options = new ArrayList<>();

  SuiteProcess(Class<?> suite) {
    this.suite = suite;
    options.add("-Dorg.bytedeco.javacpp.cachedir=" + CACHE);
    options.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    options.add("--enable-native-access=ALL-UNNAMED");
  }

  /// Gives Java another option; a later one wins.
  SuiteProcess option(String option) {
    options.add(option);
    return this;
  }

  /// Runs the suite to its end, or to its death.
  ///
  /// @return one outcome a test; of a process that died, a failure of the test it died in
  List<Outcome> run() throws IOException, InterruptedException {
    Path log = Path.of("target", "libtorch", suite.getSimpleName() + ".log");
    Files.createDirectories(log.getParent());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-XX:ErrorFile=" + log.toAbsolutePath() + ".hs_err");
    command.addAll(List.of("-cp", classPath(), SuiteMain.class.getName(), suite.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(Map.of("OMP_NUM_THREADS", "2", "OPENBLAS_NUM_THREADS", "2"));
    Process process = builder.start();
    List<Outcome> outcomes = new ArrayList<>();
    String running = "start";
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split("\t", 3);
        switch (words[0]) {
          case SuiteMain.STARTED -> running = words[1];
          case SuiteMain.PASSED -> outcomes.add(new Outcome(words[1], Optional.empty()));
          case SuiteMain.FAILED -> outcomes.add(new Outcome(words[1], Optional.of(words[2])));
          case SuiteMain.DONE -> running = "";
          default -> Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
        }
      }
    }
    int code = process.waitFor();
    if (!running.isEmpty() || outcomes.isEmpty()) {
      String death = "the process died with code " + code + ", see " + log;
      outcomes.add(new Outcome(running, Optional.of(death)));
    }
    return outcomes;
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
