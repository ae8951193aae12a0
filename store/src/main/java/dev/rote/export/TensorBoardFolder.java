package dev.rote.export;

import dev.rote.exchange.AtomicFile;
import dev.rote.exchange.AtomicFolder;
import dev.rote.store.Run;
import dev.rote.store.RunHistory;
import dev.rote.store.RunRecord;
import dev.rote.train.EpochStats;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// A folder for `tensorboard --logdir`: `NAME-ID/events.out.tfevents.SECONDS.ID` for each run.
///
/// Curves of epochs go by the number of the epoch, those within epochs, `step/…`, by the training
/// step. The store has no clock times of either, so they are reckoned: the run's beginning, plus
/// the seconds of each epoch, and evenly over the steps.
final class TensorBoardFolder {
  private static final String HELD_OUT_ACCURACY = "accuracy/held-out";
  private static final String HELD_OUT_LOSS = "loss/held-out";
  private static final String TRAIN_ACCURACY = "accuracy/train";
  private static final String TRAIN_LOSS = "loss/train";

  private TensorBoardFolder() {}

  static void write(List<RunHistory> runs, Path out) {
    HyperParameters parameters =
        new HyperParameters(
            runs, List.of(HELD_OUT_ACCURACY, HELD_OUT_LOSS, TRAIN_ACCURACY, TRAIN_LOSS));
    AtomicFolder.create(
        out,
        folder -> {
          for (RunHistory run : runs) {
            Path own = folder.resolve(folderName(run.run()));
            AtomicFile.createFolder(own);
            AtomicFile.write(
                own.resolve(fileName(run.run())), stream -> write(stream, run, parameters));
          }
        });
  }

  /// What TensorBoard shows as the run's name.
  private static String folderName(Run run) {
    return plain(run.description().name() + "-" + run.id());
  }

  private static String fileName(Run run) {
    return "events.out.tfevents." + run.created().getEpochSecond() + "." + plain(run.id());
  }

  /// Whatever a store holds, it names a file in the folder.
  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]+", "-");
  }

  private static void write(OutputStream out, RunHistory history, HyperParameters parameters)
      throws IOException {
    double began = history.run().created().toEpochMilli() / 1e3;
    EventFile file = new EventFile(out, began);
    parameters.begin(file, history, began);
    double now = began;
    for (EpochStats stats : history.epochs()) {
      now += Double.isFinite(stats.seconds()) ? stats.seconds() : 0;
      file.scalar(TRAIN_LOSS, stats.epoch(), now, stats.trainLoss());
      file.scalar(HELD_OUT_LOSS, stats.epoch(), now, stats.heldOutLoss());
      file.scalar(TRAIN_ACCURACY, stats.epoch(), now, stats.trainAccuracy());
      file.scalar(HELD_OUT_ACCURACY, stats.epoch(), now, stats.heldOutAccuracy());
      file.scalar("speed/examples-per-second", stats.epoch(), now, stats.examplesPerSecond());
    }
    long lastStep = history.points().stream().mapToLong(RunRecord.Point::step).max().orElse(1);
    for (RunRecord.Point point : history.points()) {
      double share = Math.clamp((double) point.step() / Math.max(1, lastStep), 0, 1);
      double at = began + share * (now - began);
      file.scalar("step/" + point.name(), point.step(), at, point.value());
    }
    parameters.end(file, history.run(), now);
  }
}
