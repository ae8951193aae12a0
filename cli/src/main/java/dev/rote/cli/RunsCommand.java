package dev.rote.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rote runs`: the runs that the store keeps.
@Command(
    name = "runs",
    description = "Lists, shows, compares, tags, removes and exports the runs that were kept.",
    synopsisSubcommandLabel = "COMMAND")
final class RunsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "expected list, show, compare, tag, rm or export, found nothing");
  }
}
