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
import java.util.function.IntFunction;

/// What a [ParityCheck] trains.
///
/// @param job what the engines are asked to train
/// @param schedule of the rate
/// @param start where all begin
/// @param course what is learned from, and in which order
/// @param reported steps, counted from 1 and rising, at which gradients are compared too; the last
///     one ends the run
public record ParityPlan(
    Job job, Schedule schedule, Parameters start, Course course, List<Integer> reported) {

  /// The way through the data, epoch after epoch; an epoch's last batch may be smaller.
  ///
  /// @param data what is learned from
  /// @param batch examples a step, at least 1
  /// @param orders the examples in the order of visiting, for each epoch counted from 0
  /// @param steps of the whole run, which a schedule goes by; no fewer than are compared
  public record Course(Dataset data, int batch, IntFunction<int[]> orders, long steps) {

    /// @throws RoteException if there is no example in a batch
    public Course {
      if (batch < 1) {
        throw new RoteException("parity check", "a batch of 1 or more", "" + batch, "raise it");
      }
    }
  }

  /// Visits the data in their own order, in every epoch; the run ends with the last step reported.
  public ParityPlan(
      Job job,
      Schedule schedule,
      Parameters start,
      Dataset data,
      int batch,
      List<Integer> reported) {
    this(
        job,
        schedule,
        start,
        new Course(
            data,
            batch,
            _ -> Order.natural(data.size()),
            reported.isEmpty() ? 0 : reported.getLast()),
        reported);
  }

  /// @throws RoteException if the weights do not fit the network or a number is out of range
  public ParityPlan {
    start.requireFits(job.network(), "parity check");
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
    long stepsPerEpoch = Math.ceilDiv(course.data().size(), course.batch());
    return job.optimizer().rate() * schedule.factor(step - 1L, stepsPerEpoch, course.steps());
  }

  /// A window before the first batch of an epoch counted from 0.
  Batch epoch(int epoch) {
    return Batch.over(course.data(), course.orders().apply(epoch), course.batch());
  }
}
