package dev.rote.reproduce;

import dev.rote.data.DataStore;
import dev.rote.data.Split;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.report.Experiment;
import dev.rote.report.SeedRun;
import dev.rote.runs.Judgement;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.RunFolder;
import dev.rote.runs.RunLog;
import dev.rote.runs.SharedData;
import dev.rote.runs.SideBySide;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import dev.rote.train.TrainEvent;
import dev.rote.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Trains a study's recipes, a run to each core, and hands back what came of them.
///
/// Each item is trained by the installed engine of its name.
/// Every run is kept as an ordinary run folder, `runs/ID-seed-N`. Runs are independent and each is
/// confined to one thread, so the result does not depend on how many go at once.
public final class Reproduction {

  /// Hears of progress; called from several threads at once.
  public interface Listener {

    /// A run has ended an epoch.
    void epochEnded(Study.Item item, long seed, EpochStats stats);

    /// A run left the finite numbers and was given up.
    void diverged(Study.Item item, long seed, String why);

    /// A file that no result depends on cannot be written.
    void complain(String line);
  }

  private final Study study;
  private final Path out;
  private final Listener listener;
  private final BooleanSupplier stop;
  private final SideBySide cores = SideBySide.onAllCores();

  /// Whether somebody ordered a run to stop.
  private volatile boolean ordered;

  /// @param out folder that the runs' folders go into
  /// @param stop asked often; once it says true, all runs stop
  public Reproduction(Study study, Path out, Listener listener, BooleanSupplier stop) {
    this.study = study;
    this.out = out;
    this.listener = listener;
    this.stop = stop;
  }

  /// Makes the folder of one run and writes down what is about to be trained.
  public interface Beginner {
    /// Begins a run.
    Begun begin(Path folder, Recipe recipe, Split split, Engine engine);
  }

  /// Where a run is kept.
  ///
  /// @param folder its files
  /// @param log what is told of it beside them; closed when the run has ended
  public record Begun(RunFolder folder, RunLog log) {}

  /// What one recipe came to on one engine.
  ///
  /// @param item what was trained; results of one recipe on two engines have its name in common
  /// @param split the data of the run below; of the first seed if all diverged
  /// @param first the run from the first seed that did not diverge, if there is one
  public record Result(
      Study.Item item, Experiment experiment, Split split, Optional<Trace> first) {}

  /// What the study came to.
  ///
  /// @param results in the study's order
  /// @param found what came of the search, in its order
  /// @param pairs how the engines of a recipe compare, for each that was trained on two
  /// @param interrupted true if it was stopped; the results are then incomplete
  public record Outcome(
      List<Result> results, List<Trial.Found> found, List<EnginePair> pairs, boolean interrupted) {
    public Outcome {
      results = List.copyOf(results);
      found = List.copyOf(found);
      pairs = List.copyOf(pairs);
    }

    /// The experiments alone.
    List<Experiment> experiments() {
      return results.stream().map(Result::experiment).toList();
    }

    /// The results of one recipe, one an engine, in the study's order.
    ///
    /// @param name of the recipe
    public List<Result> results(String name) {
      return results.stream().filter(result -> result.item().name().equals(name)).toList();
    }
  }

  /// One recipe from one seed, on the data of both.
  private record Run(Study.Item item, long seed, Split split) {}

  private record Finished(Run run, SeedRun curve, Optional<Trace> trace) {}

  /// Trains everything.
  ///
  /// @param data opens the recipes' data
  /// @param beginner writes a run's provenance when it begins
  /// @throws RoteException if an engine is not installed
  public Outcome run(DataStore data, Beginner beginner) {
    List<Run> runs = runs(new SharedData(data));
    Map<String, Engine> engines = new HashMap<>();
    runs.forEach(run -> engines.computeIfAbsent(run.item().engine(), Engines::named));
    List<Finished> finished =
        cores.all(
            runs.stream()
                .<Supplier<Finished>>map(
                    run -> {
                      Engine engine = Objects.requireNonNull(engines.get(run.item().engine()));
                      return () -> train(run, engine, beginner);
                    })
                .toList());
    List<Result> results =
        study.experiments().stream().map(item -> collect(item, finished)).toList();
    List<Trial.Found> found = study.search().stream().map(t -> found(t, finished)).toList();
    List<EnginePair> pairs = isInterrupted() ? List.of() : pairs(results);
    return new Outcome(results, found, pairs, isInterrupted());
  }

  private boolean isInterrupted() {
    return stop.getAsBoolean() || ordered;
  }

  /// Asked after every batch: an order to stop one run stops all, since no claim can be judged
  /// without it.
  private boolean stopping(RunLog log) {
    if (log.isStopped(() -> isInterrupted() || cores.failed())) {
      ordered = true;
    }
    return isInterrupted() || cores.failed();
  }

  /// The longest first, so that no core waits long for another at the end; seeds in their order.
  private List<Run> runs(SharedData data) {
    List<Run> runs = new ArrayList<>();
    for (long seed : study.seeds()) {
      study.experiments().forEach(item -> runs.add(run(item, seed, data)));
    }
    long first = study.seeds().getFirst();
    study.search().forEach(trial -> runs.add(run(trial.item(), first, data)));
    runs.sort(Comparator.comparing(run -> -run.item().seconds()));
    return runs;
  }

  private static Run run(Study.Item item, long seed, SharedData data) {
    return new Run(item, seed, data.split(item.recipe().withSeed(seed)));
  }

  /// Where a run is kept, within the folder of all: "runs/q2-random-labels-seed-0".
  static String folder(Study.Item item, long seed) {
    return "runs/" + item.id() + "-seed-" + seed;
  }

  private Finished train(Run planned, Engine engine, Beginner beginner) {
    Study.Item item = planned.item();
    Split split = planned.split();
    long seed = planned.seed();
    Recipe recipe = item.recipe().withSeed(seed);
    Path folder = out.resolve(folder(item, seed));
    List<EpochStats> epochs = new ArrayList<>();
    Consumer<TrainEvent> progress =
        event -> {
          if (event instanceof TrainEvent.EpochEnded(EpochStats stats)) {
            epochs.add(stats);
            listener.epochEnded(item, seed, stats);
          }
        };
    Begun begun = beginner.begin(folder, recipe, split, engine);
    try (RunLog log = begun.log()) {
      Trainer trainer =
          new Trainer(recipe, split, engine, Resources.single(1))
              .probing()
              .listener(progress.andThen(log))
              .stopWhen(() -> stopping(log));
      Trace trace = log.watch(trainer::run);
      if (!trace.interrupted()) {
        Judgement.Finished finished =
            new Judgement.Finished(recipe, split, engine, trace.parameters());
        Judgement.keep(begun.folder(), finished, log, listener::complain);
        begun.folder().finish(recipe, trace);
        log.finished(begun.folder().model());
      }
      return new Finished(planned, new SeedRun(seed, trace.epochs()), Optional.of(trace));
    } catch (DivergedException e) {
      String why = String.valueOf(e.getMessage());
      listener.diverged(item, seed, why);
      return new Finished(planned, new SeedRun(seed, epochs, Optional.of(why)), Optional.empty());
    }
  }

  /// Compares the first two engines of each recipe that has two.
  private List<EnginePair> pairs(List<Result> results) {
    List<Supplier<EnginePair>> pairs = new ArrayList<>();
    for (Result first : results) {
      results.stream()
          .filter(other -> other.item().name().equals(first.item().name()))
          .skip(1)
          .findFirst()
          .filter(second -> results.indexOf(second) > results.indexOf(first))
          .ifPresent(
              second -> pairs.add(() -> EnginePair.of(first, second, study.seeds().getFirst())));
    }
    return cores.all(pairs);
  }

  private static Trial.Found found(Trial trial, List<Finished> all) {
    return new Trial.Found(trial, of(trial.item(), all).getFirst().curve());
  }

  /// One a seed.
  private static List<Finished> of(Study.Item item, List<Finished> all) {
    return all.stream().filter(finished -> finished.run().item().equals(item)).toList();
  }

  private Result collect(Study.Item item, List<Finished> all) {
    List<Finished> finished = of(item, all);
    Recipe recipe = item.recipe();
    Experiment experiment =
        new Experiment(
            item.id(),
            study.title(item),
            Regime.of(recipe),
            RecipeFile.write(recipe),
            finished.stream().map(Finished::curve).toList());
    Finished first =
        finished.stream()
            .filter(f -> f.trace().isPresent())
            .findFirst()
            .orElse(finished.getFirst());
    return new Result(item, experiment, first.run().split(), first.trace());
  }
}
