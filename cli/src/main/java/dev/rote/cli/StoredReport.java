package dev.rote.cli;

import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.fault.RoteException;
import dev.rote.report.Chapter;
import dev.rote.report.Comparison;
import dev.rote.report.ConfusionMatrix;
import dev.rote.report.Exhibit;
import dev.rote.report.Fact;
import dev.rote.report.Metric;
import dev.rote.report.Mistake;
import dev.rote.report.RunsReport;
import dev.rote.runs.Judgement;
import dev.rote.runs.RecipeFile;
import dev.rote.store.Run;
import dev.rote.store.RunRecord;
import dev.rote.store.RunStore;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// A report on runs of a store: every number in it is the store's.
final class StoredReport {
  /// More lines in a chart are not told apart.
  private static final int LINES = 6;

  private static final int GALLERY = 30;
  private static final int NAMED_ALL = 3;

  private final RunStore store;
  private final DataStore data;
  private final Output output;
  private final List<RunGroup> groups;

  /// @param runs at least one
  private StoredReport(RunStore store, DataStore data, Output output, List<Run> runs) {
    this.store = store;
    this.data = data;
    this.output = output;
    groups = RunGroup.ranked(store, runs);
  }

  /// @param subject what the runs are called together, if they have a name
  static RunsReport of(
      RunStore store, DataStore data, Output output, List<Run> runs, Optional<String> subject) {
    return new StoredReport(store, data, output, runs).report(subject);
  }

  private RunsReport report(Optional<String> subject) {
    List<Run> runs = groups.stream().flatMap(group -> group.runs().stream()).toList();
    String first = runs.getFirst().description().name();
    boolean one = runs.size() == 1;
    String title = subject.orElse(one ? first : runs.size() + " runs");
    List<Exhibit> exhibits = new ArrayList<>();
    exhibits.addAll(RunTables.parallel(groups));
    exhibits.addAll(charts());
    exhibits.add(RunTables.runs(groups));
    Optional<Judged> judged = judged();
    return new RunsReport(
        title,
        one ? "Run " + runs.getFirst().id() : store.address() + ", " + runs.size() + " runs",
        answer(),
        groups.stream().map(RunGroup::experiment).toList(),
        List.of(new Chapter("runs", one ? "Training" : "Side by side", lead(), exhibits)),
        judged
            .map(j -> j.judgement().confusion(j.classNames()))
            .orElse(new ConfusionMatrix(List.of())),
        judged.flatMap(this::gallery),
        facts(runs));
  }

  private List<String> lead() {
    return groups.size() > LINES
        ? List.of("The charts show the best " + LINES + " of " + groups.size() + ".")
        : List.of();
  }

  private String answer() {
    RunGroup best = groups.getFirst();
    if (best.epochs() == 0) {
      return "No epoch was finished.";
    }
    String came =
        String.format(
            Locale.ROOT,
            "held-out loss %.4f and accuracy %.2f\u00a0%% after epoch %d",
            best.loss(),
            100 * best.accuracy(),
            best.epochs());
    return groups.size() == 1
        ? "It came to " + came + "."
        : "Best of " + groups.size() + ": " + best.title() + ", " + came + ".";
  }

  private List<Exhibit> charts() {
    List<String> ids = groups.stream().limit(LINES).map(g -> g.experiment().id()).toList();
    List<Exhibit> charts = new ArrayList<>();
    boolean one = ids.size() == 1;
    charts.add(chart("Loss", ids, one ? Metric.LOSS : Metric.HELD_OUT_LOSS));
    charts.add(chart("Accuracy", ids, one ? Metric.ACCURACY : Metric.HELD_OUT_ACCURACY));
    if (!one) {
      charts.add(chart("Training loss", ids, Metric.TRAIN_LOSS));
    }
    charts.add(
        new Comparison(
            "The gap",
            "Held-out minus training loss: what was learned and is of no use elsewhere.",
            ids,
            Metric.LOSS_GAP,
            List.of()));
    return charts;
  }

  private static Comparison chart(String title, List<String> ids, Metric metric) {
    return new Comparison(title, ids, metric);
  }

  /// What the best run that was judged made of each example.
  private record Judged(Run run, Judgement judgement, List<String> classNames) {}

  private Optional<Judged> judged() {
    for (RunGroup group : groups) {
      for (Run run : group.runs()) {
        Optional<Judged> judged = judged(run);
        if (judged.isPresent()) {
          return judged;
        }
      }
    }
    return Optional.empty();
  }

  /// Only from files that are what the store says.
  private Optional<Judged> judged(Run run) {
    Path folder = run.description().folder();
    List<RunRecord.Artifact> kept =
        store.artifacts(run.id()).stream()
            .filter(a -> Set.of("examples", "confusion").contains(a.kind()))
            .toList();
    if (kept.size() < 2) {
      return Optional.empty();
    }
    try {
      for (RunRecord.Artifact artifact : kept) {
        Path file = folder.resolve(artifact.name());
        if (!RunRecord.Artifact.of(artifact.kind(), folder, file).equals(artifact)) {
          throw new RoteException("read " + file, "the file of the run", "another", "restore it");
        }
      }
      Judgement judgement = Judgement.read(folder.resolve(Judgement.EXAMPLES));
      return Optional.of(
          new Judged(run, judgement, Judgement.classNames(folder.resolve(Judgement.CONFUSION))));
    } catch (RoteException e) {
      output.note("no confusion matrix of run " + run.id() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Only if the pictures are on this machine and still the same.
  private Optional<RunsReport.Gallery> gallery(Judged judged) {
    Recipe recipe =
        RecipeFile.parse(judged.run().description().recipe(), "of the run", Path.of(""), List.of());
    if (recipe.data().source() instanceof DataSpec.Named(String name)
        && data.locate(name).isEmpty()) {
      return Optional.empty();
    }
    try {
      Dataset heldOut = data.open(recipe.data(), recipe.seed()).heldOut();
      String kept = judged.run().description().provenance().heldOutFingerprint();
      return heldOut.fingerprint().equals(kept)
          ? Optional.of(new RunsReport.Gallery(heldOut, worst(judged.judgement())))
          : Optional.empty();
    } catch (RoteException e) {
      output.note("no pictures of mistakes: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static List<Mistake> worst(Judgement judgement) {
    List<Judgement.Row> rows = judgement.rows();
    return IntStream.range(0, rows.size())
        .filter(i -> rows.get(i).label() != rows.get(i).prediction())
        .mapToObj(
            i ->
                new Mistake(
                    i,
                    rows.get(i).label(),
                    rows.get(i).prediction(),
                    rows.get(i).loss(),
                    rows.get(i).margin()))
        .sorted(
            Comparator.comparingDouble(Mistake::loss)
                .reversed()
                .thenComparingDouble(Mistake::margin))
        .limit(GALLERY)
        .toList();
  }

  /// What all runs depend on; a fact in which they differ has its values, if they are few.
  private static List<Fact> facts(List<Run> runs) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (Run run : runs) {
      run.description()
          .provenance()
          .facts()
          .forEach(
              (name, v) -> values.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add("" + v));
      run.description()
          .git()
          .ifPresent(
              git ->
                  values
                      .computeIfAbsent("commit", _ -> new LinkedHashSet<>())
                      .add(git.commit() + (git.dirty() ? ", changed" : "")));
    }
    List<Fact> facts = new ArrayList<>();
    values.forEach(
        (name, all) ->
            facts.add(
                new Fact(
                    name,
                    all.size() <= NAMED_ALL
                        ? String.join("; ", all)
                        : all.size() + " different ones")));
    return facts;
  }
}
