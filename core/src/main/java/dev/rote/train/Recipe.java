package dev.rote.train;

import dev.rote.data.DataSpec;
import dev.rote.engine.Job;
import dev.rote.fault.RoteException;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.network.Schedule;

/// Everything that decides a training run. Equal recipes on equal data give equal weights, bit for
/// bit, on any number of threads.
///
/// @param name for people; no part of the result
/// @param data what it learns from
/// @param network the shapes
/// @param objective the loss
/// @param optimizer how gradients move weights
/// @param schedule how the rate moves
/// @param init how weights are drawn
/// @param reduction mean or sum over a batch
/// @param measure how training accuracy is taken; no part of the weights
/// @param epochs passes over the training split, at least 1
/// @param batch examples a step, at least 1; the last batch of an epoch may be smaller
/// @param seed any long, 0 included
/// @param record whether what becomes of each training example is written down; no part of the
///     weights
public record Recipe(
    String name,
    DataSpec data,
    Network network,
    Objective objective,
    Optimizer optimizer,
    Schedule schedule,
    Init init,
    Reduction reduction,
    Measure measure,
    int epochs,
    int batch,
    long seed,
    boolean record) {

  private static final int MOST_RECORDED = 65_535;

  /// @throws RoteException if epochs or batch are below 1, or more epochs are to be recorded than a
  ///     count of 16 bits holds
  public Recipe {
    requirePositive("epochs", epochs);
    requirePositive("batch", batch);
    if (record && epochs > MOST_RECORDED) {
      throw new RoteException(
          "recipe",
          "at most " + MOST_RECORDED + " epochs to record",
          "" + epochs,
          "set record=false");
    }
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new RoteException("recipe", what + " of 1 or more", "" + value, "raise " + what);
    }
  }

  /// The part an engine needs.
  public Job job() {
    return new Job(network, objective, optimizer, reduction);
  }

  /// The same recipe for other data.
  public Recipe withData(DataSpec data) {
    return new Recipe(
        name, data, network, objective, optimizer, schedule, init, reduction, measure, epochs,
        batch, seed, record);
  }

  /// The same recipe from another seed.
  public Recipe withSeed(long seed) {
    return new Recipe(
        name, data, network, objective, optimizer, schedule, init, reduction, measure, epochs,
        batch, seed, record);
  }
}
