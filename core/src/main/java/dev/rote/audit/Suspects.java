package dev.rote.audit;

import dev.rote.data.Dataset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/// The two lists of labels to look at.
final class Suspects {
  private static final int LONGEST = 100;
  private static final int NEIGHBOURS = 5;

  /// Features whose sum stands for them at first, a row of a picture 28 wide; also those between
  /// two looks at whether a distance is large enough.
  private static final int PIECE = 28;

  private final Dataset train;
  private final Examples examples;
  private final Auditor.Workers workers;
  private final byte[] pixels;

  /// Of every example, the sums of its pieces.
  private final int[] sums;

  Suspects(Dataset train, Examples examples, Auditor.Workers workers) {
    this.train = train;
    this.examples = examples;
    this.workers = workers;
    pixels = new byte[Math.multiplyExact(train.size(), train.features())];
    for (int i = 0; i < train.size(); i++) {
      train.copyTo(i, pixels, i * train.features());
    }
    int pieces = Math.ceilDiv(train.features(), PIECE);
    sums = new int[Math.multiplyExact(train.size(), pieces)];
    for (int i = 0; i < train.size(); i++) {
      for (int k = 0; k < train.features(); k++) {
        sums[i * pieces + k / PIECE] += pixels[i * train.features() + k] & 0xFF;
      }
    }
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
    List<Integer> near = nearest(i);
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

  /// The examples with the smallest sum of squared differences of their bytes.
  private List<Integer> nearest(int example) {
    int n = train.size();
    int[] best = new int[Math.min(NEIGHBOURS, n - 1)];
    long[] distances = new long[best.length];
    int found = 0;
    for (int j = 0; j < n; j++) {
      if (j == example) {
        continue;
      }
      long farthest = found < best.length ? Long.MAX_VALUE : distances[found - 1];
      long distance = distance(example, j, farthest);
      if (distance < farthest) {
        int at = found < best.length ? found++ : found - 1;
        for (; at > 0 && distances[at - 1] > distance; at--) {
          distances[at] = distances[at - 1];
          best[at] = best[at - 1];
        }
        distances[at] = distance;
        best[at] = j;
      }
    }
    List<Integer> nearest = new ArrayList<>();
    for (int j : best) {
      nearest.add(j);
    }
    return nearest;
  }

  /// The sum of squared differences, or a number below it that is `enough` or more.
  private long distance(int a, int b, long enough) {
    long bound = bound(a, b);
    if (bound >= enough) {
      return bound;
    }
    int width = train.features();
    int from = a * width;
    int other = b * width;
    long sum = 0;
    for (int k = 0; k < width && sum < enough; k += PIECE) {
      int piece = 0;
      for (int end = Math.min(width, k + PIECE), j = k; j < end; j++) {
        int difference = (pixels[from + j] & 0xFF) - (pixels[other + j] & 0xFF);
        piece += difference * difference;
      }
      sum += piece;
    }
    return sum;
  }

  /// What that sum is at least, by Cauchy and Schwarz: Σ (difference of the sums of a piece)² over
  /// its length.
  private long bound(int a, int b) {
    int pieces = Math.ceilDiv(train.features(), PIECE);
    long sum = 0;
    for (int k = 0; k < pieces; k++) {
      long difference = (long) sums[a * pieces + k] - sums[b * pieces + k];
      sum += difference * difference;
    }
    return sum / PIECE;
  }
}
