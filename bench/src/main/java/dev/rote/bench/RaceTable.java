package dev.rote.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A race as Markdown, for people.
final class RaceTable {
  private static final int DATE_LENGTH = "2026-11-27".length();

  private final Results results;
  private final List<String> systems;

  RaceTable(Results results) {
    this.results = results;
    systems = results.systems();
  }

  /// The whole page.
  String page() {
    return """
    # The race

    Training in examples a second: the median of turns of %s s, in brackets the slowest and the
    fastest; turns: %d. What is measured, and how to repeat it: [bench/README.md](../README.md).

    %s
    %s

    ## Best setting of each system

    %s
    ## Every setting

    The share of the peak is that of the threads used, and counts what a dense network needs; work
    that is left out because a pixel is 0 counts as done. Accuracy is that on test pictures after a
    fixed number of examples, the same for all; losses are those of the first %d steps, compared
    with the first row's, as a share.

    %s%s\
    """
        .formatted(
            plain(results.pace().seconds()),
            results.pace().rounds(),
            facts(),
            results.versions().entrySet().stream()
                .map(version -> "- " + version.getKey() + ": " + version.getValue())
                .collect(Collectors.joining("\n")),
            best(),
            Contest.COMPARED_STEPS,
            everySetting(),
            objections() + farHeats());
  }

  /// Machine, peak and date.
  private String facts() {
    return "- %s, %d cores; %s; Java %s\n- %s\n%s- %s"
        .formatted(
            results.machine().cpu(),
            results.machine().cores(),
            results.machine().system(),
            results.machine().java(),
            peak(),
            results.seen().map(RaceTable::nearness).orElse(""),
            results.day());
  }

  private static String nearness(Nearness.Seen seen) {
    return String.format(
        Locale.ROOT,
        "- turns on more than one thread are of cores near each other, but for heats named below: to"
            + " write what the other core has read takes %s at the least, and took at most twice"
            + " that before and after a turn; seconds spent on waiting: %.0f, turns repeated: %d\n",
        Nearness.words(seen.lowest()),
        seen.seconds(),
        seen.repeated());
  }

  /// "peak of multiply-adds: 40.2 GFLOP/s with 1 thread, 80.2 with 2".
  String peak() {
    StringBuilder words = new StringBuilder("peak of single-precision multiply-adds, same run:");
    results
        .peak()
        .gflops()
        .forEach(
            (threads, gflops) -> {
              String first = threads == 1 ? " GFLOP/s with 1 thread" : ", ";
              String value = String.format(Locale.ROOT, "%.1f", gflops);
              words.append(threads == 1 ? " " + value + first : first + value + " with " + threads);
            });
    return words.toString();
  }

  /// What the README shows: where, when, and the best of each system.
  String readme() {
    return """
    On %s, %d cores, Java %s, %s; examples learned from in a second, each system in its best setting, the threads it took
    in brackets%s; %s:

    %s"""
        .formatted(
            results.machine().cpu(),
            results.machine().cores(),
            results.machine().java(),
            results.day().substring(0, DATE_LENGTH),
            results.seen().isPresent()
                ? ", several on [cores near each other](bench/README.md#what-is-measured)"
                : "",
            peak(),
            best());
  }

  /// Each system's best setting by heat, and the ratios.
  String best() {
    List<String> head = new ArrayList<>(List.of("network", "batch", "dense roofline"));
    head.add(systems.getFirst() + " of peak");
    head.addAll(systems);
    systems.stream().skip(1).forEach(other -> head.add(systems.getFirst() + "/" + other));
    return table(head, results.outcomes().stream().map(this::bestRow).toList());
  }

  private List<String> bestRow(Outcome outcome) {
    Heat heat = outcome.heat();
    List<String> row = cells(heat.widths(), heat.batch(), grouped(results.roofline(heat)));
    row.add(
        outcome
            .best(systems.getFirst())
            .map(result -> percent(results.shareOfPeak(heat, result)))
            .orElse("–"));
    for (String system : systems) {
      row.add(
          outcome
              .best(system)
              .map(result -> grouped(result.median()) + " (" + result.entrant().threads() + ")")
              .orElse("–"));
    }
    for (String other : systems.subList(1, systems.size())) {
      row.add(outcome.ratio(systems.getFirst(), other).map(RaceTable::ratio).orElse("–"));
    }
    return row;
  }

  private String everySetting() {
    List<String> head =
        List.of(
            "network",
            "batch",
            "system",
            "setting",
            "examples/s",
            "GFLOP/s",
            "of peak",
            "accuracy",
            "losses differ");
    List<List<String>> rows = new ArrayList<>();
    for (Outcome outcome : results.outcomes()) {
      outcome.results().forEach(result -> rows.add(settingRow(outcome.heat(), result)));
    }
    return table(head, rows);
  }

  private List<String> settingRow(Heat heat, Result result) {
    List<String> row =
        cells(
            heat.widths(),
            heat.batch(),
            result.entrant().system(),
            result.entrant().setting(),
            result.speed().map(RaceTable::spread).orElse("failed"));
    boolean ran = result.speed().isPresent();
    row.add(ran ? String.format(Locale.ROOT, "%.1f", Results.gflops(heat, result)) : "–");
    row.add(ran ? percent(results.shareOfPeak(heat, result)) : "–");
    row.add(ran ? String.format(Locale.ROOT, "%.1f %%", 100 * result.accuracy()) : "–");
    row.add(
        result
            .lossDifference()
            .map(difference -> String.format(Locale.ROOT, "%.0e", difference))
            .orElse("own start"));
    return row;
  }

  /// Those whose speed does not count, and why.
  private String objections() {
    StringBuilder text = new StringBuilder();
    for (Outcome outcome : results.outcomes()) {
      for (Result result : outcome.results()) {
        result
            .objection()
            .ifPresent(
                why ->
                    text.append("\n- does not count: ")
                        .append(outcome.heat() + ", " + result.entrant() + ": " + why));
      }
    }
    return text.isEmpty() ? "" : text.append('\n').toString();
  }

  /// Heats and points of curves that were not measured with near cores throughout.
  private String farHeats() {
    StringBuilder text = new StringBuilder();
    for (Outcome outcome : results.outcomes()) {
      text.append(far(outcome.heat().toString(), outcome));
    }
    for (CostCurve curve : results.curves()) {
      for (CostCurve.Point point : curve.points()) {
        text.append(far(curve.id() + " " + plain(point.x()), point.outcome()));
      }
    }
    return text.isEmpty() ? "" : "\n" + text;
  }

  private String far(String name, Outcome outcome) {
    return results.near(outcome).orElse(true)
        ? ""
        : "- cores were not near throughout: %s (%s)\n"
            .formatted(name, Nearness.words(outcome.exchange().orElseThrow()));
  }

  private static String table(List<String> head, List<List<String>> rows) {
    List<String> rule = head.stream().map(_ -> "--:").collect(Collectors.toList());
    rule.set(0, "---");
    return Stream.concat(Stream.of(head, rule), rows.stream())
        .map(row -> "| " + String.join(" | ", row) + " |\n")
        .collect(Collectors.joining());
  }

  private static List<String> cells(Object... values) {
    return Stream.of(values).map(String::valueOf).collect(Collectors.toCollection(ArrayList::new));
  }

  /// 300,000 (290,000–310,000).
  static String spread(Speed speed) {
    return grouped(speed.median()) + " (" + grouped(speed.min()) + "–" + grouped(speed.max()) + ")";
  }

  static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  private static String percent(double share) {
    return Math.round(100 * share) + " %";
  }

  private static String grouped(double number) {
    return String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  /// 1.0 as 1.
  static String plain(double seconds) {
    return seconds == Math.rint(seconds) ? "" + (long) seconds : "" + seconds;
  }
}
