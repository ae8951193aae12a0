package dev.rote.report;

import dev.rote.data.Dataset;
import dev.rote.fault.RoteException;
import java.util.List;

/// All that a reproduction found out; [#html] makes it readable.
///
/// @param title of the page
/// @param subtitle one line below it; may be empty
/// @param claims in the order of the table
/// @param experiments what was trained
/// @param chapters the charts and tables, in order
/// @param confusion of one network on the held-out split; left out of the page while it is empty
/// @param mistakes the worst first
/// @param heldOut the data set of the mistakes
/// @param classNames one name a class of `heldOut`
/// @param facts what the results depend on
public record ReproductionReport(
    String title,
    String subtitle,
    List<Claim> claims,
    List<Experiment> experiments,
    List<Chapter> chapters,
    ConfusionMatrix confusion,
    List<Mistake> mistakes,
    Dataset heldOut,
    List<String> classNames,
    List<Fact> facts)
    implements Experiments {

  /// @throws RoteException if a chart or table names an experiment that is not there, a mistake an
  ///     example or class that is not there, or classes and names differ in number
  public ReproductionReport {
    claims = List.copyOf(claims);
    experiments = List.copyOf(experiments);
    chapters = List.copyOf(chapters);
    mistakes = List.copyOf(mistakes);
    classNames = ClassNames.of(heldOut, classNames);
    facts = List.copyOf(facts);
    List<String> known = experiments.stream().map(Experiment::id).toList();
    for (Chapter chapter : chapters) {
      for (Exhibit exhibit : chapter.exhibits()) {
        switch (exhibit) {
          case Comparison comparison ->
              requireKnown(exhibit.title(), comparison.experimentIds(), known);
          case Reach reach -> requireKnown(exhibit.title(), reach.experimentIds(), known);
          case Grid _, Parallel _ -> {}
        }
      }
    }
    for (Mistake mistake : mistakes) {
      requireIndex("example", mistake.example(), heldOut.size());
      requireIndex("given class", mistake.given(), heldOut.classes());
      requireIndex("predicted class", mistake.predicted(), heldOut.classes());
    }
  }

  private static void requireKnown(String title, List<String> ids, List<String> known) {
    if (ids.isEmpty() || !known.containsAll(ids)) {
      throw new RoteException(
          "report comparison \"" + title + "\"",
          "experiments out of " + known,
          "" + ids,
          "correct its experiment ids");
    }
  }

  private static void requireIndex(String what, int index, int size) {
    if (index < 0 || index >= size) {
      throw new RoteException(
          "report mistake",
          what + " from 0 to " + (size - 1),
          "" + index,
          "give the data set that was scored");
    }
  }

  /// The whole report as one HTML page that needs no other file, no network and no JavaScript.
  public String html() {
    return ReportPage.html(this);
  }

  @Override
  public Experiment experiment(String id) {
    return experiments.stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
  }
}
