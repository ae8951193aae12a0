package dev.rote.cli;

import static dev.rote.cli.ModelSummary.grouped;

import dev.rote.data.Split;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.TrainEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// A run as text: a table of the network, a line to each epoch, and on a terminal a live line.
final class TextReporter implements TrainReporter {
  private final Output output;
  private int examples;
  private int epochs;
  private int finished;
  private int batch = 1;
  private double epochSeconds;

  /// The held-out accuracy of the last epoch, for the end of the live line.
  private String heldOut = "";

  TextReporter(Output output) {
    this.output = output;
  }

  @Override
  public void recipe(Recipe recipe, Split split) {
    batch = recipe.batch();
    output.print(output.strong(recipe.name()) + "  " + recipe.network());
    output.print(ModelSummary.of(recipe.network()));
    output.print(
        "%s, %s rate %s, batch %d, %d epochs, seed %d"
            .formatted(
                recipe.objective().word(),
                recipe.optimizer().word(),
                recipe.optimizer().rate(),
                recipe.batch(),
                recipe.epochs(),
                recipe.seed()));
    output.print(
        "%s: %s training and %s held-out examples of width %d, %d classes"
            .formatted(
                split.train().name(),
                grouped(split.train().size()),
                grouped(split.heldOut().size()),
                split.train().features(),
                split.train().classes()));
    recipe.data().labels().summary(split).ifPresent(text -> output.print("labels: " + text));
  }

  @Override
  public void finished(Path folder, Optional<String> id) {
    output.print(id.map(name -> "run " + name).orElse("run") + " kept in " + folder);
  }

  @Override
  public void repeated(Repetition.Outcome outcome) {
    output.print(Table.plain(outcome.text()));
  }

  @Override
  public void accept(TrainEvent event) {
    switch (event) {
      case TrainEvent.Started(String engine, int count, int total, int done) -> {
        examples = count;
        epochs = total;
        finished = done;
        output.print(engine + (done == 0 ? "" : "; resuming after epoch " + done));
      }
      case TrainEvent.Progress progress -> output.live(line(progress));
      case TrainEvent.Probed _ -> {}
      case TrainEvent.EpochEnded(EpochStats stats) -> {
        finished = stats.epoch();
        epochSeconds = stats.seconds();
        heldOut = String.format(Locale.ROOT, ", held out %.1f %%", 100 * stats.heldOutAccuracy());
        output.print(line(stats));
      }
    }
  }

  private String line(TrainEvent.Progress progress) {
    double left = (examples - progress.examples()) / progress.examplesPerSecond();
    double perEpoch = Math.max(epochSeconds, examples / progress.examplesPerSecond());
    long eta = Math.round(left + (epochs - finished - 1) * perEpoch);
    return String.format(
        Locale.ROOT,
        "epoch %d/%d batch %s/%s  %s/s  ETA %s  loss %.4f  accuracy %.1f %%%s",
        progress.epoch(),
        epochs,
        grouped(Math.ceilDiv(progress.examples(), batch)),
        grouped(Math.ceilDiv(examples, batch)),
        grouped(Math.round(progress.examplesPerSecond())),
        clock(Duration.ofSeconds(eta)),
        progress.loss(),
        100 * progress.accuracy(),
        heldOut);
  }

  private String line(EpochStats stats) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d  train loss %.4f, accuracy %.2f %%  held-out loss %.4f, accuracy %.2f %%"
            + "  %s examples/s",
        stats.epoch(),
        epochs,
        stats.trainLoss(),
        100 * stats.trainAccuracy(),
        stats.heldOutLoss(),
        100 * stats.heldOutAccuracy(),
        grouped(Math.round(stats.examplesPerSecond())));
  }

  /// 83 seconds as 1:23.
  static String clock(Duration time) {
    return time.toHours() == 0
        ? String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart())
        : String.format(
            Locale.ROOT,
            "%d:%02d:%02d",
            time.toHours(),
            time.toMinutesPart(),
            time.toSecondsPart());
  }
}
