package dev.rote.sweep;

import dev.rote.train.Recipe;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a sweep trains: points, each a recipe with some keys set, each from several seeds.
///
/// @param name ties its runs together, in the store as in its folder
/// @param engine what computes
/// @param keys of the recipe, in the order of the file
/// @param points in the order of the grid, or of the draw; no two train alike
/// @param seeds each point is trained from, at least one
/// @param halving whether and how bad points are stopped early
/// @param repeated how many points were left out because an earlier one trains alike
public record Sweep(
    String name,
    String engine,
    List<String> keys,
    List<Point> points,
    List<Long> seeds,
    Optional<Halving> halving,
    int repeated) {

  /// One choice of values.
  ///
  /// @param number from 0
  /// @param values one a key, as overrides have them
  /// @param recipe with these values; its seed is of no meaning
  public record Point(int number, List<String> values, Recipe recipe) {
    public Point {
      values = List.copyOf(values);
    }
  }

  public Sweep {
    keys = List.copyOf(keys);
    points = List.copyOf(points);
    seeds = List.copyOf(seeds);
  }

  /// The same on another engine.
  public Sweep on(String other) {
    return new Sweep(name, other, keys, points, seeds, halving, repeated);
  }

  /// What a point sets: "optimizer.rate=0.01 batch=32".
  public String label(Point point) {
    return IntStream.range(0, keys.size())
        .mapToObj(k -> keys.get(k) + "=" + point.values().get(k))
        .collect(Collectors.joining(" "));
  }

  /// How often points are judged, the end of training included.
  int rungs() {
    return halving.map(h -> h.rungs(points.getFirst().recipe().epochs()).size()).orElse(1);
  }

  /// Epochs that a point has finished when it is judged on a rung.
  int epochs(Point point, int rung) {
    int all = point.recipe().epochs();
    return halving.map(h -> h.rungs(all).get(rung)).orElse(all);
  }

  /// How many runs it has, if none is stopped early.
  public int runs() {
    return points.size() * seeds.size();
  }

  /// Epochs that are trained in all, from one seed, if no run diverges: on each rung, by how many
  /// points and up to which epoch.
  public List<Rung> plan() {
    int[] left = {points.size()};
    return IntStream.range(0, rungs())
        .mapToObj(
            r -> {
              Rung rung = new Rung(epochs(points.getFirst(), r), left[0]);
              left[0] = halving.map(h -> h.keep(left[0])).orElse(left[0]);
              return rung;
            })
        .toList();
  }

  /// A rung of halving.
  ///
  /// @param epochs up to which points are trained
  /// @param points how many
  public record Rung(int epochs, int points) {}
}
