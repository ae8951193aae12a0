package dev.rote.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a sweep stands: what is to be trained now, and what was given up. A pure function of the
/// sweep and of what is known of its trials, so that every process comes to the same.
///
/// @param rung the one that points are on, from 0
/// @param open what has to be trained before the rung can be judged, in order; empty when the sweep
///     is over
/// @param stopped points that do not go on, each with its last epoch
public record Board(int rung, List<Step> open, List<Stop> stopped) {
  public Board {
    open = List.copyOf(open);
    stopped = List.copyOf(stopped);
  }

  /// A trial that is to be trained up to an epoch.
  public record Step(Trial trial, int epoch) {}

  /// A point that goes no further.
  ///
  /// @param epoch its last
  /// @param why in a line
  public record Stop(Sweep.Point point, int epoch, String why) {}

  /// @param trials of each point, one a seed
  /// @param standings by id; a trial that is missing was not begun
  static Board of(
      Sweep sweep, Map<Sweep.Point, List<Trial>> trials, Map<String, Standing> standings) {
    List<Stop> stopped = new ArrayList<>();
    List<Sweep.Point> active = sweep.points();
    for (int rung = 0; rung < sweep.rungs(); rung++) {
      List<Step> open = new ArrayList<>();
      for (Sweep.Point point : active) {
        int epoch = sweep.epochs(point, rung);
        for (Trial trial : trials.getOrDefault(point, List.of())) {
          Standing standing = standings.getOrDefault(trial.id(), Standing.UNKNOWN);
          if (!standing.reached(epoch, trial.recipe().epochs())) {
            open.add(new Step(trial, epoch));
          }
        }
      }
      if (!open.isEmpty() || rung == sweep.rungs() - 1) {
        return new Board(rung, open, stopped);
      }
      active = promoted(sweep, rung, active, losses(sweep, rung, trials, standings), stopped);
    }
    return new Board(sweep.rungs() - 1, List.of(), stopped);
  }

  /// Mean held-out loss over the seeds, on a rung.
  private static Map<Sweep.Point, Double> losses(
      Sweep sweep,
      int rung,
      Map<Sweep.Point, List<Trial>> trials,
      Map<String, Standing> standings) {
    Map<Sweep.Point, Double> losses = new HashMap<>();
    trials.forEach(
        (point, seeds) ->
            losses.put(
                point,
                seeds.stream()
                    .map(trial -> standings.getOrDefault(trial.id(), Standing.UNKNOWN))
                    .mapToDouble(standing -> standing.loss(sweep.epochs(point, rung)))
                    .average()
                    .orElse(Double.POSITIVE_INFINITY)));
    return losses;
  }

  /// The best, in the order of the points; of equals the earlier.
  ///
  /// @param stopped the others are added to it
  private static List<Sweep.Point> promoted(
      Sweep sweep,
      int rung,
      List<Sweep.Point> active,
      Map<Sweep.Point, Double> losses,
      List<Stop> stopped) {
    Comparator<Sweep.Point> order =
        Comparator.<Sweep.Point>comparingDouble(losses::get).thenComparingInt(Sweep.Point::number);
    List<Sweep.Point> ranked = active.stream().sorted(order).toList();
    int keep = sweep.halving().map(halving -> halving.keep(active.size())).orElse(active.size());
    List<Sweep.Point> promoted = new ArrayList<>();
    for (int rank = 0; rank < ranked.size(); rank++) {
      Sweep.Point point = ranked.get(rank);
      if (rank < keep && Double.isFinite(Optional.ofNullable(losses.get(point)).orElse(0.0))) {
        promoted.add(point);
      } else {
        int epoch = sweep.epochs(point, rung);
        String why =
            "stopped early by halving: place %d of %d after epoch %d, %d go on"
                .formatted(rank + 1, ranked.size(), epoch, Math.min(keep, ranked.size()));
        stopped.add(new Stop(point, epoch, why));
      }
    }
    promoted.sort(Comparator.comparingInt(Sweep.Point::number));
    return promoted;
  }
}
