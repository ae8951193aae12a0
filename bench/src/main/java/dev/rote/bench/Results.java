package dev.rote.bench;

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
import java.util.TreeMap;

/// A race that has been run, and the files it is kept in.
///
/// @param systems names in the order of the columns; the first is the one that ratios are about
/// @param versions of Rote and, in its own words, of each system
/// @param peak of the processor, measured before and after
/// @param pace how long it was measured
/// @param outcomes a heat each
/// @param curves cost against size, maybe none
/// @param machine processor, system and Java
/// @param date when it ended
record Results(
    List<String> systems,
    SequencedMap<String, String> versions,
    Peak peak,
    Pace pace,
    List<Outcome> outcomes,
    List<CostCurve> curves,
    Machine machine,
    Instant date) {

  /// Writes `race.json`, `race.md` and the charts, each whole or not at all.
  ///
  /// @param folder is made if it is missing
  void write(Path folder) {
    AtomicFile.createFolder(folder);
    AtomicFile.writeText(folder.resolve("race.json"), json());
    AtomicFile.writeText(folder.resolve("race.md"), new RaceTable(this).page());
    new RaceCharts(this)
        .all()
        .forEach((name, svg) -> AtomicFile.writeText(folder.resolve(name + ".svg"), svg));
  }

  /// The date to the second.
  String day() {
    return date.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// Dense operations a second, as a share of the peak of the threads used.
  double shareOfPeak(Heat heat, Result result) {
    return gflops(heat, result) / peak.of(result.entrant().threads());
  }

  static double gflops(Heat heat, Result result) {
    return result.median() * heat.network().trainingFlops() / 1e9;
  }

  /// Examples a second of a machine that multiplies at its peak and does nothing else.
  double roofline(Heat heat) {
    return peak.all() * 1e9 / heat.network().trainingFlops();
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
    all.put("peak_gflops_by_threads", new TreeMap<>(peak.gflops()));
    all.put("rounds", pace.rounds());
    all.put("seconds", pace.seconds());
    all.put("rows", rows());
    all.put("ratios", ratios());
    all.put("curves", curves.stream().map(CostCurve::facts).toList());
    return Json.pretty(all);
  }

  private List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      for (Result result : outcome.results()) {
        rows.add(row(outcome.heat(), result));
      }
    }
    return rows;
  }

  private Map<String, Object> row(Heat heat, Result result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("system", result.entrant().system());
    row.put("threads", result.entrant().threads());
    row.put("environment", result.entrant().environment());
    putHeat(row, heat);
    result
        .speed()
        .ifPresent(
            speed -> {
              row.put("examples_per_second", speed.median());
              row.put("min", speed.min());
              row.put("max", speed.max());
              row.put("gflops", gflops(heat, result));
              row.put("share_of_peak", shareOfPeak(heat, result));
              row.put("accuracy", result.accuracy());
            });
    result.lossDifference().ifPresent(difference -> row.put("loss_difference", difference));
    result.objection().ifPresent(why -> row.put("objection", why));
    return row;
  }

  /// The first system's best setting against that of each of the others.
  private List<Map<String, Object>> ratios() {
    List<Map<String, Object>> ratios = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      for (String other : systems.subList(1, systems.size())) {
        outcome
            .ratio(systems.getFirst(), other)
            .ifPresent(
                value -> {
                  Map<String, Object> ratio = new LinkedHashMap<>();
                  ratio.put("systems", systems.getFirst() + "/" + other);
                  putHeat(ratio, outcome.heat());
                  ratio.put("ratio", value);
                  ratios.add(ratio);
                });
      }
    }
    return ratios;
  }

  static void putHeat(Map<String, Object> facts, Heat heat) {
    facts.put("network", heat.widths());
    facts.put("batch", heat.batch());
  }
}
