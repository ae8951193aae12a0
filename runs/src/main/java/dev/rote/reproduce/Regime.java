package dev.rote.reproduce;

import dev.rote.data.DataSpec;
import dev.rote.data.Labels;
import dev.rote.network.Dense;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.train.Recipe;

/// The choices that the course report leaves open, in a sentence.
final class Regime {
  private Regime() {}

  static String of(Recipe recipe) {
    return "%s%s, %s, %s, %s, pixels %s, %s"
        .formatted(
            data(recipe.data()),
            recipe.network(),
            recipe.objective().word(),
            batch(recipe),
            recipe.init().word() + " init",
            recipe.data().pixels().word(),
            optimizer(recipe));
  }

  /// What is learned from, unless it is a data set as it is: "1000 pictures, 2 random classes, ".
  private static String data(DataSpec data) {
    boolean noise = data.source() instanceof DataSpec.Noise;
    if (!noise && data.limit() == DataSpec.ALL && data.labels() instanceof Labels.Given) {
      return "";
    }
    String number = data.limit() == DataSpec.ALL ? "all" : "" + data.limit();
    return number + " pictures" + (noise ? " of noise, " : ", ") + labels(data.labels()) + ", ";
  }

  private static String labels(Labels labels) {
    return switch (labels) {
      case Labels.Given _ -> "labels as given";
      case Labels.Random(int classes) ->
          classes == Labels.Random.AS_GIVEN ? "random classes" : classes + " random classes";
      case Labels.Noise noise -> noise.word() + " label noise " + noise.share();
    };
  }

  /// The same in a few words, for a line in a chart: "relu, sgd 0.01, batch 1", or of random labels
  /// "2 random classes".
  static String title(Recipe recipe) {
    if (recipe.data().labels() instanceof Labels.Random random) {
      boolean noise = recipe.data().source() instanceof DataSpec.Noise;
      return labels(random) + (noise ? " on noise" : "");
    }
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
