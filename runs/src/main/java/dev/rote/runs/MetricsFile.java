package dev.rote.runs;

import dev.rote.train.EpochStats;
import java.util.List;
import java.util.stream.Collectors;

/// `metrics.csv`: a row for each finished epoch, numbers in Java's shortest exact form.
final class MetricsFile {
  private static final String HEADER =
      "epoch,train_loss,train_accuracy,heldout_loss,heldout_accuracy,examples_per_second,seconds\n";

  private MetricsFile() {}

  static String text(List<EpochStats> history) {
    return history.stream().map(MetricsFile::row).collect(Collectors.joining("", HEADER, ""));
  }

  private static String row(EpochStats stats) {
    return "%d,%s,%s,%s,%s,%s,%s\n"
        .formatted(
            stats.epoch(),
            stats.trainLoss(),
            stats.trainAccuracy(),
            stats.heldOutLoss(),
            stats.heldOutAccuracy(),
            stats.examplesPerSecond(),
            stats.seconds());
  }
}
