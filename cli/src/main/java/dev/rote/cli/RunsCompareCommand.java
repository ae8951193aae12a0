package dev.rote.cli;

import dev.rote.runs.Json;
import dev.rote.runs.RecipeKeys;
import dev.rote.store.Run;
import dev.rote.store.RunComparison;
import dev.rote.store.RunFacts;
import dev.rote.store.RunHistory;
import dev.rote.store.RunStore;
import dev.rote.train.EpochStats;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rote runs compare`.
@Command(
    name = "compare",
    description = "Says in what runs differ, and whether what came out is equal to the bit.")
final class RunsCompareCommand implements Runnable {
  private static final int ID_WIDTH = 18;

  private final Output output;
  @Mixin private StoreOptions stores = new StoreOptions();

  @Parameters(
      arity = "2..*",
      paramLabel = "ID",
      description = "Runs, or as much of their names as is theirs alone.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--epochs", description = "Losses and accuracies of every epoch too.")
  private boolean epochs;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  RunsCompareCommand(Output output) {
    this.output = output;
  }

  @Override
  public void run() {
    RunComparison comparison;
    try (RunStore store = stores.open()) {
      comparison = new RunComparison(ids.stream().map(store::history).toList());
    }
    Optional<Boolean> weights = ModelBits.sameWeights(comparison);
    if (json) {
      Map<String, Object> facts = new LinkedHashMap<>(comparison.facts());
      weights.ifPresent(same -> facts.put("weights_equal", same));
      if (epochs) {
        facts.put("histories", histories(comparison));
      }
      output.print(Json.line(facts));
      return;
    }
    List<String> parts = new ArrayList<>();
    parts.add(table(comparison));
    if (epochs) {
      parts.add(epochTable(comparison, "held-out loss", EpochStats::heldOutLoss, RunText::loss));
      parts.add(
          epochTable(comparison, "held-out accuracy", EpochStats::heldOutAccuracy, RunText::share));
    }
    parts.add("");
    parts.addAll(verdict(comparison, weights));
    output.print(String.join("\n", parts));
  }

  private static Map<String, Object> histories(RunComparison comparison) {
    Map<String, Object> histories = new LinkedHashMap<>();
    comparison
        .runs()
        .forEach(
            run ->
                histories.put(run.run().id(), run.epochs().stream().map(RunFacts::epoch).toList()));
    return histories;
  }

  private String table(RunComparison comparison) {
    List<RunHistory> runs = comparison.runs();
    Table table = new Table();
    for (int i = 1; i <= runs.size(); i++) {
      table.left(i);
    }
    facts(table, "run", runs, run -> run.run().id());
    facts(table, "name", runs, run -> run.run().description().name());
    facts(table, "status", runs, run -> run.run().status().word());
    part(table, "recipe", comparison.recipe(), runs.size());
    part(table, "surroundings", comparison.surroundings(), runs.size());
    metrics(table, "last epoch", runs, RunHistory::last);
    if (runs.stream().anyMatch(run -> !run.best().equals(run.last()))) {
      metrics(table, "best epoch", runs, RunHistory::best);
    }
    BitSet elastic = new BitSet();
    elastic.set(1, runs.size() + 1);
    return table.within(output.width(), elastic, ID_WIDTH);
  }

  private static String number(EpochStats stats) {
    return "" + stats.epoch();
  }

  private static void facts(
      Table table, String label, List<RunHistory> runs, Function<RunHistory, String> fact) {
    row(table, label, runs.stream().map(fact).toList(), runs.size());
  }

  /// With two runs, there is a column for how far the second is from the first.
  private static void row(Table table, String label, List<String> cells, int runs) {
    List<String> row = new ArrayList<>();
    row.add(label);
    row.addAll(cells);
    while (row.size() < runs + (runs == 2 ? 2 : 1)) {
      row.add("");
    }
    table.row(row);
  }

  private static void part(
      Table table, String title, List<RecipeKeys.Difference> differences, int runs) {
    row(table, title, differences.isEmpty() ? List.of("the same") : List.of(), runs);
    for (RecipeKeys.Difference difference : differences) {
      List<String> values = difference.values().stream().map(value -> brief(value)).toList();
      row(table, "  " + difference.key().replace('_', ' '), values, runs);
    }
  }

  /// Hashes are shown by their beginnings.
  private static String brief(Optional<String> value) {
    return RunText.orDash(
        value.map(text -> text.matches("[0-9a-f]{40,64}") ? RunText.brief(text) : text));
  }

  private static void metrics(
      Table table,
      String title,
      List<RunHistory> runs,
      Function<RunHistory, Optional<EpochStats>> epoch) {
    List<Optional<EpochStats>> found = runs.stream().map(epoch).toList();
    facts(table, title, runs, run -> epoch.apply(run).map(RunsCompareCommand::number).orElse("–"));
    metric(table, "  held-out loss", found, EpochStats::heldOutLoss, RunText::loss);
    metric(table, "  held-out accuracy", found, EpochStats::heldOutAccuracy, RunText::share);
    metric(table, "  train loss", found, EpochStats::trainLoss, RunText::loss);
    metric(table, "  train accuracy", found, EpochStats::trainAccuracy, RunText::share);
  }

  private static void metric(
      Table table,
      String label,
      List<Optional<EpochStats>> epochs,
      ToDoubleFunction<EpochStats> number,
      DoubleFunction<String> form) {
    List<String> cells = new ArrayList<>();
    epochs.forEach(
        stats -> cells.add(stats.map(s -> form.apply(number.applyAsDouble(s))).orElse("–")));
    if (epochs.size() == 2 && epochs.stream().allMatch(Optional::isPresent)) {
      double first = number.applyAsDouble(epochs.get(0).orElseThrow());
      double second = number.applyAsDouble(epochs.get(1).orElseThrow());
      cells.add(difference(first, second, label.endsWith("accuracy")));
    }
    row(table, label, cells, epochs.size());
  }

  /// `=` stands for the same bits, not for the same digits.
  private static String difference(double first, double second, boolean share) {
    if (Double.doubleToLongBits(first) == Double.doubleToLongBits(second)) {
      return "=";
    }
    return share
        ? String.format(Locale.ROOT, "%+.2f points", 100 * (second - first))
        : String.format(Locale.ROOT, "%+.4g", second - first);
  }

  private static String epochTable(
      RunComparison comparison,
      String title,
      ToDoubleFunction<EpochStats> number,
      DoubleFunction<String> form) {
    List<RunHistory> runs = comparison.runs();
    List<String> header = new ArrayList<>(List.of(title));
    runs.forEach(run -> header.add(run.run().id()));
    Table table = new Table().row(header);
    int longest = runs.stream().mapToInt(run -> run.epochs().size()).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      List<String> row = new ArrayList<>(List.of("  epoch " + (i + 1)));
      for (RunHistory run : runs) {
        boolean there = i < run.epochs().size();
        row.add(there ? form.apply(number.applyAsDouble(run.epochs().get(i))) : "–");
      }
      table.row(row);
    }
    return "\n" + table;
  }

  private static List<String> verdict(RunComparison comparison, Optional<Boolean> weights) {
    List<String> lines = new ArrayList<>();
    int common = comparison.commonEpochs();
    OptionalInt parting = comparison.partingEpoch();
    if (parting.isPresent()) {
      lines.add("losses and accuracies: differ from epoch " + parting.getAsInt() + " on");
    } else if (common > 0) {
      lines.add("losses and accuracies: the same bits in all " + common + " common epochs");
    }
    lines.add(
        "models: "
            + switch (comparison.models()) {
              case EQUAL -> "equal, bit for bit";
              case DIFFERENT ->
                  weights.orElse(false)
                      ? "the weights are equal, bit for bit; the files have different recipes"
                      : "different";
              case UNKNOWN -> "not to be compared; " + withoutModel(comparison);
            });
    return lines;
  }

  private static String withoutModel(RunComparison comparison) {
    List<String> names =
        comparison.runs().stream()
            .map(RunHistory::run)
            .filter(run -> run.modelSha256().isEmpty())
            .map(Run::id)
            .toList();
    return String.join(", ", names) + (names.size() == 1 ? " has none" : " have none");
  }
}
