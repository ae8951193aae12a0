package dev.rote.audit;

import dev.rote.data.Dataset;
import dev.rote.data.Randomness;
import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import dev.rote.train.TrainEvent;
import dev.rote.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Finds out whether a recipe learns or memorises a data set, and which labels to doubt.
///
/// Everything follows from recipe, data, depth and seed; not from the number of workers. Confined
/// to one caller.
/*
 * Phases, since one needs what another found: the first pair of halves; all other trainings, one of them
 * with flips that are like the labels that pair disagrees with; then all that is made of them. Each
 * training is an ordinary one on one thread, and there is one to a core: the data are shared, nothing else is.
 * One that is alone has all cores.
 *
 * A half is trained on alone, and the other half judged after each epoch. Training all models on one
 * stream of examples, with weight 0 on those a model must not learn from, would go forward and back for every
 * example and model: 3 passes a model and epoch in place of 2.
 */
public final class Auditor {

  /// Does pieces of work, side by side if it can, and hands back their results in order.
  public interface Workers {
    /// Does all of them.
    <T> List<T> all(List<Supplier<T>> pieces);
  }

  private static final int FEWEST = 200;

  /// Seeds of the halves begin here, counted from the recipe's: no two begin with the same weights.
  private static final int FIRST_HALF = 1_000;

  private final Recipe recipe;
  private final Split split;
  private final Engine engine;
  private final Depth depth;
  private final long seed;
  private final Duplicates duplicates;
  private int threads = 1;
  private volatile Optional<Beside> beside = Optional.empty();
  private Optional<Trainings> trainings = Optional.empty();
  private Consumer<Plan> planned = plan -> {};
  private Runnable epochDone = () -> {};
  private Consumer<TrainEvent> events = event -> {};
  private Consumer<Trace> ended = trace -> {};
  private BooleanSupplier stop = () -> false;

  /// @param recipe what is trained; its network must fit the data
  /// @param split the data as the recipe sees them
  /// @param seed of splits, flips and resamples
  /// @throws RoteException if the data are too few or of one class, or do not fit the recipe
  public Auditor(Recipe recipe, Split split, Engine engine, Depth depth, long seed) {
    this.recipe = recipe;
    this.engine = engine;
    this.depth = depth;
    this.seed = seed;
    Trainer.requireFit(recipe, split);
    requireAuditable(split.train());
    duplicates = Duplicates.of(split);
    int different = split.train().size() - duplicates.inTraining() - duplicates.nearInTraining();
    requireEnough(split.train(), different);
    int[] unseen = duplicates.unseen();
    if (unseen.length == 0) {
      throw new RoteException(
          "audit " + split.train().name(),
          "held-out examples that were not trained on",
          "none: the training split has every one of " + split.heldOut().size() + ", or nearly",
          "give other held-out data");
    }
    this.split =
        unseen.length == split.heldOut().size()
            ? split
            : new Split(split.train(), split.heldOut().part(unseen));
  }

  private static void requireEnough(Dataset train, int different) {
    if (different < FEWEST) {
      throw new RoteException(
          "audit " + train.name(),
          FEWEST + " training examples or more that are no copies",
          "" + different,
          "give more data");
    }
  }

  private static void requireAuditable(Dataset train) {
    requireEnough(train, train.size());
    int first = train.label(0);
    if (Arrays.stream(Rehearsal.labels(train)).allMatch(label -> label == first)) {
      throw new RoteException(
          "audit " + train.name(),
          "labels of two classes or more",
          "class " + first + " alone",
          "give data with other classes");
    }
  }

  /// How many threads the recipe's own training may take where there is no other; 1 if not said.
  public Auditor threads(int threads) {
    this.threads = threads;
    return this;
  }

  /// What the recipe's own training may use.
  public Resources resources() {
    int taken = depth == Depth.QUICK ? threads : 1;
    return new Resources(taken, "auto", recipe.batch());
  }

  /// Where trainings are kept as they end, and looked for before they begin; nowhere if not said.
  public Auditor keepIn(Trainings trainings) {
    this.trainings = Optional.of(trainings);
    return this;
  }

  /// What an audit is about to do.
  ///
  /// @param trainings in all
  /// @param kept how many of them are there already
  /// @param epochs of the others together
  public record Plan(int trainings, int kept, int epochs) {}

  /// Told once, before anything is trained.
  public Auditor planned(Consumer<Plan> planned) {
    this.planned = planned;
    return this;
  }

  /// Told after every epoch of every training, by the thread that trains.
  public Auditor epochDone(Runnable epochDone) {
    this.epochDone = epochDone;
    return this;
  }

  /// Follows the recipe's own training. One that is there already is told in short: that it began,
  /// and its epochs.
  ///
  /// @param events what happens, told by the thread that trains
  /// @param ended what it left, before the audit keeps it; not told of one that is there already
  public Auditor follow(Consumer<TrainEvent> events, Consumer<Trace> ended) {
    this.events = events;
    this.ended = ended;
    return this;
  }

  /// Asked after every batch; once it says true, the audit ends without a result.
  public Auditor stopWhen(BooleanSupplier stop) {
    this.stop = stop;
    return this;
  }

  /// What trains.
  public Engine engine() {
    return engine;
  }

  /// What it judges by: the data without the held-out examples that the training split has too.
  public Split split() {
    return split;
  }

  /// Trains, and judges.
  ///
  /// @return empty if it was stopped
  public Optional<Audit> run(Workers workers) {
    List<Half> halves = Half.pairs(depth.pairs(), split.train(), duplicates, seed);
    List<Piece> pieces = pieces(halves);
    List<Optional<Rehearsal>> kept =
        workers.all(
            pieces.stream().<Supplier<Optional<Rehearsal>>>map(p -> () -> find(p)).toList());
    int wholes = depth.seeds() + depth.controls();
    List<Rehearsal> keptPair =
        kept.stream().skip(wholes).limit(2).flatMap(Optional::stream).toList();
    Optional<Rehearsal> keptFlips =
        keptPair.size() == 2 ? find(flipped(flips(halves, keptPair))) : Optional.empty();
    tell(kept, keptFlips);
    List<Supplier<Rehearsal>> work = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      boolean main = i == 0;
      Optional<Rehearsal> known = kept.get(i);
      work.add(() -> known.orElseGet(() -> train(piece, main)));
    }
    List<Supplier<Rehearsal>> pair = work.subList(wholes, wholes + (depth.flips() ? 2 : 0));
    List<Rehearsal> trainedHalves = new ArrayList<>(workers.all(List.copyOf(pair)));
    if (stop.getAsBoolean()) {
      return Optional.empty();
    }
    pair.clear();
    Optional<Flips> flips =
        depth.flips() ? Optional.of(flips(halves, trainedHalves)) : Optional.empty();
    flips.ifPresent(f -> work.addFirst(() -> keptFlips.orElseGet(() -> train(flipped(f), false))));
    List<Rehearsal> done = new ArrayList<>(workers.all(work));
    if (stop.getAsBoolean()) {
      return Optional.empty();
    }
    Dataset train = split.train();
    int[] labels = Rehearsal.labels(train);
    Optional<ErrorRate> rate =
        flips.map(f -> ErrorRate.of(done.removeFirst().learned(), f, labels, train.classes()));
    trainedHalves.addAll(done.subList(wholes, done.size()));
    Halves together = new Halves(train, halves, trainedHalves);
    List<Rehearsal> whole = done.subList(0, wholes);
    Examples examples = Examples.of(train, whole.getFirst().learned(), together.unseen(), rate);
    Beside begun = beside.orElseGet(() -> Beside.begin(whole.getFirst(), train, seed));
    Suspects suspects = new Suspects(train, examples, begun.neighbours().join(), workers);
    return Optional.of(judged(whole, begun, suspects, rate, together.memorisation()));
  }

  /// One training.
  private record Piece(Recipe recipe, Split split) {}

  /// All but the one with flips: other seeds, permuted labels, halves.
  private List<Piece> pieces(List<Half> halves) {
    List<Piece> pieces = new ArrayList<>();
    for (int s = 0; s < depth.seeds(); s++) {
      pieces.add(new Piece(recipe.withSeed(recipe.seed() + s), split));
    }
    for (int c = 0; c < depth.controls(); c++) {
      pieces.add(new Piece(recipe, new Split(permuted(c), split.heldOut())));
    }
    for (int h = 0; h < halves.size(); h++) {
      Recipe own = recipe.withSeed(recipe.seed() + FIRST_HALF + h);
      pieces.add(new Piece(own, halves.get(h).split()));
    }
    return pieces;
  }

  /// Drawn after what the first pair answers, each example by the half that had not seen it.
  private Flips flips(List<Half> halves, List<Rehearsal> trained) {
    int[] answers = new int[split.train().size()];
    for (int h = 0; h < 2; h++) {
      int[] outside = halves.get(h).outside();
      for (int j = 0; j < outside.length; j++) {
        answers[outside[j]] = trained.get(h).judged().lastPrediction(j);
      }
    }
    int[] labels = Rehearsal.labels(split.train());
    return Flips.draw(split.train(), new Answers(labels, answers, split.train().classes()), seed);
  }

  private Piece flipped(Flips flips) {
    Dataset labelled = split.train().withLabels(flips.labels());
    return new Piece(recipe, new Split(labelled, split.heldOut()));
  }

  private Optional<Rehearsal> find(Piece piece) {
    return trainings.flatMap(kept -> kept.find(piece.recipe(), piece.split()));
  }

  private void tell(List<Optional<Rehearsal>> kept, Optional<Rehearsal> keptFlips) {
    int all = kept.size() + (depth.flips() ? 1 : 0);
    int there =
        (int) kept.stream().filter(Optional::isPresent).count() + (keptFlips.isPresent() ? 1 : 0);
    planned.accept(new Plan(all, there, (all - there) * recipe.epochs()));
    kept.getFirst().ifPresent(main -> retell(main.history()));
  }

  private void retell(List<EpochStats> history) {
    String engine = this.engine.description(resources());
    int epochs = recipe.epochs();
    events.accept(new TrainEvent.Started(engine, split.train().size(), epochs, epochs));
    history.forEach(stats -> events.accept(new TrainEvent.EpochEnded(stats)));
  }

  private Rehearsal train(Piece piece, boolean main) {
    Consumer<TrainEvent> listener =
        event -> {
          if (main) {
            events.accept(event);
          }
          if (event instanceof TrainEvent.EpochEnded) {
            epochDone.run();
          }
        };
    BiConsumer<Rehearsal, Trace> end =
        (done, trace) -> {
          if (main) {
            beside = Optional.of(Beside.begin(done, split.train(), seed));
            ended.accept(trace);
          }
        };
    Trainer trainer =
        new Trainer(piece.recipe(), piece.split(), engine, resources()).stopWhen(stop);
    Rehearsal trained = Rehearsal.of(trainer, piece.split(), listener, end);
    if (trained.history().size() == recipe.epochs()) {
      trainings.ifPresent(kept -> kept.keep(piece.recipe(), piece.split(), trained));
    }
    return trained;
  }

  /// What takes long and needs the recipe's own training alone, done beside what comes after it.
  private record Beside(
      CompletableFuture<Neighbours> neighbours, CompletableFuture<Double> pValue) {

    static Beside begin(Rehearsal main, Dataset train, long seed) {
      return new Beside(
          CompletableFuture.supplyAsync(() -> new Neighbours(train)),
          CompletableFuture.supplyAsync(() -> PermutationTest.pValue(main.heldOut(), seed)));
    }
  }

  private Audit judged(
      List<Rehearsal> whole,
      Beside begun,
      Suspects suspects,
      Optional<ErrorRate> rate,
      Optional<Memorisation> memorisation) {
    Rehearsal main = whole.getFirst();
    Examples examples = suspects.examples();
    List<Suspect> wrong = suspects.wrong();
    List<Suspect> disputed = suspects.disputed(wrong);
    LearnedShare share = LearnedShare.of(main.fitted(), main.heldOut(), seed);
    double p = begun.pValue().join();
    return new Audit(
        recipe,
        split,
        depth,
        seed,
        duplicates,
        Verdict.of(share, p, split.heldOut().size()),
        share,
        p,
        main.curve(),
        confidence(main),
        Calibration.of(main.heldOut(), main.judged()),
        OfClass.all(main.fitted(), main.heldOut(), examples.issue(), rate),
        whole.subList(1, depth.seeds()).stream()
            .map(other -> LearnedShare.of(other.fitted(), other.heldOut(), seed))
            .toList(),
        whole.subList(depth.seeds(), whole.size()).stream().map(Rehearsal::curve).toList(),
        rate,
        memorisation,
        examples,
        wrong,
        disputed);
  }

  /// The training split with its own labels in another order.
  private Dataset permuted(int control) {
    int[] labels = Rehearsal.labels(split.train());
    Randomness random = new Randomness(seed, Randomness.Purpose.AUDIT, 100 + control);
    for (int i = labels.length - 1; i > 0; i--) {
      int j = random.below(i + 1);
      int kept = labels[i];
      labels[i] = labels[j];
      labels[j] = kept;
    }
    return split.train().withLabels(labels);
  }

  private Audit.Confidence confidence(Rehearsal main) {
    int n = split.heldOut().size();
    double loss = 0;
    for (int i = 0; i < n; i++) {
      loss -= StrictMath.log(Math.max(main.judged().lastProbability(i), Float.MIN_NORMAL));
    }
    double entropy = 0;
    for (int count : Answers.counts(main.heldOut().labels(), main.heldOut().classes())) {
      double share = (double) count / n;
      entropy -= count == 0 ? 0 : share * StrictMath.log(share);
    }
    return new Audit.Confidence(loss / n, entropy);
  }
}
