package dev.rote.reproduce;

import dev.rote.data.DataSource;
import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Split;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import dev.rote.report.Experiment;
import dev.rote.report.SeedRun;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.RunFolder;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

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
  }

  private final Study study;
  private final Path out;
  private final Listener listener;
  private final BooleanSupplier stop;
  private final AtomicBoolean failed = new AtomicBoolean();

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
    RunFolder begin(Path folder, Recipe recipe, Split split, Engine engine);
  }

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

  /// The data of the study: a source is read once, and what does not depend on the seed made once.
  private static final class Opened {
    private final DataStore store;
    private final Map<DataSpec.Source, DataSource> sources = new HashMap<>();
    private final Map<Cut, Split> splits = new HashMap<>();

    /// What decides the examples; the seed is 0 where it does not.
    private record Cut(DataSpec data, long seed) {}

    Opened(DataStore store) {
      this.store = store;
    }

    Run run(Study.Item item, long seed) {
      return new Run(item, seed, split(item.recipe().data(), seed));
    }

    private Split split(DataSpec data, long seed) {
      DataSource source = sources.computeIfAbsent(data.source(), store::source);
      Cut cut = new Cut(data, data.seeded() ? seed : 0);
      return splits.computeIfAbsent(cut, wanted -> data.split(source, wanted.seed()));
    }
  }

  /// Trains everything.
  ///
  /// @param data opens the recipes' data
  /// @param beginner writes a run's provenance when it begins
  /// @throws RoteException if an engine is not installed
  public Outcome run(DataStore data, Beginner beginner) {
    List<Run> runs = runs(new Opened(data));
    Map<String, Engine> engines = new HashMap<>();
    runs.forEach(run -> engines.computeIfAbsent(run.item().engine(), Engines::named));
    ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Finished>> all =
          runs.stream()
              .map(
                  run -> {
                    Engine engine = Objects.requireNonNull(engines.get(run.item().engine()));
                    return cores.submit(() -> train(run, engine, beginner));
                  })
              .toList();
      List<Finished> finished = all.stream().map(Reproduction::await).toList();
      List<Result> results =
          study.experiments().stream().map(item -> collect(item, finished)).toList();
      List<Trial.Found> found = study.search().stream().map(t -> found(t, finished)).toList();
      List<EnginePair> pairs = stop.getAsBoolean() ? List.of() : pairs(results, cores);
      return new Outcome(results, found, pairs, stop.getAsBoolean());
    } finally {
      cores.shutdown();
    }
  }

  /// The longest first, so that no core waits long for another at the end; seeds in their order.
  private List<Run> runs(Opened data) {
    List<Run> runs = new ArrayList<>();
    for (long seed : study.seeds()) {
      study.experiments().forEach(item -> runs.add(data.run(item, seed)));
    }
    study.search().forEach(trial -> runs.add(data.run(trial.item(), study.seeds().getFirst())));
    runs.sort(Comparator.comparing(run -> -run.item().seconds()));
    return runs;
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
    try {
      RunFolder run = beginner.begin(folder, recipe, split, engine);
      Trace trace =
          new Trainer(recipe, split, engine, Resources.single(1))
              .listener(
                  event -> {
                    if (event instanceof TrainEvent.EpochEnded(EpochStats stats)) {
                      epochs.add(stats);
                      listener.epochEnded(item, seed, stats);
                    }
                  })
              .stopWhen(() -> failed.get() || stop.getAsBoolean())
              .run();
      if (!trace.interrupted()) {
        run.finish(recipe, trace);
      }
      return new Finished(planned, new SeedRun(seed, trace.epochs()), Optional.of(trace));
    } catch (DivergedException e) {
      String why = String.valueOf(e.getMessage());
      listener.diverged(item, seed, why);
      return new Finished(planned, new SeedRun(seed, epochs, Optional.of(why)), Optional.empty());
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  /// Compares the first two engines of each recipe that has two.
  private List<EnginePair> pairs(List<Result> results, ExecutorService cores) {
    List<Future<EnginePair>> pairs = new ArrayList<>();
    for (Result first : results) {
      results.stream()
          .filter(other -> other.item().name().equals(first.item().name()))
          .skip(1)
          .findFirst()
          .filter(second -> results.indexOf(second) > results.indexOf(first))
          .ifPresent(
              second ->
                  pairs.add(
                      cores.submit(() -> EnginePair.of(first, second, study.seeds().getFirst()))));
    }
    return pairs.stream().map(Reproduction::await).toList();
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

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RoteException.io("reproduce", "start it again", e);
    }
  }
}
