package dev.rote.bench;

import dev.rote.exchange.AtomicFile;
import dev.rote.fault.RoteException;
import dev.rote.runs.Json;
import dev.rote.runs.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
/// @param seen how far cores were apart; empty if it was not measured
/// @param machine processor, system and Java
/// @param date when it ended
record Results(
    List<String> systems,
    SequencedMap<String, String> versions,
    Peak peak,
    Pace pace,
    List<Outcome> outcomes,
    List<CostCurve> curves,
    Optional<Nearness.Seen> seen,
    Machine machine,
    Instant date) {

  /// Writes `race.json`, `race.md` and the charts, each whole or not at all. If no curves were
  /// measured, those of the former `race.json` are kept with their date, as their charts are.
  ///
  /// @param folder is made if it is missing
  void write(Path folder) {
    AtomicFile.createFolder(folder);
    Path json = folder.resolve("race.json");
    Map<String, Object> facts = facts();
    facts.putAll(curves.isEmpty() ? formerCurves(json) : ownCurves());
    AtomicFile.writeText(json, Json.pretty(facts));
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

  /// Whether all turns of a heat on more than one thread were taken with cores near each other;
  /// empty if it was not measured, or if there was none.
  Optional<Boolean> near(Outcome outcome) {
    return seen.flatMap(all -> outcome.exchange().map(all::isNear));
  }

  private Map<String, Object> facts() {
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
    seen.ifPresent(value -> all.put("exchange", exchange(value)));
    return all;
  }

  private static Map<String, Object> exchange(Nearness.Seen seen) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("lowest_nanos_a_line", seen.lowest());
    facts.put("seconds_waited", seen.seconds());
    facts.put("turns_repeated", seen.repeated());
    return facts;
  }

  private Map<String, Object> ownCurves() {
    return curves(curves.stream().map(curve -> curve.facts(this)).toList(), day());
  }

  /// Those of a race that was kept before, unless it has none or cannot be read.
  private static Map<String, Object> formerCurves(Path json) {
    try {
      Map<String, Object> former = Json.object(Files.readString(json));
      Object date = former.getOrDefault("curves_date", former.get("date"));
      if (former.get("curves") instanceof List<?> list && !list.isEmpty() && date != null) {
        return curves(list, date);
      }
    } catch (IOException | RoteException _) {
      // A race of ten minutes is not lost over what another one left.
    }
    return Map.of();
  }

  private static Map<String, Object> curves(List<?> curves, Object date) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("curves_date", date);
    facts.put("curves", curves);
    return facts;
  }

  private List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      for (Result result : outcome.results()) {
        Map<String, Object> row = row(outcome.heat(), result);
        putNear(row, outcome, result);
        rows.add(row);
      }
    }
    return rows;
  }

  /// On more than one thread, how far the cores were apart at most, and whether that is near.
  void putNear(Map<String, Object> row, Outcome outcome, Result result) {
    if (result.entrant().threads() > 1) {
      outcome
          .exchange()
          .filter(Double::isFinite)
          .ifPresent(nanos -> row.put("exchange_nanos_a_line", nanos));
      near(outcome).ifPresent(near -> row.put("near", near));
    }
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
