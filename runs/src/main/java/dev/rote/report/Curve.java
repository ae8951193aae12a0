package dev.rote.report;

import dev.rote.train.EpochStats;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// A number of an experiment, epoch by epoch, over its seeds.
///
/// @param name of the line
/// @param points epochs with at least one finite value, in order
/// @param ends where runs that diverged had their last finite value
record Curve(String name, List<Point> points, List<End> ends) {

  /// Mean, lowest and highest value over the seeds that have one.
  record Point(int epoch, double mean, double low, double high) {}

  /// The last value of a run that diverged.
  record End(int epoch, double value) {}

  static Curve of(String name, List<SeedRun> runs, ToDoubleFunction<EpochStats> value) {
    SortedMap<Integer, DoubleSummaryStatistics> epochs = new TreeMap<>();
    List<End> ends = new ArrayList<>();
    for (SeedRun run : runs) {
      List<End> finite =
          run.epochs().stream()
              .map(stats -> new End(stats.epoch(), value.applyAsDouble(stats)))
              .filter(end -> Double.isFinite(end.value()))
              .toList();
      for (End end : finite) {
        epochs.computeIfAbsent(end.epoch(), _ -> new DoubleSummaryStatistics()).accept(end.value());
      }
      if (run.diverged().isPresent()) {
        finite.stream().reduce((_, last) -> last).ifPresent(ends::add);
      }
    }
    return new Curve(name, epochs.entrySet().stream().map(Curve::point).toList(), ends);
  }

  private static Point point(Map.Entry<Integer, DoubleSummaryStatistics> epoch) {
    DoubleSummaryStatistics values = epoch.getValue();
    // An average of equal values may differ from them in the last bit.
    double mean = Math.clamp(values.getAverage(), values.getMin(), values.getMax());
    return new Point(epoch.getKey(), mean, values.getMin(), values.getMax());
  }

  /// The points in pieces without a missing epoch.
  List<List<Point>> pieces() {
    List<List<Point>> pieces = new ArrayList<>();
    List<Point> piece = List.of();
    for (Point point : points) {
      if (piece.isEmpty() || point.epoch() != piece.getLast().epoch() + 1) {
        piece = new ArrayList<>();
        pieces.add(piece);
      }
      piece.add(point);
    }
    return pieces;
  }
}
