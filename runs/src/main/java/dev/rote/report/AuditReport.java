package dev.rote.report;

import dev.rote.audit.Audit;
import dev.rote.audit.Examples;
import dev.rote.audit.Suspect;
import dev.rote.data.Dataset;
import dev.rote.train.EpochStats;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// An audit as one page: the verdict first, then what it rests on, then the labels to look at.
public final class AuditReport {
  private static final int ZOOM = 4;
  private static final int SHOWN = 48;
  private static final int DOTS = 3_000;

  private AuditReport() {}

  /// The page, which needs no other file, no network and no JavaScript.
  public static String html(Audit audit, AuditText text) {
    Dataset train = audit.split().train();
    List<Experiment> experiments = experiments(audit, text.recipe());
    List<Section> sections = new ArrayList<>();
    sections.add(sentences("findings", "Findings", text.findings()));
    Markup training = AuditCharts.learnedShare(audit).add(AuditCharts.accuracy(audit));
    training.add(AuditCharts.calibration(audit.calibration()));
    sections.add(new Section("training", "Training", training));
    sections.add(gallery("wrong", "Almost surely wrong", WRONG, train, audit.wrong()));
    sections.add(
        gallery("disputed", "Disputed between look-alikes", DISPUTED, train, audit.disputed()));
    audit
        .errorRate()
        .ifPresent(rate -> sections.add(new Section("power", "Power", AuditCharts.injected(rate))));
    sections.add(new Section("classes", "Classes", AuditCharts.classes(audit)));
    if (audit.errorRate().isPresent()) {
      sections.add(pairs(audit));
    }
    sections.add(map(audit));
    audit.memorisation().ifPresent(_ -> sections.add(quadrants(audit)));
    sections.add(sentences("caveats", "What this does not show", text.caveats()));
    sections.add(ReportPage.recipes(experiments));
    sections.add(ReportPage.facts(facts(audit, text.recipeFingerprint())));
    String subtitle =
        String.format(
            Locale.ROOT,
            "%,d training and %,d held-out examples of %d classes, depth %s, after epoch %d",
            train.size(),
            audit.split().heldOut().size(),
            train.classes(),
            audit.depth().name().toLowerCase(Locale.ROOT),
            audit.recipe().epochs());
    String title = "Learned or memorised? " + train.name();
    return ReportPage.html(title, subtitle, text.verdict(), sections);
  }

  private static final String WRONG =
      "By mean loss, highest first. Below each: the label it has, what the networks say, and why it "
          + "is here. Look before you change anything.";
  private static final String DISPUTED =
      "By how long and how far the networks' answers were from the label, those of the list above "
          + "left out. Many are hard, not wrong.";

  private static List<Experiment> experiments(Audit audit, String yaml) {
    List<Experiment> experiments = new ArrayList<>();
    SeedRun own = run(audit.recipe().seed(), audit.curve());
    experiments.add(new Experiment("given", "labels as given", "", yaml, List.of(own)));
    if (!audit.controls().isEmpty()) {
      List<SeedRun> permuted = new ArrayList<>();
      for (List<Audit.Epoch> curve : audit.controls()) {
        permuted.add(run(permuted.size(), curve));
      }
      experiments.add(new Experiment("permuted", "labels permuted", "", yaml, permuted));
    }
    return experiments;
  }

  private static SeedRun run(long seed, List<Audit.Epoch> curve) {
    return new SeedRun(
        seed,
        curve.stream()
            .map(
                e ->
                    new EpochStats(
                        e.epoch(), Double.NaN, e.fitted(), Double.NaN, e.heldOut(), 0, 0))
            .toList());
  }

  private static Section sentences(String id, String heading, List<String> sentences) {
    Markup out = new Markup();
    for (String sentence : sentences) {
      out.element("p", sentence.replace(" %", "\u00A0%"), "class", "lead");
    }
    return new Section(id, heading, out);
  }

  /// Confidence against its variability over the epochs.
  private static Section map(Audit audit) {
    Examples examples = audit.examples();
    Scatter scatter =
        new Scatter("map", "How sure, and how steadily", "variability →", "confidence ↑", 0.5, 0);
    for (int i : drawn(examples.size())) {
      var trained = examples.trajectory();
      scatter.add(trained.variability(i), trained.confidence(i), examples.issue()[i]);
    }
    String words =
        "A dot to an example, of which at most 3,000 are drawn: the mean over epochs of the probability of "
            + "its label, and the standard deviation of that. Top left is easy; right, ambiguous; "
            + "bottom left, hard or wrong. Orange: labels that count as wrong.";
    return figure("map", "Map of the examples", words, scatter);
  }

  private static Section quadrants(Audit audit) {
    Examples examples = audit.examples();
    float[] memorised = audit.memorisation().orElseThrow().scores();
    float[] unseen = examples.unseen().orElseThrow().probability();
    Scatter scatter =
        new Scatter("quadrants", "Memorised, and known", "memorisation →", "known unseen ↑", 1, -1);
    for (int i : drawn(examples.size())) {
      scatter.add(memorised[i], unseen[i], examples.issue()[i]);
    }
    String words =
        "Right: answered by those networks alone that had learned the example. Up: the probability "
            + "of its label to those that had not. Top left: typical. Bottom right: learned by heart, suspect "
            + "if orange, else rare. Bottom left: ambiguous.";
    return figure("quadrants", "Memorised or known", words, scatter);
  }

  /// Evenly spread numbers of examples.
  private static int[] drawn(int size) {
    int count = Math.min(DOTS, size);
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = (int) ((long) i * size / count);
    }
    return drawn;
  }

  private static Section figure(String id, String heading, String words, Scatter scatter) {
    Markup out = new Markup();
    out.element("p", words, "class", "lead");
    out.open("figure", "class", "chart", "aria-label", heading).open("div", "class", "plot");
    out.add(scatter.draw(true).markup()).add(scatter.draw(false).markup());
    out.close("div").close("figure");
    return new Section(id, heading, out);
  }

  private static Section gallery(
      String id, String heading, String lead, Dataset train, List<Suspect> suspects) {
    Markup out = new Markup();
    out.element("p", lead, "class", "lead").open("ul", "class", "gallery");
    for (Suspect suspect : suspects.subList(0, Math.min(SHOWN, suspects.size()))) {
      out.open("li").open("figure");
      if (train.pictures()) {
        picture(out, train, suspect.example(), ZOOM);
      }
      out.open("figcaption");
      out.element("span", train.classNames().get(suspect.given()), "class", "given").text(" ");
      String proposed = "networks say " + train.classNames().get(suspect.proposed());
      out.element("span", proposed, "class", "predicted").text(" ");
      out.element("span", suspect.reason(), "class", "detail").text(" ");
      String number = "example " + suspect.example();
      out.element("span", number, "class", "detail");
      if (train.pictures()) {
        neighbours(out, train, suspect);
      }
      out.close("figcaption").close("figure").close("li");
    }
    return new Section(id, heading, out.close("ul"));
  }

  /// The training examples nearest to it, with their labels.
  private static void neighbours(Markup out, Dataset train, Suspect suspect) {
    out.element("span", "nearest", "class", "detail").open("span", "class", "neighbours");
    for (int near : suspect.neighbours()) {
      String name = train.classNames().get(train.label(near));
      boolean same = train.label(near) == suspect.given();
      out.open("span", "class", same ? "near agrees" : "near", "title", "example " + near);
      picture(out, train, near, 1);
      out.element("span", name).close("span");
    }
    out.close("span");
  }

  private static void picture(Markup out, Dataset data, int example, int zoom) {
    String png = Base64.getEncoder().encodeToString(Picture.png(data, example, zoom));
    String width = "" + data.shape().columns() * zoom;
    String height = "" + data.shape().rows() * zoom;
    String source = "data:image/png;base64," + png;
    String words = "Training example " + example;
    out.leaf("img", "src", source, "width", width, "height", height, "alt", words);
  }

  /// Labels that count as wrong, by the classes they have and are given.
  private static Section pairs(Audit audit) {
    Dataset train = audit.split().train();
    ConfusionMatrix matrix = new ConfusionMatrix(train.classNames());
    for (int i = 0; i < train.size(); i++) {
      if (audit.examples().issue()[i]) {
        matrix.add(train.label(i), audit.examples().proposed()[i]);
      }
    }
    Markup out = new Markup();
    String words =
        String.format(
            Locale.ROOT,
            "%,d labels count as wrong, as many as the estimated rates say; here by the label they "
                + "have (rows) and the networks' (columns).",
            matrix.total());
    out.element("p", words, "class", "lead");
    out.open("figure", "class", "chart matrix", "aria-label", "Suspect labels by class");
    out.open("div", "class", "plot");
    out.add(HeatMap.draw(matrix, true).markup()).add(HeatMap.draw(matrix, false).markup());
    out.close("div").close("figure");
    return new Section("pairs", "Which classes are mixed up", out);
  }

  private static List<Fact> facts(Audit audit, String recipe) {
    return List.of(
        new Fact("Data", audit.split().train().name()),
        new Fact("Training data", audit.split().train().fingerprint()),
        new Fact("Held-out data", audit.split().heldOut().fingerprint()),
        new Fact("Recipe", recipe),
        new Fact("Seed of the recipe", "" + audit.recipe().seed()),
        new Fact("Seed of the audit", "" + audit.seed()),
        new Fact("Depth", audit.depth().name().toLowerCase(Locale.ROOT)));
  }
}
