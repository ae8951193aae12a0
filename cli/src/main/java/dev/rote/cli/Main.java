package dev.rote.cli;

import dev.rote.fault.RoteException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The program `rote`.
public final class Main {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;

  private Main() {}

  /// Runs one command and exits with its code: 0 for success, 1 for a failure, 2 for wrong usage;
  /// after Ctrl-C the system's own, 130.
  public static void main(String[] arguments) {
    Output output = Output.standard();
    Prelude prelude = new Prelude(output);
    prelude.begin(arguments);
    Interrupt interrupt = Interrupt.install();
    int code = run(output, interrupt, prelude, arguments);
    output.flush();
    interrupt.finished();
    if (!interrupt.requested()) {
      System.exit(code);
    }
  }

  /// Runs one command and returns its exit code.
  static int run(Output output, Interrupt interrupt, String... arguments) {
    return run(output, interrupt, new Prelude(output), arguments);
  }

  /// Runs one command, for which a prelude may have begun, and returns its exit code.
  static int run(Output output, Interrupt interrupt, Prelude prelude, String... arguments) {
    RoteCommand rote = new RoteCommand();
    CommandLine line = commands(rote, verbs(output, interrupt, prelude), arguments);
    line.setOut(output.writer());
    line.setErr(output.errors());
    line.setParameterExceptionHandler((problem, _) -> usage(output, problem));
    line.setExecutionExceptionHandler((problem, _, _) -> failure(output, problem, rote.debug()));
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      output.error(
          "out of memory: "
              + e.getMessage()
              + "; use a smaller batch or network, or give Java more: ROTE_JAVA_OPTIONS=-Xmx4g");
      return FAILURE;
    }
  }

  /// The command line as far as it is needed: of the commands the one that the first word names,
  /// none for the version, else all. To look at every option takes longer than to start
  /// Java.
  private static CommandLine commands(
      RoteCommand rote, Map<String, Supplier<?>> verbs, String... arguments) {
    CommandLine line = new CommandLine(rote);
    String first = arguments.length == 0 ? "" : arguments[0];
    if (verbs.containsKey(first)) {
      verbs.keySet().retainAll(List.of(first));
    } else if (first.equals("--version")) {
      verbs.clear();
    }
    verbs.values().forEach(verb -> line.addSubcommand(verb.get()));
    return line.setCaseInsensitiveEnumValuesAllowed(true);
  }

  /// The commands by name, in the order of the help.
  private static Map<String, Supplier<?>> verbs(
      Output output, Interrupt interrupt, Prelude prelude) {
    Map<String, Supplier<?>> verbs = new LinkedHashMap<>();
    verbs.put("reproduce", () -> new ReproduceCommand(output, interrupt));
    verbs.put("train", () -> new TrainCommand(output, interrupt, prelude));
    verbs.put("sweep", () -> new SweepCommand(output, interrupt));
    verbs.put("audit", () -> new AuditCommand(output, interrupt));
    verbs.put("evaluate", () -> new EvaluateCommand(output));
    verbs.put("runs", () -> runs(output));
    verbs.put("report", () -> new ReportCommand(output));
    verbs.put("live", () -> new LiveCommand(output, interrupt));
    verbs.put("data", () -> data(output));
    verbs.put("check", () -> check(output));
    return verbs;
  }

  private static CommandLine runs(Output output) {
    // So that --sort -heldout_loss is no -h.
    CommandLine list =
        new CommandLine(new RunsListCommand(output)).setAllowOptionsAsOptionParameters(true);
    return new CommandLine(new RunsCommand())
        .addSubcommand(list)
        .addSubcommand(new RunsShowCommand(output))
        .addSubcommand(new RunsCompareCommand(output))
        .addSubcommand(new RunsTagCommand(output))
        .addSubcommand(new RunsRmCommand(output))
        .addSubcommand(new RunsExportCommand(output));
  }

  private static CommandLine data(Output output) {
    return new CommandLine(new DataCommand())
        .addSubcommand(new DataListCommand(output))
        .addSubcommand(new DataFetchCommand(output))
        .addSubcommand(new DataShowCommand(output));
  }

  private static CommandLine check(Output output) {
    return new CommandLine(new CheckCommand())
        .addSubcommand(new CheckGradientsCommand(output))
        .addSubcommand(new CheckParityCommand(output));
  }

  private static int usage(Output output, ParameterException problem) {
    String verb = problem.getCommandLine().getCommandSpec().qualifiedName();
    output.error(problem.getMessage() + "; see " + verb + " --help");
    return USAGE;
  }

  private static int failure(Output output, Exception problem, boolean debug) {
    if (problem instanceof RoteException) {
      output.error(String.valueOf(problem.getMessage()));
    } else {
      output.error("internal error: " + problem + "; run again with --debug and report it");
    }
    if (debug) {
      problem.printStackTrace(output.errors());
      output.errors().flush();
    }
    return FAILURE;
  }
}
