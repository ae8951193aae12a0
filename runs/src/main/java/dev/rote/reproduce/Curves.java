package dev.rote.reproduce;

import dev.rote.report.Experiment;
import dev.rote.report.SeedRun;
import dev.rote.train.EpochStats;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What is read off an experiment to judge a claim.
///
/// @param runs one a seed
record Curves(List<SeedRun> runs) {

  Curves(Experiment experiment) {
    this(experiment.runs());
  }

  /// Held-out accuracy of each seed after an epoch; after its last one for a run that is shorter,
  /// and 0 for one that diverged before it.
  List<Double> accuracyAt(int epoch) {
    return runs.stream().map(run -> accuracyAt(run, epoch)).toList();
  }

  /// Held-out accuracy of each seed, averaged over epochs 1 to `last`.
  List<Double> accuracyUpTo(int last) {
    return runs.stream()
        .map(
            run -> IntStream.rangeClosed(1, last).mapToDouble(e -> accuracyAt(run, e)).sum() / last)
        .toList();
  }

  private static double accuracyAt(SeedRun run, int epoch) {
    List<EpochStats> epochs = run.epochs();
    if (epochs.isEmpty() || (epochs.size() < epoch && run.diverged().isPresent())) {
      return 0;
    }
    return epochs.get(Math.min(epoch, epochs.size()) - 1).heldOutAccuracy();
  }

  /// The most epochs a seed has finished.
  int epochs() {
    return runs.stream().mapToInt(run -> run.epochs().size()).max().orElse(0);
  }

  /// Held-out accuracy of each seed at the end.
  List<Double> finalAccuracy() {
    return accuracyAt(epochs());
  }

  /// A loss of each seed at the end; NaN, which is neither above nor below anything, for one that
  /// diverged.
  List<Double> finalLoss(ToDoubleFunction<EpochStats> loss) {
    return runs.stream()
        .map(
            run ->
                run.diverged().isPresent() || run.epochs().isEmpty()
                    ? Double.NaN
                    : loss.applyAsDouble(run.epochs().getLast()))
        .toList();
  }

  /// The first epoch in which a seed reaches an accuracy, averaged; empty unless all reach it.
  OptionalDouble epochsTo(double accuracy) {
    double sum = 0;
    for (SeedRun run : runs) {
      OptionalDouble reached =
          run.epochs().stream()
              .filter(stats -> stats.heldOutAccuracy() >= accuracy)
              .mapToDouble(EpochStats::epoch)
              .findFirst();
      if (reached.isEmpty()) {
        return OptionalDouble.empty();
      }
      sum += reached.getAsDouble();
    }
    return runs.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum / runs.size());
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /// "88.2 %", with a space that does not break.
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * share);
  }

  /// "0.604".
  static String loss(double loss) {
    return Double.isNaN(loss) ? "diverged" : String.format(Locale.ROOT, "%.3f", loss);
  }

  /// "0.598–0.611 over 3 seeds".
  static String lossSpread(List<Double> losses) {
    if (losses.size() == 1) {
      return "1 seed";
    }
    DoubleSummaryStatistics of =
        losses.stream().mapToDouble(Double::doubleValue).summaryStatistics();
    return loss(of.getMin()) + "–" + loss(of.getMax()) + " over " + losses.size() + " seeds";
  }

  /// "88.0–88.4 % over 3 seeds", or for several groups of seeds "88.0–88.4, 81.0–82.6 % over …".
  static String spread(List<List<Double>> groups) {
    int seeds = groups.getFirst().size();
    if (seeds == 1) {
      return "1 seed";
    }
    String ranges = groups.stream().map(Curves::range).collect(Collectors.joining(", "));
    return ranges + "\u00a0% over " + seeds + " seeds";
  }

  private static String range(List<Double> shares) {
    DoubleSummaryStatistics of =
        shares.stream().mapToDouble(share -> 100 * share).summaryStatistics();
    return String.format(Locale.ROOT, "%.1f–%.1f", of.getMin(), of.getMax());
  }
}
