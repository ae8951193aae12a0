package dev.rote.bench;

import dev.rote.bench.Contest.Outcome;
import dev.rote.exchange.AtomicFile;
import dev.rote.runs.Json;
import dev.rote.runs.Machine;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A race that has been run, and the two files it is kept in.
///
/// @param systems names in the order of the columns
/// @param versions of Rote and, in its own words, of each system
/// @param pace how long it was measured
/// @param outcomes a heat each
/// @param machine processor, system and Java
/// @param date when it ended
record Results(
    List<String> systems,
    SequencedMap<String, String> versions,
    Pace pace,
    List<Outcome> outcomes,
    Machine machine,
    Instant date) {

  /// Writes `race.json` and `race.md`, each whole or not at all.
  ///
  /// @param folder is made if it is missing
  void write(Path folder) {
    AtomicFile.createFolder(folder);
    AtomicFile.writeText(folder.resolve("race.json"), json());
    AtomicFile.writeText(folder.resolve("race.md"), new RaceTable(this).page());
  }

  /// The date to the second.
  String day() {
    return date.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    Map<String, Object> here = new LinkedHashMap<>();
    here.put("cpu", machine.cpu());
    here.put("cores", machine.cores());
    here.put("system", machine.system());
    here.put("java", machine.java());
    all.put("machine", here);
    all.put("versions", versions);
    all.put("date", day());
    all.put("rounds", pace.rounds());
    all.put("seconds", pace.seconds());
    all.put("rows", rows());
    all.put("ratios", ratios());
    return Json.pretty(all);
  }

  private List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      for (int s = 0; s < systems.size(); s++) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("system", systems.get(s));
        putHeat(row, outcome.heat());
        Speed speed = outcome.speeds().get(s);
        row.put("examples_per_second", speed.median());
        row.put("min", speed.min());
        row.put("max", speed.max());
        rows.add(row);
      }
    }
    return rows;
  }

  /// The first system against each of the others.
  private List<Map<String, Object>> ratios() {
    List<Map<String, Object>> ratios = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      for (int s = 1; s < systems.size(); s++) {
        Map<String, Object> ratio = new LinkedHashMap<>();
        ratio.put("systems", systems.getFirst() + "/" + systems.get(s));
        putHeat(ratio, outcome.heat());
        ratio.put("ratio", outcome.ratio(s));
        ratio.put("loss_difference", outcome.lossDifferences().get(s));
        ratios.add(ratio);
      }
    }
    return ratios;
  }

  private static void putHeat(Map<String, Object> facts, Heat heat) {
    facts.put("network", heat.widths());
    facts.put("batch", heat.batch());
    facts.put("threads", heat.threads());
  }
}
