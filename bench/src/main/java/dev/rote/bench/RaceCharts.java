package dev.rote.bench;

import dev.rote.network.Network;
import dev.rote.report.Reference;
import dev.rote.report.SeriesChart;
import dev.rote.report.SeriesChart.Point;
import dev.rote.report.SeriesChart.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A race as pictures, by the names of their files.
final class RaceCharts {
  private static final String SPEED = "examples a second";
  private static final String ROOFLINE = "dense roofline";
  private static final int THREADS_BATCH = 128;

  private final Results results;

  RaceCharts(Results results) {
    this.results = results;
  }

  /// All there is something to draw for.
  SequencedMap<String, String> all() {
    SequencedMap<String, String> charts = new LinkedHashMap<>();
    for (Network network : networks()) {
      SeriesChart chart = byBatch(network);
      draw(charts, "race-" + dev.rote.bench.child.Task.widths(network), chart);
    }
    results.outcomes().stream()
        .filter(outcome -> outcome.heat().batch() == THREADS_BATCH)
        .findFirst()
        .ifPresent(outcome -> draw(charts, "threads", byThreads(outcome)));
    results.curves().forEach(curve -> draw(charts, curve.id(), of(curve)));
    return charts;
  }

  private static void draw(Map<String, String> charts, String name, SeriesChart chart) {
    if (chart.lines().stream().anyMatch(line -> !line.points().isEmpty())) {
      charts.put(name, chart.file(name));
    }
  }

  private List<Network> networks() {
    return results.outcomes().stream().map(outcome -> outcome.heat().network()).distinct().toList();
  }

  private SeriesChart byBatch(Network network) {
    List<Outcome> outcomes =
        results.outcomes().stream().filter(o -> o.heat().network().equals(network)).toList();
    List<Series> lines = new ArrayList<>();
    for (String system : results.systems()) {
      List<Point> points = new ArrayList<>();
      for (Outcome outcome : outcomes) {
        outcome.best(system).ifPresent(best -> points.add(point(outcome.heat().batch(), best, 1)));
      }
      lines.add(new Series(system, points));
    }
    Heat any = outcomes.getFirst().heat();
    return new SeriesChart(
        "Training " + any.widths() + ", each system in its best setting",
        SPEED,
        "batch",
        true,
        lines,
        List.of(new Reference(ROOFLINE, results.roofline(any))));
  }

  private SeriesChart byThreads(Outcome outcome) {
    List<Series> lines = new ArrayList<>();
    for (String system : results.systems()) {
      List<Point> points = new ArrayList<>();
      results
          .peak()
          .gflops()
          .keySet()
          .forEach(
              threads ->
                  best(outcome, system, threads)
                      .ifPresent(result -> points.add(point(threads, result, 1))));
      lines.add(new Series(system, points));
    }
    return new SeriesChart(
        "Training " + outcome.heat().widths() + " in batches of " + outcome.heat().batch(),
        SPEED,
        "threads",
        false,
        lines,
        List.of(new Reference(ROOFLINE, results.roofline(outcome.heat()))));
  }

  private static Optional<Result> best(Outcome outcome, String system, int threads) {
    return outcome.results().stream()
        .filter(result -> result.entrant().system().equals(system) && result.counts())
        .filter(result -> result.entrant().threads() == threads)
        .max(Comparator.comparingDouble(Result::median));
  }

  /// Where the network grows, speed is in operations: examples would fall by themselves.
  private SeriesChart of(CostCurve curve) {
    boolean grows =
        curve.points().stream().map(p -> p.outcome().heat().network()).distinct().count() > 1;
    List<Series> lines = new ArrayList<>();
    for (String system : results.systems()) {
      List<Point> points = new ArrayList<>();
      for (CostCurve.Point at : curve.points()) {
        double unit = grows ? at.outcome().heat().network().trainingFlops() / 1e9 : 1;
        CostCurve.of(at, system).ifPresent(result -> points.add(point(at.x(), result, unit)));
      }
      lines.add(new Series(system, points));
    }
    Heat heat = curve.points().getFirst().outcome().heat();
    double roof = grows ? results.peak().all() : results.roofline(heat);
    String up = grows ? "GFLOP/s, what a dense network needs" : SPEED;
    Reference level = new Reference(grows ? "peak" : ROOFLINE, roof);
    return new SeriesChart(
        curve.title(), up, curve.across(), curve.logarithmic(), lines, List.of(level));
  }

  private static Point point(double x, Result result, double unit) {
    Speed speed = result.speed().orElseThrow();
    return new Point(x, unit * speed.median(), unit * speed.min(), unit * speed.max());
  }
}
