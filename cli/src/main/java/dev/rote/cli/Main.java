package dev.rote.cli;

import dev.rote.fault.RoteException;
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
    Interrupt interrupt = Interrupt.install();
    int code = run(output, interrupt, arguments);
    output.flush();
    interrupt.finished();
    if (!interrupt.requested()) {
      System.exit(code);
    }
  }

  /// Runs one command and returns its exit code.
  static int run(Output output, Interrupt interrupt, String... arguments) {
    RoteCommand rote = new RoteCommand();
    CommandLine line = commands(rote, output, interrupt);
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

  private static CommandLine commands(RoteCommand rote, Output output, Interrupt interrupt) {
    CommandLine data =
        new CommandLine(new DataCommand())
            .addSubcommand(new DataListCommand(output))
            .addSubcommand(new DataFetchCommand(output))
            .addSubcommand(new DataShowCommand(output));
    CommandLine check =
        new CommandLine(new CheckCommand())
            .addSubcommand(new CheckGradientsCommand(output))
            .addSubcommand(new CheckParityCommand(output));
    CommandLine runs =
        new CommandLine(new RunsCommand())
            .addSubcommand(
                // So that --sort -heldout_loss is no -h.
                new CommandLine(new RunsListCommand(output))
                    .setAllowOptionsAsOptionParameters(true))
            .addSubcommand(new RunsShowCommand(output))
            .addSubcommand(new RunsCompareCommand(output))
            .addSubcommand(new RunsTagCommand(output))
            .addSubcommand(new RunsRmCommand(output))
            .addSubcommand(new RunsExportCommand(output));
    return new CommandLine(rote)
        .addSubcommand(new ReproduceCommand(output, interrupt))
        .addSubcommand(new TrainCommand(output, interrupt))
        .addSubcommand(new SweepCommand(output, interrupt))
        .addSubcommand(new AuditCommand(output, interrupt))
        .addSubcommand(new EvaluateCommand(output))
        .addSubcommand(runs)
        .addSubcommand(new ReportCommand(output))
        .addSubcommand(new LiveCommand(output, interrupt))
        .addSubcommand(data)
        .addSubcommand(check)
        .setCaseInsensitiveEnumValuesAllowed(true);
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
