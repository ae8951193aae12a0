package dev.rote.bench;

import dev.rote.bench.Lane.Ready;
import dev.rote.fault.RoteException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// Runs heats: every entrant in a new process shows that it computes the same as the others, warms
/// up, and then they take turns, each round in the other direction. Confined to one thread.
///
/// An entrant that fails leaves the heat; one that computes something else is timed, but does not
/// count.
final class Contest {

  /// Steps from the common weights whose losses are compared.
  static final int COMPARED_STEPS = 20;

  /// How far losses may be apart, as a share: rounding moves them by about 1e-5 in so few steps,
  /// another rate, mean or start by more than a tenth.
  static final double LOSS_BAND = 1e-3;

  /// How far accuracy may lie below the best: roundings grow while the rate is high, and weights of
  /// one's own start elsewhere.
  static final double ACCURACY_BAND = 0.05;

  static final double OWN_ACCURACY_BAND = 0.10;

  private final WorkFolder work;
  private final List<Entrant> entrants;
  private final Pace pace;
  private final Optional<Nearness> nearness;

  /// @param entrants the first one's losses are those that others are compared with
  /// @param nearness of the cores, for turns on more than one thread; empty if any will do
  Contest(WorkFolder work, List<Entrant> entrants, Pace pace, Optional<Nearness> nearness) {
    this.work = work;
    this.entrants = entrants;
    this.pace = pace;
    this.nearness = nearness;
  }

  /// One entrant in a heat.
  private static final class Runner {
    final Entrant entrant;
    final List<Double> speeds = new ArrayList<>();
    final List<Double> exchanges = new ArrayList<>();
    Optional<Lane> lane = Optional.empty();
    Ready ready = new Ready(false, "");
    double[] losses = {};
    double accuracy = Double.NaN;
    Optional<String> failure = Optional.empty();

    Runner(Entrant entrant) {
      this.entrant = entrant;
    }

    /// Does something with the lane, unless it has failed.
    void go(Consumer<Lane> action) {
      try {
        if (failure.isEmpty()) {
          lane.ifPresent(action);
        }
      } catch (RoteException e) {
        failure = Optional.of(String.valueOf(e.getMessage()));
      }
    }
  }

  Outcome run(Heat heat) {
    List<Runner> runners = entrants.stream().map(Runner::new).toList();
    try {
      for (Runner runner : runners) {
        start(runner);
      }
      runners.forEach(runner -> prepare(runner, heat));
      for (int round = 0; round < pace.rounds(); round++) {
        for (Runner runner : round % 2 == 0 ? runners : runners.reversed()) {
          runner.go(lane -> turn(runner, lane));
        }
      }
    } finally {
      runners.forEach(runner -> runner.lane.ifPresent(Lane::close));
    }
    return new Outcome(
        heat,
        judge(runners),
        runners.stream().flatMap(runner -> runner.exchanges.stream()).max(Double::compare));
  }

  private void turn(Runner runner, Lane lane) {
    if (runner.entrant.threads() == 1 || nearness.isEmpty()) {
      runner.speeds.add(lane.turn(pace));
    } else {
      Nearness.Turn turn = nearness.get().turn(() -> lane.turn(pace));
      runner.speeds.add(turn.speed());
      runner.exchanges.add(turn.exchange());
    }
  }

  private void start(Runner runner) {
    try {
      runner.lane = Optional.of(new Lane(runner.entrant, work.errors()));
    } catch (RoteException e) {
      runner.failure = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void prepare(Runner runner, Heat heat) {
    runner.go(lane -> runner.ready = lane.open(heat, work.with(heat.network())));
    runner.go(lane -> runner.losses = lane.losses(COMPARED_STEPS));
    runner.go(lane -> lane.train(heat.judgedAfter()));
    runner.go(lane -> runner.accuracy = lane.accuracy());
    runner.go(lane -> lane.warmUp(pace));
  }

  /// What each system says of itself, by name.
  ///
  /// @throws RoteException if one cannot be opened
  SequencedMap<String, String> descriptions(Heat heat) {
    SequencedMap<String, String> descriptions = new LinkedHashMap<>();
    for (Entrant entrant : entrants) {
      try (Lane lane = new Lane(entrant, work.errors())) {
        String words = lane.open(heat, work.with(heat.network())).description();
        descriptions.put(entrant.system(), words);
      }
    }
    return descriptions;
  }

  private static List<Result> judge(List<Runner> runners) {
    double best = runners.stream().mapToDouble(r -> r.accuracy).filter(a -> a >= 0).max().orElse(0);
    return runners.stream().map(runner -> judge(runner, runners.getFirst(), best)).toList();
  }

  private static Result judge(Runner runner, Runner first, double best) {
    if (runner.failure.isPresent()) {
      return Result.failed(runner.entrant, runner.failure.get());
    }
    boolean compared = runner.ready.alike() && first.losses.length == runner.losses.length;
    Result result =
        new Result(
            runner.entrant,
            Optional.of(Speed.of(runner.speeds)),
            compared ? Optional.of(difference(runner.losses, first.losses)) : Optional.empty(),
            runner.accuracy,
            Optional.empty());
    return objection(result, runner.ready.alike(), best).map(result::withObjection).orElse(result);
  }

  /// Why a result does not count, or empty.
  ///
  /// @param alike whether it started from the common weights
  /// @param best the best accuracy of the heat
  static Optional<String> objection(Result result, boolean alike, double best) {
    double difference = result.lossDifference().orElse(0.0);
    if (!(difference <= LOSS_BAND)) {
      return Optional.of(
          String.format(Locale.ROOT, "its first losses differ by %.1e of themselves", difference));
    }
    double band = alike ? ACCURACY_BAND : OWN_ACCURACY_BAND;
    if (!(result.accuracy() >= best - band)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "it reaches %.1f %% where others reach %.1f %%",
              100 * result.accuracy(),
              100 * best));
    }
    return Optional.empty();
  }

  /// max over the steps of |a − b| / max(a, b), losses being 0 or more; NaN if a loss is.
  static double difference(double[] a, double[] b) {
    double largest = 0;
    for (int s = 0; s < a.length; s++) {
      double scale = Math.max(a[s], b[s]);
      largest = Math.max(largest, scale == 0 ? 0 : Math.abs(a[s] - b[s]) / scale);
    }
    return largest;
  }
}
