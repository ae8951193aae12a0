package dev.rote.bench;

import dev.rote.bench.Contest.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A race as Markdown, for people.
final class RaceTable {
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

    - %s, %d cores; %s; Java %s
    %s
    - %s

    %s
    ## Best of threads

    %s%s\
    """
        .formatted(
            plain(results.pace().seconds()),
            results.pace().rounds(),
            results.machine().cpu(),
            results.machine().cores(),
            results.machine().system(),
            results.machine().java(),
            results.versions().entrySet().stream()
                .map(version -> "- " + version.getKey() + ": " + version.getValue())
                .collect(Collectors.joining("\n")),
            results.day(),
            everyHeat(),
            bestOfThreads(),
            agreement());
  }

  private String everyHeat() {
    List<List<String>> rows = new ArrayList<>();
    for (Outcome outcome : results.outcomes()) {
      Heat heat = outcome.heat();
      List<String> row = cells(heat.widths(), heat.batch(), heat.threads());
      outcome.speeds().forEach(speed -> row.add(spread(speed)));
      for (int s = 1; s < systems.size(); s++) {
        row.add(ratio(outcome.ratio(s)));
      }
      rows.add(row);
    }
    return table(List.of("network", "batch", "threads"), rows);
  }

  private String bestOfThreads() {
    Map<List<String>, List<Outcome>> groups =
        results.outcomes().stream()
            .collect(
                Collectors.groupingBy(
                    outcome -> cells(outcome.heat().widths(), outcome.heat().batch()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<List<String>> rows = new ArrayList<>();
    groups.forEach((key, group) -> rows.add(bestRow(key, group)));
    return table(List.of("network", "batch"), rows);
  }

  private List<String> bestRow(List<String> key, List<Outcome> group) {
    List<String> row = new ArrayList<>(key);
    List<Double> bests = new ArrayList<>();
    for (int s = 0; s < systems.size(); s++) {
      int system = s;
      Outcome best =
          group.stream()
              .max(Comparator.comparingDouble(o -> o.speeds().get(system).median()))
              .orElseThrow();
      bests.add(best.speeds().get(s).median());
      int threads = best.heat().threads();
      row.add(
          grouped(bests.getLast()) + " with " + threads + (threads == 1 ? " thread" : " threads"));
    }
    for (int s = 1; s < systems.size(); s++) {
      row.add(ratio(bests.getFirst() / bests.get(s)));
    }
    return row;
  }

  private String agreement() {
    return systems.size() == 1
        ? ""
        : String.format(
            Locale.ROOT,
            "\nThe losses of the first %d steps differ by at most %.1e of themselves.\n",
            Contest.COMPARED_STEPS,
            results.outcomes().stream()
                .flatMap(outcome -> outcome.lossDifferences().stream())
                .max(Comparator.naturalOrder())
                .orElse(0.0));
  }

  private String table(List<String> keys, List<List<String>> rows) {
    List<String> head = new ArrayList<>(keys);
    head.addAll(systems);
    systems.stream().skip(1).forEach(other -> head.add(systems.getFirst() + "/" + other));
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

  private static String grouped(double number) {
    return String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  /// 1.0 as 1.
  static String plain(double seconds) {
    return seconds == Math.rint(seconds) ? "" + (long) seconds : "" + seconds;
  }
}
