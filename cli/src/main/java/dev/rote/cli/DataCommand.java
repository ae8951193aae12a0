package dev.rote.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rote data`: the data sets.
@Command(
    name = "data",
    description = "Lists, fetches and shows the data sets that are known by name.",
    synopsisSubcommandLabel = "COMMAND")
final class DataCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected list, fetch or show, found nothing");
  }
}
