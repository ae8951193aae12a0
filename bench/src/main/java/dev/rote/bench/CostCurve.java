package dev.rote.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Speed against one quantity, all else equal.
///
/// @param id `width`
/// @param title in words
/// @param across what runs along the axis: "hidden units"
/// @param logarithmic whether its steps are factors
/// @param points rising
record CostCurve(String id, String title, String across, boolean logarithmic, List<Point> points) {

  /// @param x the quantity
  record Point(double x, Outcome outcome) {}

  /// A system's speed at a point, if it counts there.
  static Optional<Result> of(Point point, String system) {
    return point.outcome().best(system);
  }

  /// For JSON.
  ///
  /// @param results of the race it belongs to
  Map<String, Object> facts(Results results) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Point point : points) {
      for (Result result : point.outcome().results()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("x", point.x());
        row.put("system", result.entrant().system());
        row.put("threads", result.entrant().threads());
        Results.putHeat(row, point.outcome().heat());
        result.speed().ifPresent(speed -> row.put("examples_per_second", speed.median()));
        result.objection().ifPresent(why -> row.put("objection", why));
        results.putNear(row, point.outcome(), result);
        rows.add(row);
      }
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", id);
    facts.put("title", title);
    facts.put("across", across);
    facts.put("rows", rows);
    return facts;
  }
}
