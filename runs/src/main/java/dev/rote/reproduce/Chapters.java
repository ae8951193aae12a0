package dev.rote.reproduce;

import dev.rote.report.Chapter;
import dev.rote.report.Comparison;
import dev.rote.report.Exhibit;
import dev.rote.report.Grid;
import dev.rote.report.Metric;
import dev.rote.report.Reach;
import dev.rote.report.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the report shows of a study: a chapter to each question.
final class Chapters {
  private static final Reference GUESS_OF_TWO =
      new Reference("chance, ln\u00a02", StrictMath.log(2));
  private static final Reference GUESS_OF_TEN =
      new Reference("chance, ln\u00a010", StrictMath.log(10));
  private static final Reference COIN = new Reference("chance, ½", 0.5);

  private final Study study;
  private final List<Trial.Found> found;

  private Chapters(Study study, List<Trial.Found> found) {
    this.study = study;
    this.found = found;
  }

  static List<Chapter> of(Study study, Reproduction.Outcome outcome) {
    Chapters chapters = new Chapters(study, outcome.found());
    List<Chapter> all = new ArrayList<>();
    all.add(chapters.questionOne());
    all.add(chapters.questionTwo());
    if (!outcome.pairs().isEmpty()) {
      all.add(Disagreement.chapter(outcome.pairs()));
    }
    return all;
  }

  /// Experiment ids of recipes on the first engine that trains them.
  private List<String> first(List<String> names) {
    return names.stream().map(name -> everywhere(name).getFirst()).toList();
  }

  /// Experiment ids of one recipe, on every engine.
  private List<String> everywhere(String name) {
    return study.experiments().stream()
        .filter(item -> item.name().equals(name))
        .map(Study.Item::id)
        .toList();
  }

  private Comparison chart(String title, String text, List<String> names, Metric metric) {
    return new Comparison(title, text, first(names), metric, List.of());
  }

  private Chapter questionOne() {
    List<String> baseline = List.of(Study.BASELINE);
    List<String> activations = List.of(Study.BASELINE, Study.SIGMOID);
    List<String> recipes = List.of(Study.BASELINE, Study.MODERN);
    Metric heldOut = Metric.HELD_OUT_ACCURACY;
    List<Exhibit> exhibits = new ArrayList<>();
    exhibits.add(chart("The baseline", "The share of right answers.", baseline, Metric.ACCURACY));
    exhibits.add(chart("ReLU against sigmoid", "", activations, heldOut));
    exhibits.add(chart("Three rates, single examples", "", Study.RATES, heldOut));
    exhibits.add(
        chart(
            "Three rates, averaged batches",
            "The same rates once more, but a step is taken on the mean of 64 gradients.",
            Study.AVERAGED_RATES,
            heldOut));
    exhibits.add(
        chart(
            "The same network, two recipes",
            "The report’s way of training and one that is usual today.",
            recipes,
            heldOut));
    if (study.engines(Study.BASELINE).size() > 1) {
      List<String> ids = everywhere(Study.BASELINE);
      exhibits.add(new Comparison("The baseline, engine by engine", ids, heldOut));
    }
    String unit = "The mean loss per example, in the unit of the recipe’s objective.";
    exhibits.add(chart("The baseline’s loss", unit, baseline, Metric.LOSS));
    exhibits.add(chart("The loss of ReLU and sigmoid", "", activations, Metric.HELD_OUT_LOSS));
    exhibits.add(chart("The loss at three rates", "", Study.RATES, Metric.HELD_OUT_LOSS));
    exhibits.add(
        chart(
            "The gap between training and test",
            "What is known of the training pictures but does not carry over to held-out ones;"
                + " 0 is no gap.",
            recipes,
            Metric.ACCURACY_GAP));
    exhibits.add(new Reach("Epochs to reach an accuracy", oneEngine()));
    return new Chapter(
        "question-1",
        "Question 1: a network written from scratch",
        List.of(
            "A picture of a piece of clothing goes in, 28 × 28 pixels; which of ten kinds it is"
                + " comes out. Forward pass, gradients and updates are Rote’s own code. How well"
                + " does the network do on 10,000 pictures it never learned from, and what do"
                + " activation and learning rate change?"),
        exhibits);
  }

  /// Question 1's experiments on its first engine.
  private List<String> oneEngine() {
    String engine = study.engines(Study.BASELINE).getFirst();
    return study.experiments().stream()
        .filter(item -> !item.random() && item.engine().equals(engine))
        .map(Study.Item::id)
        .toList();
  }

  private Comparison onAll(
      String title, String text, String name, Metric metric, List<Reference> references) {
    boolean several = study.engines(name).size() > 1;
    String engines = several ? " Engines whose lines hide each other agree." : "";
    return new Comparison(title, (text + engines).strip(), everywhere(name), metric, references);
  }

  private Chapter questionTwo() {
    List<Reference> two = List.of(GUESS_OF_TWO);
    List<String> variants = List.of(Study.RANDOM_LABELS, Study.TEN_CLASSES, Study.GAUSSIAN);
    List<Exhibit> exhibits = new ArrayList<>();
    exhibits.add(
        onAll(
            "Loss: learning by heart",
            "Below the level line something is known of the labels; above it, wrong answers are"
                + " given with confidence.",
            Study.RANDOM_LABELS,
            Metric.LOSS,
            two));
    exhibits.add(
        onAll(
            "Accuracy: the held-out labels stay coin tosses",
            "",
            Study.RANDOM_LABELS,
            Metric.ACCURACY,
            List.of(COIN)));
    exhibits.add(
        onAll(
            "The gap is the overfitting",
            "Held-out loss minus training loss: what was learned and is of no use elsewhere.",
            Study.RANDOM_LABELS,
            Metric.LOSS_GAP,
            List.of()));
    exhibits.add(
        onAll(
            "Ten random classes",
            "A guess is now right one time in ten.",
            Study.TEN_CLASSES,
            Metric.LOSS,
            List.of(GUESS_OF_TEN)));
    exhibits.add(
        onAll(
            "Gaussian noise in place of pictures",
            "No two examples look alike here: is that harder to learn by heart, or easier?",
            Study.GAUSSIAN,
            Metric.LOSS,
            two));
    exhibits.add(chart("The gap of each variant", "", variants, Metric.LOSS_GAP));
    if (!found.isEmpty()) {
      exhibits.add(search());
    }
    return new Chapter(
        "question-2",
        "Question 2: labels that mean nothing",
        List.of(
            "Now a coin is tossed for each picture, and the network is to learn what came up."
                + " Nothing in a picture tells it, so a network that gets training labels right has"
                + " learned them by heart. The labels of the held-out pictures are tosses too: there"
                + " it can only guess. Calling both sides equally likely costs a loss of"
                + " ln 2 = 0.693 on any labels."),
        exhibits);
  }

  private Grid search() {
    List<Integer> sizes = found.stream().map(one -> one.trial().examples()).distinct().toList();
    List<Grid.Row> rows = new ArrayList<>();
    for (int i = 0; i < found.size(); i += sizes.size()) {
      Trial trial = found.get(i).trial();
      List<Grid.Cell> cells =
          found.subList(i, i + sizes.size()).stream()
              .map(one -> new Grid.Cell(Curves.loss(one.loss().orElse(Double.NaN)), one.byHeart()))
              .toList();
      rows.add(new Grid.Row(trial.inputs(), trial.training(), cells));
    }
    return new Grid(
        "When are random labels learned by heart?",
        "Training loss at the end of the same network with other inputs, other ways of training and"
            + " other numbers of examples, from seed "
            + found.getFirst().run().seed()
            + ". A tick: below "
            + Claims.ABOUT_NOTHING
            + ", so about 0.",
        "Trained by",
        sizes.stream().map(size -> String.format(Locale.ROOT, "%,d examples", size)).toList(),
        rows);
  }
}
