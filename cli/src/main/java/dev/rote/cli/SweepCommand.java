package dev.rote.cli;

import dev.rote.exchange.AtomicFile;
import dev.rote.fault.RoteException;
import dev.rote.runs.Json;
import dev.rote.store.Run;
import dev.rote.store.RunStore;
import dev.rote.store.StoreAddress;
import dev.rote.store.SweepLedger;
import dev.rote.sweep.Estimate;
import dev.rote.sweep.Ranking;
import dev.rote.sweep.Standing;
import dev.rote.sweep.Sweep;
import dev.rote.sweep.SweepFile;
import dev.rote.sweep.SweepRun;
import dev.rote.sweep.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rote sweep`.
@Command(
    name = "sweep",
    description = {
      "Trains a recipe over a grid or a random choice of its keys, a run to each core.",
      "Killed, it goes on when started again; started twice, both work at it."
    },
    footer = {"", "Example: rote sweep recipes/sweep-rates.yaml", "The keys: docs/guide/sweep.md"})
final class SweepCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  private final Output output;
  private final Interrupt interrupt;
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private StoreOptions stores = new StoreOptions();

  @Parameters(paramLabel = "SWEEP.yaml", description = "What to train.")
  private Path file = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Where the runs' folders go; rote-sweeps/NAME if not given.")
  private @Nullable Path out;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "jvm or torch; what the file says if not given.")
  private @Nullable String engine;

  @Option(names = "--dry-run", description = "Check all, show the trials and a guess, and stop.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print the ranking as one JSON object.")
  private boolean json;

  SweepCommand(Output output, Interrupt interrupt) {
    this.output = output;
    this.interrupt = interrupt;
  }

  @Override
  public Integer call() {
    Sweep read = SweepFile.read(file);
    Sweep sweep = engine == null ? read : read.on(engine);
    StoreAddress store = stores.address();
    if (store instanceof StoreAddress.Nowhere) {
      throw new RoteException(
          "sweep " + sweep.name(),
          "a store, in which trials are shared out and remembered",
          StoreAddress.NONE,
          "leave --store out, or name a file or a database");
    }
    Map<Sweep.Point, List<Trial>> trials = SweepRun.trials(sweep, data.store(output));
    SweepTable table = new SweepTable(sweep);
    if (sweep.repeated() > 0) {
      output.note(
          "%d of %d choices train as others do, and are left out"
              .formatted(sweep.repeated(), sweep.repeated() + sweep.points().size()));
    }
    if (dryRun) {
      output.print(table.trials());
      output.print("");
      output.print(table.announcement() + ", " + about(sweep, trials));
      return 0;
    }
    Path folder = out == null ? Path.of("rote-sweeps", sweep.name()) : out;
    try (SweepLedger ledger = SweepLedger.open(store, sweep.name())) {
      return train(sweep, trials, folder, ledger, store);
    }
  }

  private static String about(Sweep sweep, Map<Sweep.Point, List<Trial>> trials) {
    int cores = Math.min(Runtime.getRuntime().availableProcessors(), sweep.runs());
    return SweepTable.about(Estimate.seconds(sweep, trials) / cores) + " on this machine";
  }

  private int train(
      Sweep sweep,
      Map<Sweep.Point, List<Trial>> trials,
      Path folder,
      SweepLedger ledger,
      StoreAddress store) {
    SweepTable table = new SweepTable(sweep);
    SweepMonitor monitor = new SweepMonitor(sweep, store, output, json);
    interrupt.protect();
    boolean over = new SweepRun(sweep, folder, ledger, monitor, interrupt::requested).run(trials);
    Map<String, Standing> standings = ledger.standings();
    Ranking ranking = Ranking.of(trials, standings);
    Optional<Path> page = report(sweep, ranking, folder, store);
    if (json) {
      output.print(Json.line(table.json(ranking)));
    } else {
      page.ifPresent(path -> output.print("report " + path.toAbsolutePath().normalize()));
      output.print("");
      output.print(table.ranking(ranking));
    }
    if (!over) {
      output.note("interrupted after saving; go on with the same command");
      return INTERRUPTED;
    }
    return 0;
  }

  /// What is known so far as a page; that it cannot be made is no failure of the sweep.
  private Optional<Path> report(Sweep sweep, Ranking ranking, Path folder, StoreAddress store) {
    try (RunStore open = RunStore.openExisting(store)) {
      List<Run> runs =
          ranking.places().stream()
              .flatMap(place -> place.seeds().stream())
              .flatMap(seed -> seed.run().stream())
              .map(open::find)
              .toList();
      if (runs.isEmpty()) {
        return Optional.empty();
      }
      Optional<String> title = Optional.of(SweepLedger.tag(sweep.name()));
      Path page = folder.resolve("report.html");
      AtomicFile.writeText(
          page, StoredReport.of(open, data.store(output), output, runs, title).html());
      return Optional.of(page);
    } catch (RoteException e) {
      output.note("no report: " + e.getMessage());
      return Optional.empty();
    }
  }
}
