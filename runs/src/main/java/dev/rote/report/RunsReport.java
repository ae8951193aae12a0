package dev.rote.report;

import dev.rote.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A report on any runs: their curves over each other, what they got wrong, and what they were.
///
/// @param title of the page
/// @param subtitle one line below it; may be empty
/// @param answer the outcome in a sentence
/// @param experiments what was trained; runs that differ in their seeds alone are one
/// @param chapters charts and tables, in order
/// @param confusion of one run on its held-out split; left out while it is empty
/// @param mistakes its worst, if its pictures are there
/// @param facts what the results depend on
public record RunsReport(
    String title,
    String subtitle,
    String answer,
    List<Experiment> experiments,
    List<Chapter> chapters,
    ConfusionMatrix confusion,
    Optional<Gallery> mistakes,
    List<Fact> facts)
    implements Experiments {

  /// The worst mistakes of one run.
  ///
  /// @param heldOut the data they are in
  /// @param worst first
  public record Gallery(Dataset heldOut, List<Mistake> worst) {
    public Gallery {
      worst = List.copyOf(worst);
    }
  }

  public RunsReport {
    experiments = List.copyOf(experiments);
    chapters = List.copyOf(chapters);
    facts = List.copyOf(facts);
  }

  @Override
  public Experiment experiment(String id) {
    return experiments.stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
  }

  /// The whole report as one HTML page that needs no other file, no network and no JavaScript.
  public String html() {
    List<Section> sections = new ArrayList<>();
    chapters.forEach(chapter -> sections.add(ChapterSection.of(this, chapter)));
    if (confusion.total() > 0) {
      sections.add(MistakesSection.confusion(confusion));
    }
    mistakes
        .filter(gallery -> !gallery.worst().isEmpty())
        .ifPresent(
            g ->
                sections.add(
                    MistakesSection.gallery(g.heldOut(), g.worst(), g.heldOut().classNames())));
    sections.add(ReportPage.recipes(experiments));
    if (!facts.isEmpty()) {
      sections.add(ReportPage.facts(facts));
    }
    return ReportPage.html(title, subtitle, answer, sections);
  }

  /// Its figures as files of their own.
  public List<Figure> figures() {
    return Figure.of(this);
  }
}
