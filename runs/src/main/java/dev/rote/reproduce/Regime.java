package dev.rote.reproduce;

import dev.rote.network.Dense;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.train.Recipe;

/// The choices that the course report leaves open, in a sentence.
final class Regime {
  private Regime() {}

  static String of(Recipe recipe) {
    return "%s, %s, %s, %s, pixels %s, %s"
        .formatted(
            recipe.network(),
            recipe.objective().word(),
            batch(recipe),
            recipe.init().word(),
            recipe.data().pixels().word(),
            optimizer(recipe));
  }

  /// The same in a few words, for a line in a chart: "relu, sgd 0.01, batch 1".
  static String title(Recipe recipe) {
    Dense first = (Dense) recipe.network().layers().getFirst();
    return "%s, %s %s, batch %d"
        .formatted(
            first.activation().word(),
            recipe.optimizer().word(),
            recipe.optimizer().rate(),
            recipe.batch());
  }

  /// Batch and reduction: "batch 1", "batch 64 averaged".
  static String batch(Recipe recipe) {
    if (recipe.batch() == 1) {
      return "batch 1";
    }
    return "batch "
        + recipe.batch()
        + (recipe.reduction() == Reduction.MEAN ? " averaged" : " summed");
  }

  private static String optimizer(Recipe recipe) {
    Optimizer optimizer = recipe.optimizer();
    return optimizer.word() + " " + optimizer.rate() + ", " + recipe.schedule().word() + " rate";
  }
}
