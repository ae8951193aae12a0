package dev.rote.bench;

import dev.rote.data.Dataset;
import dev.rote.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Runs heats: every system warms up, then they take turns, each round in the other direction.
/// Confined to one thread.
final class Contest {

  /// Steps from the common weights whose losses are compared.
  static final int COMPARED_STEPS = 20;

  private final Dataset data;
  private final List<Engine> systems;
  private final Pace pace;
  private boolean first = true;

  /// @param systems in the order of the columns; the first is the one that ratios are about
  Contest(Dataset data, List<Engine> systems, Pace pace) {
    this.data = data;
    this.systems = systems;
    this.pace = pace;
  }

  /// What a heat came to.
  ///
  /// @param speeds a system each, in order
  /// @param lossDifferences a system each: how far its losses are from the first system's, the
  ///     largest of the first steps, as a share of the loss
  record Outcome(Heat heat, List<Speed> speeds, List<Double> lossDifferences) {

    /// How many times as fast as another system the first one is, by their medians.
    double ratio(int system) {
      return speeds.getFirst().median() / speeds.get(system).median();
    }
  }

  Outcome run(Heat heat) {
    List<Lane> lanes = new ArrayList<>();
    try {
      for (Engine system : systems) {
        lanes.add(new Lane(system, heat, data));
      }
      List<double[]> losses = lanes.stream().map(lane -> lane.losses(COMPARED_STEPS)).toList();
      lanes.forEach(lane -> lane.warmUp(pace, first));
      first = false;
      return new Outcome(
          heat,
          rounds(lanes),
          losses.stream().map(own -> difference(own, losses.getFirst())).toList());
    } finally {
      lanes.forEach(Lane::close);
    }
  }

  private List<Speed> rounds(List<Lane> lanes) {
    List<Integer> order = IntStream.range(0, lanes.size()).boxed().toList();
    List<List<Double>> speeds = order.stream().<List<Double>>map(_ -> new ArrayList<>()).toList();
    for (int round = 0; round < pace.rounds(); round++) {
      for (int lane : round % 2 == 0 ? order : order.reversed()) {
        speeds.get(lane).add(lanes.get(lane).turn(pace));
      }
    }
    return speeds.stream().map(Speed::of).toList();
  }

  /// max over the steps of |a − b| / max(a, b), losses being 0 or more.
  static double difference(double[] a, double[] b) {
    double largest = 0;
    for (int s = 0; s < a.length; s++) {
      double scale = Math.max(a[s], b[s]);
      largest = Math.max(largest, scale == 0 ? 0 : Math.abs(a[s] - b[s]) / scale);
    }
    return largest;
  }
}
