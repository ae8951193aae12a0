package dev.rote.audit;

import dev.rote.data.Dataset;
import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Scores;
import dev.rote.engine.Session;
import dev.rote.train.Evaluation;
import dev.rote.train.Recipe;
import dev.rote.train.TrainEvent;
import dev.rote.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// One training of an audit: an ordinary one, of which more is written down.
///
/// The training pass of an epoch shows what the one before left behind, and one more pass what the
/// last one did; so there are as many looks at an example as epochs, and none at weights that have
/// learned nothing.
///
/// @param learned what became of its training examples
/// @param judged what became of its held-out examples, after each epoch
/// @param curve epoch by epoch
/// @param fitted its answers to the training examples at the end
/// @param heldOut its answers to the held-out ones at the end
record Rehearsal(
    Trajectory learned,
    Trajectory judged,
    List<Audit.Epoch> curve,
    Answers fitted,
    Answers heldOut) {

  private static final int JUDGED_AT_ONCE = 256;

  /// Trains, on one thread.
  ///
  /// @param stop asked after every batch; the training then ends early
  static Rehearsal of(
      Recipe recipe, Split split, Engine engine, Runnable epochDone, BooleanSupplier stop) {
    Trajectory learned = new Trajectory(split.train().size());
    Trajectory judged = new Trajectory(split.heldOut().size());
    List<Audit.Epoch> curve = new ArrayList<>();
    Parameters weights =
        new Trainer(recipe, split, engine, Resources.single(recipe.batch()))
            .eachLearned(
                (example, row, scores) -> {
                  if (!curve.isEmpty()) {
                    learned.visit(example, row, scores);
                  }
                })
            .eachJudged(judged)
            .stopWhen(stop)
            .listener(
                event -> {
                  if (event instanceof TrainEvent.EpochEnded(var stats)) {
                    double chance = answers(split.heldOut(), judged).chance();
                    curve.add(
                        new Audit.Epoch(
                            stats.epoch(), stats.trainAccuracy(), stats.heldOutAccuracy(), chance));
                    epochDone.run();
                  }
                })
            .run()
            .parameters();
    int[] fitted = new int[split.train().size()];
    try (Session session = engine.open(recipe.job(), weights, Resources.single(JUDGED_AT_ONCE))) {
      new Evaluation(session, JUDGED_AT_ONCE)
          .of(
              split.train(),
              (int example, int row, Scores scores) -> {
                learned.visit(example, row, scores);
                fitted[example] = scores.prediction(row);
              });
    }
    return new Rehearsal(
        learned,
        judged,
        curve,
        new Answers(labels(split.train()), fitted, split.train().classes()),
        answers(split.heldOut(), judged));
  }

  private static Answers answers(Dataset data, Trajectory judged) {
    int[] predictions = new int[data.size()];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = judged.lastPrediction(i);
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
}
