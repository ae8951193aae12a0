package dev.rote.cli;

import dev.rote.audit.Trajectory;
import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import dev.rote.findings.ScoresFile;
import dev.rote.runs.Judgement;
import dev.rote.runs.Machine;
import dev.rote.runs.Provenance;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.RunFolder;
import dev.rote.runs.RunKeeper;
import dev.rote.runs.RunLock;
import dev.rote.store.Recorder;
import dev.rote.store.RunDescription;
import dev.rote.store.StoreAddress;
import dev.rote.train.Checkpoint;
import dev.rote.train.CheckpointInterval;
import dev.rote.train.Recipe;
import dev.rote.train.Trace;
import dev.rote.train.Trainer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `rote train`.
@Command(
    name = "train",
    description = "Trains the network of a recipe and keeps the run in a folder.",
    footer = {
      "",
      "Example: rote train recipes/q1-baseline.yaml epochs=3 optimizer.rate=0.02",
      "Every key and its default: rote train --print-recipe"
    })
final class TrainCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  private final Output output;
  private final Interrupt interrupt;
  private final Prelude prelude;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private EngineOptions engines = new EngineOptions();
  @Mixin private StoreOptions stores = new StoreOptions();

  @Parameters(
      paramLabel = "RECIPE.yaml [key=value …]",
      description = "The recipe, and keys to set otherwise than it does.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "The run's folder; rote-runs/NAME-TIME if not given.")
  private @Nullable Path out;

  @Option(names = "--resume", description = "Go on with the run in --out, to the same bits.")
  private boolean resume;

  @Option(
      names = "--from-run",
      paramLabel = "ID",
      description = "Repeat a run of the store as it was, and say whether the bits are equal.")
  private @Nullable String fromRun;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      defaultValue = "5m",
      description =
          "Within an epoch, save every 30s, 5m, 2h or so many steps; ${DEFAULT-VALUE} if not given.")
  private String interval = "5m";

  @Option(names = "--json", description = "One JSON object a line for every event.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print errors only.")
  private boolean quiet;

  @Option(names = "--dry-run", description = "Check recipe and data, show the network, and stop.")
  private boolean dryRun;

  @Option(names = "--print-recipe", description = "Print the recipe, every default spelt out.")
  private boolean printRecipe;

  TrainCommand(Output output, Interrupt interrupt, Prelude prelude) {
    this.output = output;
    this.interrupt = interrupt;
    this.prelude = prelude;
  }

  @Override
  public Integer call() {
    if (quiet) {
      output.quiet();
    }
    Optional<Repetition> repetition = repetition();
    Recipe recipe = repetition.isPresent() ? repetition.get().recipe() : recipe();
    if (printRecipe) {
      output.print(RecipeFile.write(recipe).stripTrailing());
      return 0;
    }
    StoreAddress store = stores.address();
    Supplier<Split> opening = data.store(output, prelude).openAhead(recipe.data(), recipe.seed());
    boolean engineNamed = spec.commandLine().getParseResult().hasMatchedOption("--engine");
    repetition.filter(_ -> !engineNamed).ifPresent(engines::require);
    Engine engine = engines.engine(output);
    Resources resources = engines.resources(recipe);
    Split split = opening.get();
    repetition.flatMap(repeated -> repeated.warning(split)).ifPresent(output::note);
    Trainer trainer =
        new Trainer(recipe, split, engine, resources).keepEvery(CheckpointInterval.parse(interval));
    TrainReporter reporter = json ? new JsonReporter(output) : new TextReporter(output);
    reporter.recipe(recipe, split);
    Plan plan = new Plan(recipe, split, engine, resources, store, repetition);
    return dryRun ? 0 : train(plan, trainer, reporter);
  }

  private Optional<Repetition> repetition() {
    if (fromRun == null) {
      return Optional.empty();
    }
    if (resume) {
      throw new ParameterException(
          spec.commandLine(), "expected --resume or --from-run, found both");
    }
    if (!words.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--from-run repeats a run as it was: expected no recipe and no keys, found \""
              + words.getFirst()
              + "\"; to vary it, rote runs show "
              + fromRun
              + " --recipe > mine.yaml, then rote train mine.yaml KEY=VALUE");
    }
    return Optional.of(Repetition.of(stores, fromRun));
  }

  /// The recipe named, or the one that the run to resume began with.
  private Recipe recipe() {
    RecipeWords parsed = RecipeWords.of(words);
    if (parsed.file().isEmpty() && resume) {
      return RecipeFile.read(runToResume().resolve("recipe.yaml"), parsed.overrides());
    }
    if (parsed.file().isEmpty() && !printRecipe && !dryRun) {
      throw new ParameterException(spec.commandLine(), "expected a recipe file, found none");
    }
    return RecipeWords.read(words);
  }

  private Path runToResume() {
    if (out == null) {
      throw new ParameterException(
          spec.commandLine(), "expected --out DIR with --resume, found none");
    }
    return RunFolder.open(out).path();
  }

  /// What is to be trained, and by what.
  private record Plan(
      Recipe recipe,
      Split split,
      Engine engine,
      Resources resources,
      StoreAddress store,
      Optional<Repetition> repetition) {

    RunDescription description(Provenance provenance, Path folder) {
      RunDescription run = RunDescription.of(recipe, provenance, folder);
      return repetition.map(repeated -> run.repeating(repeated.id())).orElse(run);
    }
  }

  private int train(Plan plan, Trainer trainer, TrainReporter reporter) {
    RunFolder run =
        resume ? RunFolder.open(runToResume()) : RunFolder.create(folder(plan.recipe()));
    try (RunLock _ = run.lock()) {
      return train(plan, trainer, reporter, run);
    }
  }

  private int train(Plan plan, Trainer trainer, TrainReporter reporter, RunFolder run) {
    Recipe recipe = plan.recipe();
    Optional<Checkpoint> from = resume ? run.checkpoint() : Optional.empty();
    String fingerprint = RecipeFile.fingerprint(recipe);
    if (resume && !isSame(recipe, run.recipe())) {
      throw new RoteException(
          "resume " + run.path(),
          "the recipe the run began with",
          "another one",
          "leave the recipe out, or train into a new folder");
    }
    Provenance provenance = provenance(recipe, plan.split(), plan.engine(), plan.resources());
    if (!resume) {
      run.begin(recipe, provenance, plan.split().train());
    }
    from.flatMap(run::missingBest)
        .ifPresent(epoch -> output.note("best.safetensors, of epoch " + epoch + ", is gone"));
    RunKeeper keeper = new RunKeeper(run, output::error, interrupt::requested);
    interrupt.protect();
    trainer.keeper(fingerprint, keeper);
    Optional<Trajectory> learned = Trajectory.of(recipe, plan.split());
    learned.ifPresent(trainer::recording);
    RunDescription description = plan.description(provenance, run.path());
    try (Recorder recorder = recorder(plan.store(), description, from)) {
      trainer
          .probing()
          .listener(reporter.andThen(recorder))
          .stopWhen(
              FirstBatch.watch(
                  output, () -> interrupt.requested() || recorder.isStopped(interrupt::requested)));
      Trace trace = recorder.watch(() -> trainer.run(from));
      recorder.artifact("checkpoint", run.checkpointFile());
      if (trace.interrupted()) {
        String saved = keeper.saved() ? "after saving" : "before it could be saved";
        output.note(
            "interrupted " + saved + "; go on with: rote train --resume --out " + run.path());
        return INTERRUPTED;
      }
      Judgement.Finished finished =
          new Judgement.Finished(recipe, plan.split(), plan.engine(), trace.parameters());
      Judgement.keep(run, finished, recorder, output::note);
      learned.ifPresent(l -> ScoresFile.keep(run, plan.split().train(), l, recorder, output::note));
      keeper.finish(recipe, trace);
      recorder.finished(run.model());
      reporter.finished(run.path(), recorder.settle());
      plan.repetition()
          .ifPresent(
              repeated -> reporter.repeated(repeated.compare(provenance, trace, run.model())));
      return 0;
    }
  }

  private static boolean isSame(Recipe recipe, Recipe begun) {
    return RecipeFile.fingerprint(recipe).equals(RecipeFile.fingerprint(begun))
        && recipe.record() == begun.record();
  }

  private Recorder recorder(StoreAddress store, RunDescription run, Optional<Checkpoint> from) {
    return resume
        ? Recorder.resume(store, run, from.map(Checkpoint::history).orElse(List.of()), output::note)
        : Recorder.begin(store, run, output::note);
  }

  private Path folder(Recipe recipe) {
    if (out != null) {
      return out;
    }
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
            .format(LocalDateTime.now(ZoneId.systemDefault()));
    String name = recipe.name().replaceAll("[^A-Za-z0-9._-]+", "-");
    return Path.of("rote-runs", name + "-" + time);
  }

  static Provenance provenance(Recipe recipe, Split split, Engine engine, Resources resources) {
    return new Provenance(
        RoteCommand.Version.text(),
        engine.name()
            + ": "
            + engine.description(engine.suited(resources, recipe.network(), split.train())),
        engine.warning(),
        RecipeFile.fingerprint(recipe),
        split.train().fingerprint(),
        split.heldOut().fingerprint(),
        recipe.data().labels().summary(split),
        recipe.seed(),
        Machine.here(),
        Instant.now());
  }
}
