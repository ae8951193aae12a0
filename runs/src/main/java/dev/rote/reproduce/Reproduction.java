package dev.rote.reproduce;

import dev.rote.data.DataSource;
import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Split;
import dev.rote.engine.DivergedException;
import dev.rote.engine.Engine;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Trains a study's recipes, a run to each core, and hands back what came of them.
///
/// Every run is kept as an ordinary run folder, `runs/ID-seed-N`. Runs are independent and each is
/// confined to one thread, so the result does not depend on how many go at once.
public final class Reproduction {

  /// Hears of progress; called from several threads at once.
  public interface Listener {

    /// A run has ended an epoch.
    void epochEnded(String experiment, long seed, EpochStats stats);

    /// A run left the finite numbers and was given up.
    void diverged(String experiment, long seed, String why);
  }

  private final Study study;
  private final Engine engine;
  private final Path out;
  private final Listener listener;
  private final BooleanSupplier stop;
  private final AtomicBoolean failed = new AtomicBoolean();

  /// @param out folder that the runs' folders go into
  /// @param stop asked often; once it says true, all runs stop
  public Reproduction(
      Study study, Engine engine, Path out, Listener listener, BooleanSupplier stop) {
    this.study = study;
    this.engine = engine;
    this.out = out;
    this.listener = listener;
    this.stop = stop;
  }

  /// Makes the folder of one run and writes down what is about to be trained.
  public interface Beginner {
    /// Begins a run.
    RunFolder begin(Path folder, Recipe recipe, Split split);
  }

  /// What one recipe of the study came to.
  ///
  /// @param split the data of the run below; of the first seed if all diverged
  /// @param first the run from the first seed that did not diverge, if there is one
  public record Result(Experiment experiment, Split split, Optional<Trace> first) {}

  /// What the study came to.
  ///
  /// @param results in the study's order
  /// @param interrupted true if it was stopped; the results are then incomplete
  public record Outcome(List<Result> results, boolean interrupted) {
    public Outcome {
      results = List.copyOf(results);
    }

    /// The experiments alone.
    List<Experiment> experiments() {
      return results.stream().map(Result::experiment).toList();
    }

    Result result(String id) {
      return results.stream()
          .filter(result -> result.experiment().id().equals(id))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no experiment " + id));
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

    Split split(DataSpec data, long seed) {
      DataSource source = sources.computeIfAbsent(data.source(), store::source);
      Cut cut = new Cut(data, data.seeded() ? seed : 0);
      return splits.computeIfAbsent(cut, wanted -> data.split(source, wanted.seed()));
    }
  }

  /// Trains everything.
  ///
  /// @param data opens the recipes' data
  /// @param beginner writes a run's provenance when it begins
  public Outcome run(DataStore data, Beginner beginner) {
    List<Run> runs = runs(new Opened(data));
    ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Finished>> all =
          runs.stream().map(run -> cores.submit(() -> train(run, beginner))).toList();
      List<Finished> finished = all.stream().map(Reproduction::await).toList();
      List<Result> results =
          study.experiments().stream().map(item -> collect(item, finished)).toList();
      return new Outcome(results, stop.getAsBoolean());
    } finally {
      cores.shutdown();
    }
  }

  private List<Run> runs(Opened data) {
    List<Run> runs = new ArrayList<>();
    for (long seed : study.seeds()) {
      for (Study.Item item : study.experiments()) {
        runs.add(new Run(item, seed, data.split(item.recipe().data(), seed)));
      }
    }
    return runs;
  }

  private Finished train(Run planned, Beginner beginner) {
    Study.Item item = planned.item();
    Split split = planned.split();
    long seed = planned.seed();
    Recipe recipe = item.recipe().withSeed(seed);
    Path folder = out.resolve("runs").resolve(item.id() + "-seed-" + seed);
    List<EpochStats> epochs = new ArrayList<>();
    try {
      RunFolder run = beginner.begin(folder, recipe, split);
      Trace trace =
          new Trainer(recipe, split, engine, Resources.single(1))
              .listener(
                  event -> {
                    if (event instanceof TrainEvent.EpochEnded(EpochStats stats)) {
                      epochs.add(stats);
                      listener.epochEnded(item.id(), seed, stats);
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
      listener.diverged(item.id(), seed, why);
      return new Finished(planned, new SeedRun(seed, epochs, Optional.of(why)), Optional.empty());
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  private static Result collect(Study.Item item, List<Finished> all) {
    List<Finished> finished = all.stream().filter(f -> f.run().item().equals(item)).toList();
    Recipe recipe = item.recipe();
    Experiment experiment =
        new Experiment(
            item.id(),
            Regime.title(recipe),
            Regime.of(recipe),
            RecipeFile.write(recipe),
            finished.stream().map(Finished::curve).toList());
    Finished first =
        finished.stream()
            .filter(f -> f.trace().isPresent())
            .findFirst()
            .orElse(finished.getFirst());
    return new Result(experiment, first.run().split(), first.trace());
  }

  private static Finished await(Future<Finished> future) {
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
