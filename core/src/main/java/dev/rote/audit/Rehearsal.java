package dev.rote.audit;

import dev.rote.data.Dataset;
import dev.rote.data.Split;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import dev.rote.train.TrainEvent;
import dev.rote.train.Trainer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One training of an audit: an ordinary one, of which more is written down.
///
/// @param learned what became of its training examples
/// @param judged what became of its held-out examples, after each epoch
/// @param history epoch by epoch
/// @param chances [Answers#chance] of the held-out answers, after each epoch
/// @param fitted its answers to the training examples at the end
/// @param heldOut its answers to the held-out ones at the end
record Rehearsal(
    Trajectory learned,
    Trajectory judged,
    List<EpochStats> history,
    List<Double> chances,
    Answers fitted,
    Answers heldOut) {

  private static final int EPOCH_BYTES = 7 * Double.BYTES;

  /// Trains.
  ///
  /// @param trainer of the split
  /// @param listener told what happens
  /// @param ended told of the end
  static Rehearsal of(
      Trainer trainer,
      Split split,
      Consumer<TrainEvent> listener,
      BiConsumer<Rehearsal, Trace> ended) {
    Trajectory learned = new Trajectory(split.train().size());
    Trajectory judged = new Trajectory(split.heldOut().size());
    List<Double> chances = new ArrayList<>();
    Trace trace =
        trainer
            .recording(learned)
            .eachJudged(judged)
            .listener(
                event -> {
                  if (event instanceof TrainEvent.EpochEnded) {
                    chances.add(answers(split.heldOut(), judged).chance());
                  }
                  listener.accept(event);
                })
            .run();
    Rehearsal done =
        new Rehearsal(
            learned,
            judged,
            trace.epochs(),
            chances,
            answers(split.train(), learned),
            answers(split.heldOut(), judged));
    ended.accept(done, trace);
    return done;
  }

  /// Its epochs, as an audit tells of them.
  List<Audit.Epoch> curve() {
    List<Audit.Epoch> curve = new ArrayList<>();
    for (EpochStats stats : history) {
      double chance = chances.get(curve.size());
      curve.add(
          new Audit.Epoch(stats.epoch(), stats.trainAccuracy(), stats.heldOutAccuracy(), chance));
    }
    return curve;
  }

  private static Answers answers(Dataset data, Trajectory seen) {
    int[] predictions = new int[data.size()];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = seen.lastPrediction(i);
    }
    return new Answers(labels(data), predictions, data.classes());
  }

  static int[] labels(Dataset data) {
    int[] labels = new int[data.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.label(i);
    }
    return labels;
  }

  /// How many bytes [#write] takes for a training that came to its end.
  static long bytes(Recipe recipe, Split split) {
    return (long) EPOCH_BYTES * recipe.epochs()
        + (long) Trajectory.BYTES * (split.train().size() + (long) split.heldOut().size())
        + (long) Character.BYTES * split.train().size();
  }

  void write(DataOutputStream out) throws IOException {
    for (int e = 0; e < history.size(); e++) {
      EpochStats stats = history.get(e);
      out.writeDouble(stats.trainLoss());
      out.writeDouble(stats.trainAccuracy());
      out.writeDouble(stats.heldOutLoss());
      out.writeDouble(stats.heldOutAccuracy());
      out.writeDouble(stats.examplesPerSecond());
      out.writeDouble(stats.seconds());
      out.writeDouble(chances.get(e));
    }
    learned.write(out);
    judged.write(out);
    for (int prediction : fitted.predictions()) {
      out.writeChar(prediction);
    }
  }

  static Rehearsal read(DataInputStream in, Recipe recipe, Split split) throws IOException {
    List<EpochStats> history = new ArrayList<>();
    List<Double> chances = new ArrayList<>();
    for (int epoch = 1; epoch <= recipe.epochs(); epoch++) {
      history.add(
          new EpochStats(
              epoch,
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble()));
      chances.add(in.readDouble());
    }
    Trajectory learned = Trajectory.read(in, split.train().size());
    Trajectory judged = Trajectory.read(in, split.heldOut().size());
    int[] fitted = new int[split.train().size()];
    for (int i = 0; i < fitted.length; i++) {
      fitted[i] = in.readChar();
    }
    return new Rehearsal(
        learned,
        judged,
        history,
        chances,
        new Answers(labels(split.train()), fitted, split.train().classes()),
        answers(split.heldOut(), judged));
  }
}
