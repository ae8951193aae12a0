package dev.rote.cli;

import dev.rote.fault.RoteException;
import dev.rote.fault.Suggestion;
import dev.rote.store.GitState;
import dev.rote.store.Run;
import dev.rote.store.RunFacts;
import dev.rote.train.EpochStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// A column of `rote runs list`: a fact of runs that can be shown, sorted by and asked for. Beside
/// those below, every key of a recipe is one.
///
/// @param name as it is typed, and the key in JSON
/// @param header above the column
/// @param text whether it goes to the left and may be cut
/// @param value text or a number, if the run has it
/// @param shown the same for people
record RunColumn(
    String name,
    String header,
    boolean text,
    Function<RunRow, Optional<Object>> value,
    Function<RunRow, String> shown) {

  private static final List<RunColumn> KNOWN =
      List.of(
          text("id", "run", row -> Optional.of(row.run().id())),
          text("name", "name", row -> Optional.of(row.run().description().name())),
          text("status", "status", row -> Optional.of(row.run().status().word())),
          new RunColumn(
              "epoch",
              "epoch",
              false,
              row -> row.run().last().map(EpochStats::epoch),
              row -> progress(row.run())),
          loss("heldout_loss", "loss", row -> last(row, EpochStats::heldOutLoss)),
          share("heldout_accuracy", "accuracy", row -> last(row, EpochStats::heldOutAccuracy)),
          loss("train_loss", "train loss", row -> last(row, EpochStats::trainLoss)),
          share("train_accuracy", "train accuracy", row -> last(row, EpochStats::trainAccuracy)),
          number(
              "best_epoch",
              "best epoch",
              row -> row.best().map(EpochStats::epoch),
              RunColumn::whole),
          loss("best_loss", "best loss", row -> best(row, EpochStats::heldOutLoss)),
          share("best_accuracy", "best accuracy", row -> best(row, EpochStats::heldOutAccuracy)),
          number(
              "speed",
              "examples/s",
              row -> last(row, EpochStats::examplesPerSecond),
              RunColumn::whole),
          new RunColumn(
              "created",
              "created",
              true,
              row -> Optional.of(RunFacts.text(row.run().created())),
              row -> RunText.when(row.run().created())),
          number("age", "age", row -> seconds(age(row)), (row, _) -> RunText.age(age(row))),
          number(
              "time",
              "time",
              row -> seconds(row.run().duration(row.now())),
              (row, _) -> TextReporter.clock(row.run().duration(row.now()))),
          text("tags", "tags", row -> present(String.join(", ", row.run().tags()))),
          text("engine", "engine", row -> provenance(row, "engine")),
          text("warning", "warning", row -> provenance(row, "warning")),
          text("java", "java", row -> provenance(row, "java")),
          text("cpu", "cpu", row -> provenance(row, "cpu")),
          text("version", "rote", row -> provenance(row, "version")),
          text(
              "commit",
              "commit",
              row -> Optional.of(row.run().description().git().map(GitState::commit).orElse(""))),
          text("host", "host", row -> Optional.of(row.run().worker().host())),
          text("folder", "folder", row -> Optional.of("" + row.run().description().folder())),
          text("parent", "repeats", row -> present(row.run().description().parent().orElse(""))),
          text("data", "training data", row -> provenance(row, "train_fingerprint")),
          text("model", "model", row -> present(row.run().modelSha256().orElse(""))));

  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "run", "id",
          "accuracy", "heldout_accuracy",
          "loss", "heldout_loss",
          "held_out_accuracy", "heldout_accuracy",
          "held_out_loss", "heldout_loss");

  /// The column of a name: one of those above, with `-` for `_` if one likes, or a recipe's key.
  static RunColumn named(String name) {
    String typed = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    String known = OTHER_NAMES.getOrDefault(typed, typed);
    return KNOWN.stream()
        .filter(column -> column.name().equals(known))
        .findFirst()
        .orElseGet(() -> recipe(name.strip()));
  }

  private static RunColumn recipe(String key) {
    Function<RunRow, Optional<Object>> value = row -> present(row.recipe().getOrDefault(key, ""));
    return new RunColumn(
        key, key, false, value, row -> RunText.orDash(value.apply(row).map(Object::toString)));
  }

  /// Refuses a name that is neither a column nor a key that some run's recipe has.
  ///
  /// @param rows at least one
  void require(List<RunRow> rows) {
    boolean known = KNOWN.stream().anyMatch(column -> column.name().equals(name));
    if (known || rows.stream().anyMatch(row -> row.recipe().containsKey(name))) {
      return;
    }
    List<String> words = new ArrayList<>(KNOWN.stream().map(RunColumn::name).toList());
    words.addAll(new TreeSet<>(OTHER_NAMES.keySet()));
    words.addAll(rows.getFirst().recipe().keySet());
    String help = Suggestion.didYouMean(name, words);
    throw new RoteException(
        "list runs",
        "a column or a key of a recipe",
        "\"" + name + "\"",
        help.startsWith("did")
            ? help
            : "see rote runs list --help, and rote runs show ID --recipe");
  }

  /// Whether [RunRow#best] has to be looked up for it.
  boolean wantsBest() {
    return name.startsWith("best_");
  }

  /// Smallest, earliest, first in the alphabet first; runs without a value last, either way.
  Comparator<RunRow> order(boolean descending) {
    Comparator<RunRow> byValue =
        (a, b) -> compare(value.apply(a).orElseThrow(), value.apply(b).orElseThrow());
    Comparator<RunRow> present = descending ? byValue.reversed() : byValue;
    return (a, b) -> {
      boolean first = value.apply(a).isPresent();
      boolean second = value.apply(b).isPresent();
      return first && second ? present.compare(a, b) : Boolean.compare(second, first);
    };
  }

  /// Numbers by size, all else as text.
  static int compare(Object a, Object b) {
    Optional<Double> first = number(a);
    Optional<Double> second = number(b);
    return first.isPresent() && second.isPresent()
        ? Double.compare(first.get(), second.get())
        : a.toString().compareTo(b.toString());
  }

  private static Optional<Double> number(Object value) {
    if (value instanceof Number number) {
      return Optional.of(number.doubleValue());
    }
    String text = value.toString();
    return text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")
        ? Optional.of(Double.parseDouble(text))
        : Optional.empty();
  }

  private static RunColumn text(
      String name, String header, Function<RunRow, Optional<Object>> value) {
    return new RunColumn(
        name, header, true, value, row -> value.apply(row).map(Object::toString).orElse(""));
  }

  /// How a number is shown.
  private interface Form {
    String of(RunRow row, double value);
  }

  private static RunColumn number(
      String name, String header, Function<RunRow, Optional<Object>> value, Form form) {
    return new RunColumn(
        name,
        header,
        false,
        value,
        row ->
            RunText.orDash(
                value.apply(row).map(number -> form.of(row, ((Number) number).doubleValue()))));
  }

  private static RunColumn loss(
      String name, String header, Function<RunRow, Optional<Object>> value) {
    return number(name, header, value, (_, loss) -> RunText.loss(loss));
  }

  private static RunColumn share(
      String name, String header, Function<RunRow, Optional<Object>> value) {
    return number(name, header, value, (_, share) -> RunText.share(share));
  }

  private static String whole(RunRow row, double value) {
    return ModelSummary.grouped(Math.round(value));
  }

  /// Finished epochs of those planned.
  private static String progress(Run run) {
    return run.last().map(EpochStats::epoch).orElse(0) + "/" + run.description().epochs();
  }

  private static Optional<Object> last(RunRow row, ToDoubleFunction<EpochStats> number) {
    return row.run().last().map(number::applyAsDouble);
  }

  private static Optional<Object> best(RunRow row, ToDoubleFunction<EpochStats> number) {
    return row.best().map(number::applyAsDouble);
  }

  private static Duration age(RunRow row) {
    return Duration.between(row.run().created(), row.now());
  }

  private static Optional<Object> seconds(Duration time) {
    return Optional.of(time.toMillis() / 1e3);
  }

  private static Optional<Object> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Optional<Object> provenance(RunRow row, String key) {
    return Optional.ofNullable(RunFacts.provenance(row.run()).get(key));
  }
}
