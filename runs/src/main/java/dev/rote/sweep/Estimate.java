package dev.rote.sweep;

import dev.rote.data.Batch;
import dev.rote.data.Order;
import dev.rote.engine.Engines;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import java.util.List;
import java.util.Map;

/// About how long a sweep takes: a moment of the first trial is timed, and the rest taken to cost
/// as much for each operation. No promise: batches of other sizes are faster or slower.
public final class Estimate {
  private static final long WARM_UP_NANOS = 1_500_000_000;
  private static final long MOMENT_NANOS = 200_000_000;
  private static final int MOMENTS = 4;

  private Estimate() {}

  /// Seconds of one core for the whole sweep.
  public static double seconds(Sweep sweep, Map<Sweep.Point, List<Trial>> trials) {
    Trial first = trials.values().iterator().next().getFirst();
    double perOperation = secondsOfAnEpoch(sweep, first) / operations(first);
    double mean =
        trials.values().stream()
            .mapToDouble(seeds -> operations(seeds.getFirst()))
            .average()
            .orElse(0);
    double epochs = 0;
    if (sweep.halving().isEmpty()) {
      double all =
          trials.values().stream()
              .mapToDouble(s -> operations(s.getFirst()) * s.getFirst().recipe().epochs())
              .sum();
      return all * sweep.seeds().size() * perOperation;
    }
    int before = 0;
    for (Sweep.Rung rung : sweep.plan()) {
      epochs += (double) rung.points() * (rung.epochs() - before);
      before = rung.epochs();
    }
    return epochs * sweep.seeds().size() * mean * perOperation;
  }

  private static double operations(Trial trial) {
    return (double) trial.recipe().network().trainingFlops() * trial.split().train().size();
  }

  private static double secondsOfAnEpoch(Sweep sweep, Trial trial) {
    int size = trial.split().train().size();
    int most = Math.min(trial.recipe().batch(), size);
    Parameters initial =
        Parameters.initial(trial.recipe().network(), trial.recipe().init(), trial.recipe().seed());
    try (Session session =
        Engines.named(sweep.engine()).open(trial.recipe().job(), initial, Resources.single(most))) {
      long _ = examples(session, trial, WARM_UP_NANOS);
      double best = Double.POSITIVE_INFINITY;
      for (int moment = 0; moment < MOMENTS; moment++) {
        long began = System.nanoTime();
        long examples = examples(session, trial, MOMENT_NANOS);
        best = Math.min(best, (System.nanoTime() - began) / 1e9 / examples * size);
      }
      return best;
    }
  }

  /// Steps that change nothing, for so long.
  private static long examples(Session session, Trial trial, long nanos) {
    Tally tally = new Tally();
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Batch batch =
          Batch.over(
              trial.split().train(),
              Order.natural(trial.split().train().size()),
              trial.recipe().batch());
      while (System.nanoTime() < end && batch.next()) {
        session.step(batch, 0, tally);
      }
    }
    return Math.max(1, tally.examples());
  }
}
