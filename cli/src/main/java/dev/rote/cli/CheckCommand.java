package dev.rote.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rote check`: proofs a user can repeat.
@Command(
    name = "check",
    description =
        "Proves numbers: gradients against finite differences, engines against each other.",
    synopsisSubcommandLabel = "COMMAND")
final class CheckCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected gradients or parity, found nothing");
  }
}
