package dev.rote.torch;

import static java.util.stream.Collectors.joining;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs one test class and tells of each test in a line: what happened, its name, why it failed.
final class SuiteMain {
  static final String STARTED = "STARTED";
  static final String PASSED = "PASSED";
  static final String FAILED = "FAILED";
  static final String DONE = "DONE";

  private SuiteMain() {}

  public static void main(String[] arguments) throws ClassNotFoundException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Class.forName(arguments[0])))
                .build(),
            new Teller(out));
    out.println(DONE);
    System.exit(0);
  }

  private record Teller(PrintStream out) implements TestExecutionListener {
    @Override
    public void executionStarted(TestIdentifier test) {
      if (test.isTest()) {
        out.println(STARTED + "\t" + name(test));
      }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getThrowable().isPresent()) {
        String why = String.valueOf(result.getThrowable().get().getMessage()).strip();
        why = why.lines().takeWhile(line -> !line.startsWith("\tat ")).collect(joining(" "));
        out.println(FAILED + "\t" + name(test) + "\t" + why);
        result.getThrowable().get().printStackTrace();
      } else if (test.isTest()) {
        out.println(PASSED + "\t" + name(test));
      }
    }

    private static String name(TestIdentifier test) {
      return test.getDisplayName().replaceAll("\\s+", " ");
    }
  }
}
