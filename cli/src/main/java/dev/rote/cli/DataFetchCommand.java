package dev.rote.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `rote data fetch NAME`.
@Command(name = "fetch", description = "Fetches a data set into the cache, and verifies it.")
final class DataFetchCommand implements Runnable {
  private final Output output;
  @Mixin private DataOptions data = new DataOptions();

  @Parameters(paramLabel = "NAME", description = "As listed by rote data list.")
  private String name = "";

  DataFetchCommand(Output output) {
    this.output = output;
  }

  @Override
  public void run() {
    output.print(data.store(output).fetch(name).toString());
  }
}
