package dev.rote.audit;

import dev.rote.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/// The two lists of labels to look at.
final class Suspects {
  private static final int LONGEST = 100;
  private static final int NEIGHBOURS = 5;

  private final Dataset train;
  private final Examples examples;
  private final Neighbours neighbours;
  private final Auditor.Workers workers;

  Suspects(Dataset train, Examples examples, Neighbours neighbours, Auditor.Workers workers) {
    this.train = train;
    this.examples = examples;
    this.neighbours = neighbours;
    this.workers = workers;
  }

  /// What the lists are made from.
  Examples examples() {
    return examples;
  }

  /// Labels almost surely wrong.
  List<Suspect> wrong() {
    return list(examples.lossScore(), Set.of());
  }

  /// Labels disputed, that are not on the other list.
  List<Suspect> disputed(List<Suspect> wrong) {
    Set<Integer> listed = new HashSet<>();
    wrong.forEach(suspect -> listed.add(suspect.example()));
    return list(examples.disputedScore(), listed);
  }

  private List<Suspect> list(double[] scores, Set<Integer> without) {
    int longest = Math.min(LONGEST, Math.max(1, train.size() / 10));
    List<Supplier<Suspect>> list = new ArrayList<>();
    for (int i : Ranking.highest(scores, longest + without.size())) {
      boolean other = examples.proposed()[i] != train.label(i);
      if (list.size() < longest && other && !without.contains(i)) {
        list.add(() -> suspect(i, scores[i]));
      }
    }
    return workers.all(list);
  }

  private Suspect suspect(int i, double score) {
    int given = train.label(i);
    int proposed = examples.proposed()[i];
    List<Integer> near = Arrays.stream(neighbours.of(i, NEIGHBOURS)).boxed().toList();
    int agreeing = (int) near.stream().filter(j -> train.label(j) == given).count();
    int proposing = (int) near.stream().filter(j -> train.label(j) == proposed).count();
    Trajectory trained = examples.trajectory();
    String reason =
        String.format(
            Locale.ROOT,
            "answered otherwise in %d of %d epochs, mean probability of the label %.1f %%; of %d "
                + "nearest pictures %d have the label, %d the proposed one",
            Math.round(trained.errorShare(i) * trained.seen(i)),
            trained.seen(i),
            100 * examples.labelScore(i),
            near.size(),
            agreeing,
            proposing);
    return new Suspect(i, given, proposed, score, near, agreeing, reason);
  }
}
