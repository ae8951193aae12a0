package dev.rote.reproduce;

import dev.rote.check.ParityCheck;
import dev.rote.check.ParityPlan;
import dev.rote.check.ParityReport;
import dev.rote.check.Parting;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.engine.Engines;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.train.Recipe;
import java.util.List;
import java.util.Optional;

/// One recipe on two engines: what became of both runs, and their first steps side by side.
///
/// @param first the one engine's result
/// @param second the other's
/// @param parity the first steps of the first seed's run, on its own data and in its own order
/// @param searched steps of the same run that were searched for a parting
/// @param parting the first step at which they part by more than rounding
public record EnginePair(
    Reproduction.Result first,
    Reproduction.Result second,
    ParityReport parity,
    int searched,
    Optional<Parting> parting) {
  /// Steps to compare with their tolerances, which cost much more than the steps themselves.
  private static final List<Integer> STEPS = List.of(1, 10, 100, 1000);

  private static final int MOST_EXAMPLES = 6400;

  /// Steps to search for a parting: the whole run of question 2's recipes.
  private static final int MOST_STEPS = 20_000;

  /// Trains the first steps again, on both engines at once.
  static EnginePair of(Reproduction.Result first, Reproduction.Result second, long seed) {
    Recipe recipe = first.item().recipe().withSeed(seed);
    Dataset data = first.split().train();
    int batch = Math.min(recipe.batch(), data.size());
    long steps = (long) Math.ceilDiv(data.size(), batch) * recipe.epochs();
    long most = Math.min(steps, MOST_EXAMPLES / batch);
    ParityPlan.Course course =
        new ParityPlan.Course(
            data, batch, epoch -> Order.shuffled(data.size(), seed, epoch), steps);
    List<Integer> compared = STEPS.stream().filter(step -> step == 1 || step <= most).toList();
    ParityCheck.Side one = side(first, batch);
    ParityCheck.Side two = side(second, batch);
    int searched = (int) Math.min(steps, MOST_STEPS);
    return new EnginePair(
        first,
        second,
        ParityCheck.between(one, two, plan(recipe, course, compared), _ -> {}),
        searched,
        Parting.between(one, two, plan(recipe, course, List.of(searched))));
  }

  private static ParityPlan plan(Recipe recipe, ParityPlan.Course course, List<Integer> steps) {
    Parameters start = Parameters.initial(recipe.network(), recipe.init(), recipe.seed());
    return new ParityPlan(recipe.job(), recipe.schedule(), start, course, steps);
  }

  private static ParityCheck.Side side(Reproduction.Result result, int batch) {
    String name = result.item().engine();
    return new ParityCheck.Side(name, Engines.named(name), Resources.single(batch));
  }
}
