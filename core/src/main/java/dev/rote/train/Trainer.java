package dev.rote.train;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.Split;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Engine;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Scores;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.fault.RoteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The training loop: recipe × data × engine → trace.
///
/// Visits every training example once an epoch, in an order drawn anew from the seed, and judges
/// the held-out split after each. Equal recipes on equal data give equal weights, and a run that
/// was stopped and resumed gives the weights of one that was not. One object is one run; confined
/// to one thread.
public final class Trainer {
  private static final int JUDGED_AT_ONCE = 256;
  private static final long SIGN_OF_LIFE_NANOS = 100_000_000;

  private final Recipe recipe;
  private final Split split;
  private final Engine engine;
  private final Resources resources;
  private final List<EpochStats> history = new ArrayList<>();

  private Consumer<TrainEvent> listener = _ -> {};
  private Optional<Consumer<Checkpoint>> keeper = Optional.empty();
  private Optional<Recording> recording = Optional.empty();
  private Evaluation.Visitor judged = (_, _, _) -> {};
  private boolean probing;
  private CheckpointInterval interval = CheckpointInterval.STANDARD;
  private long kept;
  private BooleanSupplier stop = () -> false;
  private int pause = Integer.MAX_VALUE;
  private String recipeFingerprint = "";
  private String dataFingerprint = "";

  /// @param resources threads and kernels; the batch is widened to what is needed
  /// @throws RoteException if the network does not fit the data
  public Trainer(Recipe recipe, Split split, Engine engine, Resources resources) {
    this.recipe = recipe;
    this.split = split;
    this.engine = engine;
    requireFit(recipe, split);
    int batch = Math.min(recipe.batch(), split.train().size());
    this.resources =
        engine
            .suited(resources.withMaxBatch(batch), recipe.network(), split.train())
            .withMaxBatch(Math.max(batch, JUDGED_AT_ONCE));
  }

  /// Asks whether a recipe's network fits data, as training does before it begins.
  ///
  /// @throws RoteException if its first or last layer is of another width
  public static void requireFit(Recipe recipe, Split split) {
    int features = split.train().features();
    if (recipe.network().inputs() != features) {
      throw new RoteException(
          "train " + recipe.name(),
          "network.inputs of " + features + ", the width of " + split.train().name(),
          "" + recipe.network().inputs(),
          "set network.inputs=" + features);
    }
    int classes = split.train().classes();
    if (recipe.network().outputs() < classes) {
      throw new RoteException(
          "train " + recipe.name(),
          "a last layer of " + classes + ", the classes of " + split.train().name(),
          "" + recipe.network().outputs(),
          "widen the last layer");
    }
  }

  /// Tells a listener what happens.
  public Trainer listener(Consumer<TrainEvent> listener) {
    this.listener = listener;
    return this;
  }

  /// Hands out a checkpoint after every epoch, within an epoch as [#keepEvery] says, and when
  /// training is stopped.
  ///
  /// @param recipeFingerprint marks the checkpoints, so that another recipe cannot resume them
  /// @param keeper stores them
  public Trainer keeper(String recipeFingerprint, Consumer<Checkpoint> keeper) {
    this.recipeFingerprint = recipeFingerprint;
    this.keeper = Optional.of(keeper);
    dataFingerprint = split.train().fingerprint() + split.heldOut().fingerprint();
    return this;
  }

  /// How often checkpoints are handed out within an epoch; if not said,
  /// [CheckpointInterval#STANDARD].
  public Trainer keepEvery(CheckpointInterval interval) {
    this.interval = interval;
    return this;
  }

  /// Asked after every batch; once it says true, training stops.
  public Trainer stopWhen(BooleanSupplier stop) {
    this.stop = stop;
    return this;
  }

  /// Stops after so many epochs of the whole run, as if asked to: the checkpoint of that epoch is
  /// the last, and the trace of a run that has epochs left says that it was interrupted.
  public Trainer pauseAfter(int epochs) {
    pause = epochs;
    return this;
  }

  /// Has what becomes of each training example written down, which changes no bit of the training.
  ///
  /// The training pass of an epoch shows what the one before left behind, and one more pass, when
  /// all are over, what the last one did. So there are as many looks at an example as epochs, and
  /// none at weights that have learned nothing.
  public Trainer recording(Recording recording) {
    this.recording = Optional.of(recording);
    return this;
  }

  /// Has the held-out examples' scores shown, after every epoch.
  public Trainer eachJudged(Evaluation.Visitor visitor) {
    judged = visitor;
    return this;
  }

  /// Has [Health] measured after every epoch and told, which changes no bit of the training. A run
  /// that goes on after an epoch tells that epoch's again.
  public Trainer probing() {
    probing = true;
    return this;
  }

  /// Trains from the recipe's own beginning.
  public Trace run() {
    return run(Optional.empty());
  }

  /// Trains, from where a checkpoint stands if there is one.
  ///
  /// @throws DivergedException if the loss leaves the finite numbers, naming step and layer
  /// @throws RoteException if the checkpoint is another recipe's or another data set's
  public Trace run(Optional<Checkpoint> from) {
    Parameters initial = Parameters.initial(recipe.network(), recipe.init(), recipe.seed());
    try (Session session = engine.open(recipe.job(), initial, resources)) {
      Tally tally = new Tally();
      long stepInEpoch = 0;
      if (from.isPresent()) {
        Checkpoint checkpoint = from.get();
        requireSame(checkpoint);
        session.load(checkpoint.weights(), checkpoint.state());
        history.addAll(checkpoint.history());
        tally = checkpoint.folded().tally();
        stepInEpoch = checkpoint.stepInEpoch();
        recording.ifPresent(r -> r.goOn(checkpoint.recorded().orElseThrow()));
      }
      listener.accept(
          new TrainEvent.Started(
              engine.description(resources),
              split.train().size(),
              recipe.epochs(),
              history.size()));
      if (stepInEpoch == 0 && !history.isEmpty()) {
        probe(session);
      }
      kept = System.nanoTime();
      boolean goesOn = true;
      while (history.size() < Math.min(recipe.epochs(), pause) && goesOn) {
        goesOn = epoch(session, tally, stepInEpoch);
        tally = new Tally();
        stepInEpoch = 0;
      }
      boolean interrupted = history.size() < recipe.epochs();
      if (!interrupted && recording.isPresent()) {
        new Evaluation(session, JUDGED_AT_ONCE).of(split.train(), recording.get());
      }
      return new Trace(history, session.parameters(), interrupted);
    }
  }

  private void requireSame(Checkpoint checkpoint) {
    if (!checkpoint.recipe().equals(recipeFingerprint)) {
      throw new RoteException(
          "resume " + recipe.name(),
          "the recipe the run began with",
          "another one",
          "give the same recipe, or train into a new folder");
    }
    if (!checkpoint.data().equals(dataFingerprint)) {
      throw new RoteException(
          "resume " + recipe.name(),
          "the data the run began with",
          "other data",
          "give the same data, or train into a new folder");
    }
    if (checkpoint.recorded().isPresent() != recording.isPresent()) {
      throw new RoteException(
          "resume " + recipe.name(),
          "record: " + checkpoint.recorded().isPresent() + ", as the run began",
          "" + recording.isPresent(),
          "set it as it was, or train into a new folder");
    }
  }

  /// @return false if it was stopped before its end
  private boolean epoch(Session session, Tally tally, long firstStep) {
    int epoch = history.size() + 1;
    long visitedBefore = tally.examples();
    long started = System.nanoTime();
    if (!pass(session, tally, firstStep)) {
      return false;
    }
    double trainSeconds = (System.nanoTime() - started) / 1e9;
    long visited = tally.examples() - visitedBefore;
    Evaluation evaluation = new Evaluation(session, JUDGED_AT_ONCE);
    Tally heldOut = evaluation.of(split.heldOut(), judged);
    if (!Double.isFinite(heldOut.meanLoss())) {
      throw new DivergedException("the held-out loss of epoch " + epoch, "" + heldOut.meanLoss());
    }
    Tally train = recipe.measure() == Measure.EXACT ? evaluation.of(split.train()) : tally;
    EpochStats stats =
        new EpochStats(
            epoch,
            train.meanLoss(),
            train.accuracy(),
            heldOut.meanLoss(),
            heldOut.accuracy(),
            visited / trainSeconds,
            (System.nanoTime() - started) / 1e9);
    history.add(stats);
    keep(session, new Tally(), 0);
    listener.accept(new TrainEvent.EpochEnded(stats));
    probe(session);
    return true;
  }

  private void probe(Session session) {
    if (probing) {
      int epoch = history.size();
      double rate = rate(epoch * stepsPerEpoch() - 1);
      Health health = Health.of(session, recipe, split.train(), rate);
      listener.accept(new TrainEvent.Probed(epoch, health));
    }
  }

  private long stepsPerEpoch() {
    return Math.ceilDiv(split.train().size(), recipe.batch());
  }

  /// η of a step of the whole run, counted from 0.
  private double rate(long overall) {
    long stepsPerEpoch = stepsPerEpoch();
    double factor =
        recipe.schedule().factor(overall, stepsPerEpoch, stepsPerEpoch * recipe.epochs());
    return recipe.optimizer().rate() * factor;
  }

  /// One pass over the training split; false if it was stopped.
  private boolean pass(Session session, Tally tally, long firstStep) {
    Dataset data = split.train();
    int epoch = history.size();
    Batch batch =
        Batch.over(data, Order.shuffled(data.size(), recipe.seed(), epoch), recipe.batch())
            .skip(firstStep);
    long visitedBefore = tally.examples();
    Scores scores = new Scores(recipe.batch());
    long started = System.nanoTime();
    long told = started;
    for (long step = firstStep; batch.next(); step++) {
      long overall = epoch * stepsPerEpoch() + step;
      try {
        step(session, batch, rate(overall), tally, scores);
      } catch (DivergedException e) {
        throw new DivergedException(step + 1, epoch + 1, e);
      }
      if (stop.getAsBoolean()) {
        keep(session, tally, step + 1);
        return false;
      }
      long now = System.nanoTime();
      if (due(overall, now)) {
        keep(session, tally, step + 1);
      }
      if (now - told > SIGN_OF_LIFE_NANOS) {
        told = now;
        double perSecond = (tally.examples() - visitedBefore) * 1e9 / (now - started);
        listener.accept(
            new TrainEvent.Progress(
                epoch + 1, (int) tally.examples(), tally.meanLoss(), tally.accuracy(), perSecond));
      }
    }
    return true;
  }

  private void step(Session session, Batch batch, double rate, Tally tally, Scores scores) {
    if (recording.isEmpty() || history.isEmpty()) {
      session.step(batch, rate, tally);
      return;
    }
    session.step(batch, rate, tally, scores);
    for (int row = 0; row < batch.size(); row++) {
      recording.get().visit(batch.example(row), row, scores);
    }
  }

  /// Whether a checkpoint is to be kept after a step.
  private boolean due(long overall, long now) {
    return switch (interval) {
      case CheckpointInterval.Steps(long steps) -> (overall + 1) % steps == 0;
      case CheckpointInterval.Time(Duration time) -> now - kept >= time.toNanos();
    };
  }

  private void keep(Session session, Tally tally, long stepInEpoch) {
    keeper.ifPresent(
        present ->
            present.accept(
                new Checkpoint(
                    recipeFingerprint,
                    dataFingerprint,
                    history.size(),
                    stepInEpoch,
                    Checkpoint.Folded.of(tally),
                    history,
                    session.parameters(),
                    session.state(),
                    recording.map(Recording::written))));
    kept = System.nanoTime();
  }
}
