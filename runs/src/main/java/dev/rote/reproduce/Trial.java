package dev.rote.reproduce;

import dev.rote.report.SeedRun;
import dev.rote.train.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One trial of the search for what lets a network learn random labels by heart: the recipe
/// `q2-random-labels` with other inputs, another way of training and another number of examples.
///
/// @param inputs in words: "standardised pictures"
/// @param training optimiser and batch, in words: "adam 0.001, batch 16"
/// @param examples to learn by heart
/// @param item what is trained
public record Trial(String inputs, String training, int examples, Study.Item item) {

  /// How a trial differs from the recipe.
  private record Choice(String word, String name, List<String> overrides) {}

  private static final List<Choice> INPUTS =
      List.of(
          new Choice("unit", "pictures in [0, 1]", List.of("data.pixels=unit")),
          new Choice("standard", "standardised pictures", List.of("data.pixels=standard")),
          new Choice(
              "gaussian", "Gaussian noise", List.of("data.name=noise", "data.pixels=gaussian")));

  private static final List<Choice> OPTIMIZERS =
      List.of(
          new Choice("sgd", "sgd 0.01", List.of("optimizer={name: sgd, rate: 0.01}")),
          new Choice(
              "momentum",
              "sgd 0.01, momentum 0.9",
              List.of("optimizer={name: sgd, rate: 0.01, momentum: 0.9}")),
          new Choice("adam", "adam 0.001", List.of("optimizer={name: adam, rate: 0.001}")));

  /// Momentum of 0.9 makes a step ten times as long, too long for single examples: hence batches.
  private static final List<Integer> BATCHES = List.of(1, 16);

  /// Every input with every way of training and every size, sizes within ways within inputs.
  ///
  /// @param engine that trains them
  /// @param sizes numbers of examples
  static List<Trial> grid(String engine, List<Integer> sizes) {
    List<Trial> trials = new ArrayList<>();
    for (Choice inputs : INPUTS) {
      for (Choice training : trainings()) {
        for (int size : sizes) {
          String name = "q2-search-%s-%s-%d".formatted(inputs.word(), training.word(), size);
          List<String> overrides = new ArrayList<>(inputs.overrides());
          overrides.addAll(training.overrides());
          overrides.addAll(List.of("name=" + name, "data.limit=" + size));
          Recipe recipe = Study.shipped(Study.RANDOM_LABELS, overrides);
          Study.Item item = new Study.Item(name, engine, recipe);
          trials.add(new Trial(inputs.name(), training.name(), size, item));
        }
      }
    }
    return trials;
  }

  /// Every optimiser in batches of every size.
  private static List<Choice> trainings() {
    List<Choice> trainings = new ArrayList<>();
    for (int batch : BATCHES) {
      for (Choice optimizer : OPTIMIZERS) {
        List<String> overrides = new ArrayList<>(optimizer.overrides());
        overrides.add("batch=" + batch);
        String name = optimizer.name() + ", batch " + batch;
        trainings.add(new Choice(optimizer.word() + "-batch-" + batch, name, overrides));
      }
    }
    return trainings;
  }

  /// What a trial came to.
  ///
  /// @param run from the first seed of the study
  public record Found(Trial trial, SeedRun run) {

    /// Mean loss over the training examples at the end; empty if it diverged.
    Optional<Double> loss() {
      boolean ended = run.diverged().isEmpty() && !run.epochs().isEmpty();
      return ended ? Optional.of(run.epochs().getLast().trainLoss()) : Optional.empty();
    }

    /// Whether the labels were learned by heart, as [Claims] has it.
    boolean byHeart() {
      return loss().isPresent() && loss().get() < Claims.ABOUT_NOTHING;
    }
  }
}
