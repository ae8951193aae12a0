package dev.rote.cli;

import dev.rote.reproduce.Reproduction;
import dev.rote.reproduce.Study;
import dev.rote.reproduce.Trial;
import dev.rote.train.EpochStats;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/// Follows all runs of a reproduction at once: a live line on a terminal, a line for each finished
/// run elsewhere.
///
/// Epochs of different recipes and engines differ in length by far, so progress is counted in what
/// they are expected to take. Safe to call from several threads.
final class ReproduceMonitor implements Reproduction.Listener {
  private final Study study;
  private final Output output;
  private final double expected;
  private final int runs;
  private final long start = System.nanoTime();
  private double done;

  ReproduceMonitor(Study study, Output output) {
    this.study = study;
    this.output = output;
    int seeds = study.seeds().size();
    expected =
        seeds * study.experiments().stream().mapToDouble(Study.Item::seconds).sum()
            + trials().mapToDouble(Study.Item::seconds).sum();
    runs = seeds * study.experiments().size() + study.search().size();
  }

  private Stream<Study.Item> trials() {
    return study.search().stream().map(Trial::item);
  }

  /// What is about to be trained, and about how long it takes.
  String announcement() {
    int seeds = study.seeds().size();
    double seconds = expected / Math.min(Runtime.getRuntime().availableProcessors(), runs);
    return "%d experiments × %d %s and a search of %d runs, about %s in all"
        .formatted(
            study.experiments().size(),
            seeds,
            seeds == 1 ? "seed" : "seeds",
            study.search().size(),
            about(seconds));
  }

  private static String about(double seconds) {
    long minutes = Math.round(seconds / 60);
    return minutes < 2 ? Math.max(10, Math.round(seconds / 10) * 10) + " s" : minutes + " min";
  }

  @Override
  public synchronized void epochEnded(Study.Item item, long seed, EpochStats stats) {
    done += item.seconds() / item.recipe().epochs();
    double seconds = (System.nanoTime() - start) / 1e9;
    Duration left = Duration.ofSeconds(Math.round(seconds / done * (expected - done)));
    if (stats.epoch() == item.recipe().epochs()) {
      output.print(
          "%s seed %d: %s after %d epochs"
              .formatted(item.id(), seed, came(item, stats), stats.epoch()));
    }
    output.live(
        "%.0f %%  ETA %s  %s seed %d: %s"
            .formatted(
                100 * done / expected,
                TextReporter.clock(left),
                item.id(),
                seed,
                came(item, stats)));
  }

  /// What tells how it goes: of random labels the loss, else the accuracy.
  private static String came(Study.Item item, EpochStats stats) {
    return item.random()
        ? String.format(
            Locale.ROOT,
            "training loss %.3f, held-out %.3f",
            stats.trainLoss(),
            stats.heldOutLoss())
        : String.format(Locale.ROOT, "held-out accuracy %.2f %%", 100 * stats.heldOutAccuracy());
  }

  @Override
  public synchronized void diverged(Study.Item item, long seed, String why) {
    output.print(item.id() + " seed " + seed + ": " + why);
  }

  @Override
  public void complain(String line) {
    output.note(line);
  }
}
