package dev.rote.check;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.fault.RoteException;
import dev.rote.network.Schedule;
import java.util.ArrayList;
import java.util.List;

/// What a [ParityCheck] trains. The data are visited in their own order, epoch after epoch; an
/// epoch's last batch may be smaller.
///
/// @param job what the engines are asked to train
/// @param schedule of the rate; the run ends with the last step
/// @param start where all begin
/// @param data what is learned from
/// @param batch examples a step, at least 1
/// @param reported steps, counted from 1 and rising, at which gradients are compared too; the last
///     one ends the run
public record ParityPlan(
    Job job, Schedule schedule, Parameters start, Dataset data, int batch, List<Integer> reported) {

  /// @throws RoteException if the weights do not fit the network or a number is out of range
  public ParityPlan {
    start.requireFits(job.network(), "parity check");
    if (batch < 1) {
      throw new RoteException("parity check", "a batch of 1 or more", "" + batch, "raise it");
    }
    reported = List.copyOf(reported);
    int before = 0;
    for (int step : reported) {
      if (step <= before) {
        throw new RoteException("parity check", "rising steps from 1", "" + reported, "sort them");
      }
      before = step;
    }
    requireSteps(before);
  }

  /// The steps 1, 10 and 100 as far as there are so many, and the last.
  ///
  /// @throws RoteException if there is no step
  public static List<Integer> steps(int count) {
    requireSteps(count);
    List<Integer> steps = new ArrayList<>();
    for (int step : new int[] {1, 10, 100}) {
      if (step < count) {
        steps.add(step);
      }
    }
    steps.add(count);
    return steps;
  }

  private static void requireSteps(int count) {
    if (count < 1) {
      throw new RoteException("parity check", "1 step or more", "" + count, "raise it");
    }
  }

  /// The last step.
  int last() {
    return reported.getLast();
  }

  /// η of a step counted from 1.
  double rate(int step) {
    long stepsPerEpoch = Math.ceilDiv(data.size(), batch);
    return job.optimizer().rate() * schedule.factor(step - 1L, stepsPerEpoch, last());
  }

  /// A window before the first batch.
  Batch epoch() {
    return Batch.over(data, Order.natural(data.size()), batch);
  }
}
