package dev.rote.cli;

import dev.rote.fault.RoteException;
import dev.rote.runs.Json;
import dev.rote.store.Run;
import dev.rote.store.RunFacts;
import dev.rote.store.RunQuery;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import dev.rote.train.EpochStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rote runs list`.
@Command(
    name = "list",
    description = "Lists the runs that were kept, the latest first.",
    footer = {
      "",
      "Columns: id, name, status, epoch, heldout_accuracy (or accuracy),",
      "heldout_loss (or loss), train_accuracy, train_loss, best_epoch,",
      "best_accuracy, best_loss, speed, time, age, created, tags, engine, warning,",
      "version, commit, java, cpu, host, folder, parent, data, model, and every key",
      "of a recipe: optimizer.rate. Accuracy and loss are those of the last epoch.",
      "",
      "Example: rote runs list --where optimizer.rate=0.01 --sort -accuracy --limit 5"
    })
final class RunsListCommand implements Runnable {
  private static final List<String> USUAL =
      List.of("id", "name", "status", "epoch", "heldout_accuracy", "heldout_loss", "age", "tags");
  private static final int SCREENFUL = 50;
  private static final int SMALLEST = 8;

  private final Output output;
  @Mixin private StoreOptions stores = new StoreOptions();

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "Only running, finished, interrupted, diverged, failed or lost ones.")
  private List<String> statuses = new ArrayList<>();

  @Option(names = "--tag", paramLabel = "TAG", description = "Only those that carry it.")
  private @Nullable String tag;

  @Option(names = "--name", paramLabel = "PART", description = "Only those with it in their name.")
  private @Nullable String name;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "Only those begun in the last 7d, 12h or 30m, or since 2026-11-23.")
  private @Nullable String since;

  @Option(
      names = "--where",
      paramLabel = "KEY=VALUE",
      description = "Only those it is true of; also with != < <= > >=, then in quotes.")
  private List<String> conditions = new ArrayList<>();

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description = "Smallest first, or with - before it largest first; -created if not given.")
  private String sort = "-created";

  @Option(names = "--reverse", description = "The other way round.")
  private boolean reverse;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "COLUMN",
      description = "What to show, with commas between; a + first adds to the usual ones.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many, or all; on a terminal 50 if not given.")
  private @Nullable String limit;

  @Option(names = "--json", description = "One JSON array with an object for each run.")
  private boolean json;

  RunsListCommand(Output output) {
    this.output = output;
  }

  @Override
  public void run() {
    Plan plan = plan();
    Optional<RunStore> opened = stores.openIfThere();
    if (opened.isEmpty()) {
      print(plan, List.of());
      return;
    }
    try (RunStore store = opened.get()) {
      print(plan, rows(store, plan));
    }
  }

  /// What is asked for, understood.
  private record Plan(
      RunQuery query,
      List<RunColumn> columns,
      RunColumn sort,
      boolean descending,
      List<RunCondition> conditions,
      int limit) {

    /// Whether the store can sort and count alone.
    boolean isPlain() {
      return conditions.isEmpty() && sort.name().equals("created");
    }

    Stream<RunColumn> all() {
      return Stream.concat(
          columns.stream(),
          Stream.concat(Stream.of(sort), conditions.stream().map(RunCondition::column)));
    }
  }

  private Plan plan() {
    RunQuery query = RunQuery.all();
    if (!statuses.isEmpty()) {
      query = query.status(statuses.stream().map(RunStatus::parse).toArray(RunStatus[]::new));
    }
    query = tag == null ? query : query.tag(tag);
    query = name == null ? query : query.name(name);
    query = since == null ? query : query.since(Since.parse(since, Instant.now()));
    boolean minus = sort.startsWith("-");
    return new Plan(
        query,
        shownColumns().stream().map(RunColumn::named).toList(),
        RunColumn.named(minus ? sort.substring(1) : sort),
        minus != reverse,
        conditions.stream().map(RunCondition::parse).toList(),
        limit());
  }

  private List<String> shownColumns() {
    List<String> shown = new ArrayList<>(columns);
    if (shown.isEmpty()) {
      return USUAL;
    }
    if (shown.getFirst().startsWith("+")) {
      shown.set(0, shown.getFirst().substring(1));
      shown.addAll(0, USUAL);
    }
    return shown;
  }

  private int limit() {
    if (limit == null) {
      return output.isTerminal() && !json ? SCREENFUL : Integer.MAX_VALUE;
    }
    if (limit.equals("all")) {
      return Integer.MAX_VALUE;
    }
    if (!limit.matches("0*[1-9]\\d{0,8}")) {
      throw new RoteException(
          "list runs", "a limit of 1 or more, or all", "\"" + limit + "\"", "correct --limit");
    }
    return Integer.parseInt(limit);
  }

  private List<RunRow> rows(RunStore store, Plan plan) {
    int most = plan.isPlain() ? Math.max(plan.limit(), plan.limit() + 1) : Integer.MAX_VALUE;
    List<Run> runs =
        store.list(plan.query().sort(RunQuery.Sort.CREATED, plan.descending()).limit(most));
    boolean wantsBest = (json && columns.isEmpty()) || plan.all().anyMatch(RunColumn::wantsBest);
    Map<String, EpochStats> best = wantsBest ? store.bestEpochs() : Map.of();
    Instant now = Instant.now();
    List<RunRow> rows =
        runs.stream()
            .map(run -> new RunRow(run, Optional.ofNullable(best.get(run.id())), now))
            .toList();
    if (!rows.isEmpty()) {
      plan.all().forEach(column -> column.require(rows));
    }
    return plan.isPlain()
        ? rows
        : rows.stream()
            .filter(row -> plan.conditions().stream().allMatch(fits -> fits.test(row)))
            .sorted(plan.sort().order(plan.descending()))
            .toList();
  }

  private void print(Plan plan, List<RunRow> found) {
    List<RunRow> rows = found.subList(0, Math.min(plan.limit(), found.size()));
    if (json) {
      output.print(Json.line(rows.stream().map(row -> facts(plan, row)).toList()));
    } else if (!rows.isEmpty()) {
      output.print(table(plan, rows));
    }
    if (rows.isEmpty()) {
      output.note(
          plan.query().equals(RunQuery.all()) && plan.conditions().isEmpty()
              ? "no runs in " + stores.address() + " yet; begin with: rote train RECIPE.yaml"
              : "no run is like that; see all with: rote runs list");
    } else if (rows.size() < found.size() && limit == null) {
      output.note("the first " + rows.size() + "; see all with: rote runs list --limit all");
    }
  }

  private Map<String, Object> facts(Plan plan, RunRow row) {
    if (columns.isEmpty()) {
      return RunFacts.summary(row.run(), row.best());
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    plan.columns()
        .forEach(
            column -> column.value().apply(row).ifPresent(fact -> facts.put(column.name(), fact)));
    return facts;
  }

  private String table(Plan plan, List<RunRow> rows) {
    List<RunColumn> shown = new ArrayList<>(plan.columns());
    if (columns.isEmpty() && rows.stream().allMatch(row -> row.run().tags().isEmpty())) {
      shown.removeLast();
    }
    Table table = new Table().row(shown.stream().map(RunColumn::header).toList());
    BitSet elastic = new BitSet();
    for (int i = 0; i < shown.size(); i++) {
      if (shown.get(i).text()) {
        table.left(i);
        elastic.set(i, !shown.get(i).name().equals("id"));
      }
    }
    rows.forEach(
        row -> table.row(shown.stream().map(column -> column.shown().apply(row)).toList()));
    return table.within(output.width(), elastic, SMALLEST);
  }
}
