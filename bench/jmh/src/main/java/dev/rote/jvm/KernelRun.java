package dev.rote.jvm;

import dev.rote.bench.Peak;
import dev.rote.engine.JavaOptions;
import dev.rote.exchange.AtomicFile;
import dev.rote.runs.Machine;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// The program `bench/kernels`: single kernels under JMH on one thread, beside the peak of the same
/// run.
public final class KernelRun {
  private static final List<String> ALL =
      List.of(
          "FORWARD:64x784x128",
          "FORWARD:64x128x64",
          "FORWARD:64x64x10",
          "FORWARD:512x1024x1024",
          "WEIGHT_GRADIENT:64x784x128",
          "WEIGHT_GRADIENT:64x128x64",
          "WEIGHT_GRADIENT:512x1024x1024",
          "INPUT_GRADIENT:64x128x64",
          "INPUT_GRADIENT:512x1024x1024",
          "SINGLE:1x784x128",
          "SINGLE:1x1024x1024",
          "EXP:64x784x128",
          "DECODE:64x784x128");

  private KernelRun() {}

  /// @param arguments the folder of the results, then the kernels, or none for all
  public static void main(String[] arguments) throws RunnerException {
    List<String> kernels =
        arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : ALL;
    Peak peak = Peak.measure(1);
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(KernelBenchmark.class.getName())
                    .param("what", kernels.toArray(String[]::new))
                    .forks(1)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.milliseconds(500))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.milliseconds(500))
                    .jvmArgsAppend("--add-modules", "jdk.incubator.vector")
                    .jvmArgsAppend(JavaOptions.FAST.toArray(String[]::new))
                    .build())
            .run();
    String page = page(peak, results);
    System.out.println(page);
    if (arguments.length == 1) {
      AtomicFile.writeText(Path.of(arguments[0]).resolve("kernels.md"), page);
    }
  }

  private static String page(Peak peak, Collection<RunResult> results) {
    StringBuilder page = new StringBuilder("# Kernels\n\n");
    page.append("One thread, JMH's mean of five half seconds; batch x inputs x outputs. ");
    page.append("Half of the first factor's numbers are 0 and count as computed.\n");
    page.append("For EXP and DECODE an operation is one number.\n\n");
    Machine machine = Machine.here();
    page.append("- " + machine.cpu() + "; " + machine.system() + "; Java " + machine.java() + "\n");
    page.append("- " + KernelChoice.named("auto").description() + "\n");
    page.append(
        String.format(
            Locale.ROOT, "- peak of multiply-adds, same run: %.1f GFLOP/s\n", peak.of(1)));
    page.append("- " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n\n");
    page.append("| role | size | time, µs | Goperations/s | of peak |\n|---|---|--:|--:|--:|\n");
    for (RunResult result : results) {
      String[] what = result.getParams().getParam("what").split(":", -1);
      double nanos = result.getPrimaryResult().getScore();
      double rate = KernelBenchmark.workOf(String.join(":", what)).operations() / nanos;
      boolean flops = !what[0].equals("EXP") && !what[0].equals("DECODE");
      page.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.2f | %.1f | %s |\n",
              what[0].toLowerCase(Locale.ROOT).replace('_', ' '),
              what[1],
              nanos / 1e3,
              rate,
              flops ? Math.round(100 * rate / peak.of(1)) + " %" : "–"));
    }
    return page.toString();
  }
}
