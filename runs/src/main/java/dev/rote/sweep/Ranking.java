package dev.rote.sweep;

import dev.rote.train.EpochStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The points of a sweep, best first: those that came furthest, of equals the one with the lowest
/// mean held-out loss after its last epoch; a point of which a seed diverged comes last.
///
/// @param places in order
public record Ranking(List<Place> places) {
  public Ranking {
    places = List.copyOf(places);
  }

  /// How a point came off.
  ///
  /// @param seeds what is known of it from each seed
  /// @param epochs that every seed has finished
  public record Place(Sweep.Point point, List<Standing> seeds, int epochs) {
    public Place {
      seeds = List.copyOf(seeds);
    }

    /// Whether a seed diverged.
    public boolean diverged() {
      return seeds.stream().anyMatch(seed -> seed.state() == Standing.State.DIVERGED);
    }

    /// Held-out loss after the last common epoch, over the seeds.
    public Summary loss() {
      return summary(EpochStats::heldOutLoss);
    }

    /// Held-out accuracy after the last common epoch, over the seeds.
    public Summary accuracy() {
      return summary(EpochStats::heldOutAccuracy);
    }

    private Summary summary(ToDoubleFunction<EpochStats> value) {
      return Summary.of(
          epochs == 0
              ? List.of()
              : seeds.stream()
                  .map(seed -> value.applyAsDouble(seed.epochs().get(epochs - 1)))
                  .toList());
    }

    /// In a word: finished, stopped, diverged, or open.
    public String state() {
      if (diverged()) {
        return "diverged";
      }
      boolean over = seeds.stream().allMatch(s -> s.state() == Standing.State.FINISHED);
      boolean stopped = seeds.stream().anyMatch(s -> s.state() == Standing.State.STOPPED);
      return over ? "finished" : stopped ? "stopped" : "open";
    }
  }

  /// Mean and spread over seeds.
  ///
  /// @param mean NaN if there is nothing
  /// @param deviation of the sample; 0 for one value
  public record Summary(double mean, double deviation, int count) {
    static Summary of(List<Double> values) {
      double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
      double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
      double deviation = values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1));
      return new Summary(mean, deviation, values.size());
    }
  }

  /// Ranks what is known.
  ///
  /// @param trials of each point, one a seed
  /// @param standings by id
  public static Ranking of(Map<Sweep.Point, List<Trial>> trials, Map<String, Standing> standings) {
    List<Place> places = new ArrayList<>();
    trials.forEach(
        (point, seeds) -> {
          List<Standing> known =
              seeds.stream()
                  .map(trial -> standings.getOrDefault(trial.id(), Standing.UNKNOWN))
                  .toList();
          int epochs = known.stream().mapToInt(seed -> seed.epochs().size()).min().orElse(0);
          places.add(new Place(point, known, epochs));
        });
    places.sort(
        Comparator.comparing(Place::diverged)
            .thenComparing(place -> -share(place))
            .thenComparingDouble(place -> place.loss().mean())
            .thenComparingInt(place -> place.point().number()));
    return new Ranking(places);
  }

  /// How much of its training a point has behind it: points may differ in their epochs.
  private static double share(Place place) {
    return (double) place.epochs() / place.point().recipe().epochs();
  }
}
