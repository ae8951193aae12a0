package dev.rote.audit;

import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.Randomness;
import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.fault.RoteException;
import dev.rote.train.Recipe;
import dev.rote.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Finds out whether a recipe learns or memorises a data set, and which labels to doubt.
///
/// Everything follows from recipe, data, depth and seed; not from the number of workers. Confined
/// to one caller.
/*
 * Phases, since one needs what another found: all trainings but the one with flips, whose confusions
 * are those of the recipe's own training; then that one, and the search for neighbours. Each
 * training is an ordinary one on one thread, and there is one to a core: the data are shared, nothing else is.
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

  private final Recipe recipe;
  private final Split split;
  private final Engine engine;
  private final Depth depth;
  private final long seed;
  private final Duplicates duplicates;
  private Runnable epochDone = () -> {};
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

  /// Told after every epoch of every training, by the thread that trains.
  public Auditor epochDone(Runnable epochDone) {
    this.epochDone = epochDone;
    return this;
  }

  /// Asked after every batch; once it says true, the audit ends without a result.
  public Auditor stopWhen(BooleanSupplier stop) {
    this.stop = stop;
    return this;
  }

  /// Epochs of all trainings together.
  public int epochs() {
    int trainings = depth.seeds() + depth.controls() + 2 * depth.pairs() + (depth.flips() ? 1 : 0);
    return trainings * recipe.epochs();
  }

  /// Trains, and judges.
  ///
  /// @return empty if it was stopped
  public Optional<Audit> run(Workers workers) {
    List<Supplier<Rehearsal>> pieces = new ArrayList<>();
    for (int s = 0; s < depth.seeds(); s++) {
      Recipe again = recipe.withSeed(recipe.seed() + s);
      pieces.add(() -> train(again, split));
    }
    for (int c = 0; c < depth.controls(); c++) {
      Dataset permuted = permuted(c);
      pieces.add(() -> train(recipe, new Split(permuted, split.heldOut())));
    }
    List<Half> halves = halves();
    halves.forEach(half -> pieces.add(() -> train(recipe, half.split())));
    List<Rehearsal> done = workers.all(pieces);
    if (stop.getAsBoolean()) {
      return Optional.empty();
    }
    int controlsEnd = depth.seeds() + depth.controls();
    Rehearsal main = done.getFirst();
    Optional<ErrorRate> rate = Optional.empty();
    if (depth.flips()) {
      rate = errorRate(main.heldOut(), workers);
    }
    if (stop.getAsBoolean()) {
      return Optional.empty();
    }
    List<Rehearsal> ofHalves = done.subList(controlsEnd, done.size());
    Halves together = new Halves(split.train(), halves, ofHalves);
    Examples examples = Examples.of(split.train(), main.learned(), together.unseen(), rate);
    return Optional.of(
        judged(done.subList(0, controlsEnd), examples, rate, together.memorisation()));
  }

  private Audit judged(
      List<Rehearsal> whole,
      Examples examples,
      Optional<ErrorRate> rate,
      Optional<Memorisation> memorisation) {
    Rehearsal main = whole.getFirst();
    LearnedShare share = LearnedShare.of(main.fitted(), main.heldOut(), seed);
    double p = PermutationTest.pValue(main.heldOut(), seed);
    Suspects suspects = new Suspects(split.train(), examples);
    List<Suspect> wrong = suspects.wrong();
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
        suspects.disputed(wrong));
  }

  private Rehearsal train(Recipe recipe, Split on) {
    return Rehearsal.of(recipe, on, engine, epochDone, stop);
  }

  private Optional<ErrorRate> errorRate(Answers confusions, Workers workers) {
    Flips flips = Flips.draw(split.train(), confusions, seed);
    Split flipped = new Split(split.train().withLabels(flips.labels()), split.heldOut());
    List<Rehearsal> trained = workers.all(List.of(() -> train(recipe, flipped)));
    return Optional.of(
        ErrorRate.of(
            trained.getFirst().learned(),
            flips,
            Rehearsal.labels(split.train()),
            split.train().classes()));
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

  /// One half of the training split, and the other to judge by.
  static final class Half {
    private final int[] inside;
    private final int[] outside;
    private final Split split;

    Half(int[] inside, int[] outside, Split split) {
      this.inside = inside;
      this.outside = outside;
      this.split = split;
    }

    /// Numbers of the examples learned.
    int[] inside() {
      return inside;
    }

    /// Numbers of the others.
    int[] outside() {
      return outside;
    }

    /// Split.
    Split split() {
      return split;
    }
  }

  /// Copies are in the same half.
  private List<Half> halves() {
    List<Half> halves = new ArrayList<>();
    int n = split.train().size();
    for (int pair = 0; pair < depth.pairs(); pair++) {
      int[] order = Order.shuffled(n, seed, -2 - pair);
      boolean[] within = new boolean[n];
      for (int j = 0; j < n / 2; j++) {
        within[order[j]] = true;
      }
      IntPredicate ofFirst = i -> within[duplicates.first(i)];
      int[] one = IntStream.range(0, n).filter(ofFirst).toArray();
      int[] other = IntStream.range(0, n).filter(ofFirst.negate()).toArray();
      Dataset first = split.train().part(one);
      Dataset second = split.train().part(other);
      halves.add(new Half(one, other, new Split(first, second)));
      halves.add(new Half(other, one, new Split(second, first)));
    }
    return halves;
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
