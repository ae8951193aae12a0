package dev.rote.reproduce;

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

  private record Finished(SeedRun run, Optional<Trace> trace) {}

  /// The runs of one recipe, each maybe still under way.
  private record Running(Study.Item item, Split split, List<Future<Finished>> runs) {}

  /// Trains everything.
  ///
  /// @param data opens the recipes' data
  /// @param beginner writes a run's provenance when it begins
  public Outcome run(DataStore data, Beginner beginner) {
    List<Running> all = open(data);
    ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      for (long seed : study.seeds()) {
        for (Running running : all) {
          running.runs().add(cores.submit(() -> train(running, seed, beginner)));
        }
      }
      List<Result> results = all.stream().map(Reproduction::collect).toList();
      return new Outcome(results, stop.getAsBoolean());
    } finally {
      cores.shutdown();
    }
  }

  private List<Running> open(DataStore data) {
    Map<DataSpec, Split> opened = new HashMap<>();
    List<Running> all = new ArrayList<>();
    for (Study.Item item : study.experiments()) {
      Split split = opened.computeIfAbsent(item.recipe().data(), data::open);
      all.add(new Running(item, split, new ArrayList<>()));
    }
    return all;
  }

  private Finished train(Running running, long seed, Beginner beginner) {
    Study.Item item = running.item();
    Split split = running.split();
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
      return new Finished(new SeedRun(seed, trace.epochs()), Optional.of(trace));
    } catch (DivergedException e) {
      String why = String.valueOf(e.getMessage());
      listener.diverged(item.id(), seed, why);
      return new Finished(new SeedRun(seed, epochs, Optional.of(why)), Optional.empty());
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  private static Result collect(Running running) {
    List<Finished> finished = running.runs().stream().map(Reproduction::await).toList();
    Recipe recipe = running.item().recipe();
    Experiment experiment =
        new Experiment(
            running.item().id(),
            Regime.title(recipe),
            Regime.of(recipe),
            RecipeFile.write(recipe),
            finished.stream().map(Finished::run).toList());
    Optional<Trace> first = finished.stream().flatMap(f -> f.trace().stream()).findFirst();
    return new Result(experiment, running.split(), first);
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
