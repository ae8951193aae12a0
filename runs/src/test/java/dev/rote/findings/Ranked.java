package dev.rote.findings;

import java.util.Locale;
import java.util.stream.IntStream;

/// How well scores tell wrong labels from right ones.
record Ranked(double auroc, double averagePrecision, double precisionAtK) {
  static Ranked of(double[] scores, boolean[] wrong) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    int k = (int) IntStream.range(0, wrong.length).filter(i -> wrong[i]).count();
    int found = 0;
    int atK = 0;
    double area = 0;
    double precision = 0;
    for (int place = 0; place < order.length; place++) {
      if (wrong[order[place]]) {
        found++;
        precision += (double) found / (place + 1);
        atK += place < k ? 1 : 0;
      } else {
        area += found;
      }
    }
    return new Ranked(area / k / (wrong.length - k), precision / k, (double) atK / k);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f / %.3f / %.3f", auroc, averagePrecision, precisionAtK);
  }
}
