package dev.rote.cli;

import dev.rote.exchange.AtomicFile;
import dev.rote.report.Figure;
import dev.rote.report.RunsReport;
import dev.rote.store.Run;
import dev.rote.store.RunQuery;
import dev.rote.store.RunStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rote report`.
@Command(
    name = "report",
    description = "Writes a report on stored runs: one HTML page that needs nothing else.",
    footer = {"", "Example: rote report 20261123-1246-k3f9", "         rote report sweep:rates"})
final class ReportCommand implements Callable<Integer> {
  private final Output output;
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private StoreOptions stores = new StoreOptions();

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "Runs by their names, or as much as tells them apart; or by their tags.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "The page; report.html if not given.")
  private @Nullable Path out;

  @Option(
      names = "--figures",
      paramLabel = "DIR",
      description = "Write each figure there, as SVG and PNG, and its numbers as CSV.")
  private @Nullable Path figures;

  ReportCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    try (RunStore store = RunStore.openExisting(stores.address())) {
      Map<String, Run> runs = new LinkedHashMap<>();
      boolean tagged = false;
      for (String name : names) {
        List<Run> of = store.list(RunQuery.all().tag(name).sort(RunQuery.Sort.CREATED, false));
        tagged |= !of.isEmpty();
        (of.isEmpty() ? List.of(store.find(name)) : of).forEach(run -> runs.put(run.id(), run));
      }
      Optional<String> subject =
          tagged && names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
      write(
          StoredReport.of(store, data.store(output), output, List.copyOf(runs.values()), subject));
    }
    return 0;
  }

  private void write(RunsReport report) {
    Path page = out == null ? Path.of("report.html") : out;
    AtomicFile.writeText(page, report.html());
    output.print("report   " + page.toAbsolutePath().normalize());
    Optional.ofNullable(figures).ifPresent(folder -> writeFigures(report, folder));
  }

  private void writeFigures(RunsReport report, Path folder) {
    AtomicFile.createFolder(folder);
    for (Figure figure : report.figures()) {
      AtomicFile.writeText(folder.resolve(figure.name() + ".svg"), figure.svg());
      AtomicFile.write(folder.resolve(figure.name() + ".png"), file -> file.write(figure.png()));
      AtomicFile.writeText(folder.resolve(figure.name() + ".csv"), figure.csv());
    }
    output.print("figures  " + folder.toAbsolutePath().normalize());
  }
}
