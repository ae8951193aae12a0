package dev.rote.bench;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.engine.Engine;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.network.Init;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import java.util.concurrent.locks.LockSupport;

/// One system in one heat: it trains as `rote train` would, from the same weights and in the same
/// order as the others, and its steps are timed. Confined to one thread.
///
/// The clock runs inside `Session.step` alone; drawing an epoch's order is not counted.
final class Lane implements AutoCloseable {
  private static final long SEED = 0;
  private static final double RATE = 0.01;

  /// Slices of warming up that must be alike, and how far the slowest may be behind the fastest.
  private static final int ALIKE = 3;

  private static final double SETTLED = 0.95;

  private final Heat heat;
  private final Dataset data;
  private final Session session;
  private final Tally tally = new Tally();
  private Batch batch;
  private int epoch;

  Lane(Engine engine, Heat heat, Dataset data) {
    this.heat = heat;
    this.data = data;
    Job job =
        new Job(
            heat.network(),
            new Objective.SoftmaxCrossEntropy(),
            new Optimizer.Sgd(RATE),
            Reduction.MEAN);
    Parameters initial = Parameters.initial(heat.network(), Init.XAVIER_UNIFORM, SEED);
    session = engine.open(job, initial, new Resources(heat.threads(), "auto", heat.batch()));
    batch = shuffled();
  }

  private Batch shuffled() {
    return Batch.over(data, Order.shuffled(data.size(), SEED, epoch), heat.batch());
  }

  private void advance() {
    if (!batch.next()) {
      epoch++;
      batch = shuffled();
      boolean _ = batch.next();
    }
  }

  /// Mean losses of the next so many steps, each before its update.
  double[] losses(int steps) {
    double[] losses = new double[steps];
    for (int s = 0; s < steps; s++) {
      Tally step = new Tally();
      advance();
      session.step(batch, RATE, step);
      losses[s] = step.meanLoss();
    }
    return losses;
  }

  /// Trains until three slices in a row are alike, within the bounds of the pace.
  ///
  /// @param first true in the system's first heat
  void warmUp(Pace pace, boolean first) {
    double[] last = new double[ALIKE];
    double spent = 0;
    for (int slice = 0; spent < pace.longestWarmUp(); slice++) {
      last[slice % ALIKE] = train(pace.slice());
      spent += pace.slice();
      if (spent >= pace.shortestWarmUp(first) && slice >= ALIKE - 1 && settled(last)) {
        return;
      }
    }
  }

  private static boolean settled(double... speeds) {
    double slowest = Double.POSITIVE_INFINITY;
    double fastest = 0;
    for (double speed : speeds) {
      slowest = Math.min(slowest, speed);
      fastest = Math.max(fastest, speed);
    }
    return slowest >= SETTLED * fastest;
  }

  /// One turn.
  ///
  /// @return examples a second
  double turn(Pace pace) {
    LockSupport.parkNanos((long) (pace.rest() * 1e9));
    double _ = train(pace.leadIn());
    return train(pace.seconds());
  }

  /// Trains for so long, at least one step.
  ///
  /// @return examples a second
  private double train(double seconds) {
    long examples = 0;
    long nanos = 0;
    do {
      advance();
      long started = System.nanoTime();
      session.step(batch, RATE, tally);
      nanos += System.nanoTime() - started;
      examples += batch.size();
    } while (nanos < seconds * 1e9);
    return examples * 1e9 / nanos;
  }

  @Override
  public void close() {
    session.close();
  }
}
