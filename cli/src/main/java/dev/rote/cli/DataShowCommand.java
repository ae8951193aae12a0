package dev.rote.cli;

import dev.rote.data.DataSpec;
import dev.rote.data.Dataset;
import dev.rote.data.Split;
import dev.rote.exchange.AtomicFile;
import dev.rote.report.ContactSheet;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rote data show NAME`.
@Command(
    name = "show",
    description = "Counts the classes of a data set and draws a contact sheet of its pictures.")
final class DataShowCommand implements Runnable {
  private static final int PER_CLASS = 20;

  private final Output output;
  @Mixin private DataOptions data = new DataOptions();

  @Parameters(paramLabel = "NAME", description = "As listed by rote data list.")
  private String name = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "The PNG to write; NAME.png if not given.")
  private @Nullable Path out;

  DataShowCommand(Output output) {
    this.output = output;
  }

  @Override
  public void run() {
    Split split = data.store(output).open(DataSpec.named(name), 0);
    Table table = new Table().row("class", "training", "held out");
    for (int c = 0; c < split.train().classes(); c++) {
      table.row(
          c + " " + split.train().classNames().get(c),
          ModelSummary.grouped(count(split.train(), c)),
          ModelSummary.grouped(count(split.heldOut(), c)));
    }
    table.row(
        "all",
        ModelSummary.grouped(split.train().size()),
        ModelSummary.grouped(split.heldOut().size()));
    output.print(table.toString());
    Path file = out == null ? Path.of(name + ".png") : out;
    byte[] png = ContactSheet.png(split.train(), split.train().classNames(), PER_CLASS);
    AtomicFile.write(file, stream -> stream.write(png));
    output.print("contact sheet in " + file);
  }

  private static long count(Dataset data, int label) {
    long count = 0;
    for (int i = 0; i < data.size(); i++) {
      count += data.label(i) == label ? 1 : 0;
    }
    return count;
  }
}
