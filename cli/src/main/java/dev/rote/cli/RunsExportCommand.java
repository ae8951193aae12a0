package dev.rote.cli;

import dev.rote.export.ExportFormat;
import dev.rote.runs.Json;
import dev.rote.store.RunHistory;
import dev.rote.store.RunStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rote runs export`.
@Command(
    name = "export",
    description = "Writes runs for other programs: CSV, JSON, or a folder for TensorBoard.",
    footer = {
      "",
      "csv: a row to each epoch, with the run's recipe in columns; numbers exact.",
      "json: an array of all that is known, as rote runs show --json prints it.",
      "tensorboard: a new folder for tensorboard --logdir, with curves and hyper-parameters."
    })
final class RunsExportCommand implements Runnable {
  private final Output output;
  @Mixin private StoreOptions stores = new StoreOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "Runs, or as much of their names as is theirs alone.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "csv, json or tensorboard.")
  private String format = "";

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "PATH",
      description = "The file, which is replaced; for tensorboard a folder that is not there yet.")
  private Path out = Path.of("");

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  RunsExportCommand(Output output) {
    this.output = output;
  }

  @Override
  public void run() {
    ExportFormat form = ExportFormat.parse(format);
    List<RunHistory> runs;
    try (RunStore store = stores.open()) {
      runs = ids.stream().map(id -> store.find(id).id()).distinct().map(store::history).toList();
    }
    form.write(runs, out);
    if (json) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("out", out.toString());
      facts.put("format", form.word());
      facts.put("runs", runs.stream().map(run -> run.run().id()).toList());
      output.print(Json.line(facts));
      return;
    }
    String many = runs.size() == 1 ? "1 run" : runs.size() + " runs";
    String next = form == ExportFormat.TENSORBOARD ? "; tensorboard --logdir " + out : "";
    output.print(many + " written to " + out + next);
  }
}
