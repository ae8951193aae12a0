package dev.rote.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Whether a network is right as often as it says: held-out answers in order of their probability,
/// in n^(1/3) bins of equally many.
///
/// Bins of equal mass, since those of equal width hold almost nothing where a network is sure.
///
/// @param bins the least sure first
/// @param error mean over the examples of |confidence − accuracy| of their bin
public record Calibration(List<Bin> bins, double error) {

  /// Some answers that are about equally sure.
  ///
  /// @param confidence mean probability of the answers
  /// @param accuracy share of them that are right
  /// @param examples how many there are
  public record Bin(double confidence, double accuracy, int examples) {}

  static Calibration of(Answers answers, Trajectory judged) {
    int n = answers.size();
    double[] unsure = IntStream.range(0, n).mapToDouble(i -> -judged.lastConfidence(i)).toArray();
    int[] order = Ranking.highest(unsure, n);
    int count = Math.max(1, (int) Math.round(Math.cbrt(n)));
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int b = 0; b < count; b++) {
      int from = (int) ((long) b * n / count);
      int to = (int) ((long) (b + 1) * n / count);
      double confidence = 0;
      int right = 0;
      for (int j = from; j < to; j++) {
        confidence -= unsure[order[j]];
        right += answers.labels()[order[j]] == answers.predictions()[order[j]] ? 1 : 0;
      }
      Bin bin = new Bin(confidence / (to - from), (double) right / (to - from), to - from);
      bins.add(bin);
      error += Math.abs(bin.confidence() - bin.accuracy()) * (to - from) / n;
    }
    return new Calibration(bins, error);
  }
}
