package dev.rote.cli;

import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.report.ClaimsTable;
import dev.rote.report.Fact;
import dev.rote.reproduce.Reproduction;
import dev.rote.reproduce.Study;
import dev.rote.reproduce.Writeup;
import dev.rote.runs.Provenance;
import dev.rote.runs.RunFolder;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rote reproduce`.
@Command(
    name = "reproduce",
    description = {
      "Trains the course report's networks on Fashion-MNIST, judges each of its claims, and writes",
      "a report."
    })
final class ReproduceCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  private final Output output;
  private final Interrupt interrupt;
  @Mixin private DataOptions data = new DataOptions();

  @Option(names = "--quick", description = "One seed and few epochs: under a minute.")
  private boolean quick;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "jvm",
      description = "The engine: ${DEFAULT-VALUE} if not given.")
  private String engineName = "jvm";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Where report, claims and runs go; rote-out/reproduce if not given.")
  private @Nullable Path out;

  ReproduceCommand(Output output, Interrupt interrupt) {
    this.output = output;
    this.interrupt = interrupt;
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    Engine engine = Engines.named(engineName);
    engine.warning().ifPresent(output::note);
    Path folder = out == null ? RunFolder.unused(Path.of("rote-out", "reproduce")) : out;
    Study study = quick ? Study.quick() : Study.full();
    Monitor monitor = new Monitor(study);
    output.print(monitor.announcement());
    interrupt.protect();
    Reproduction.Outcome outcome =
        new Reproduction(study, engine, folder, monitor, interrupt::requested)
            .run(data.store(output), (path, recipe, split) -> begin(path, recipe, split, engine));
    if (outcome.interrupted()) {
      output.note("interrupted: no report, since the runs are incomplete");
      return INTERRUPTED;
    }
    Split split = outcome.results().getFirst().split();
    Writeup writeup = Writeup.of(study, outcome, engine, facts(study, split, engine, started));
    writeup.write(folder);
    output.print("");
    output.print(ClaimsTable.text(writeup.claims()).stripTrailing());
    output.print("");
    output.print("report  " + folder.resolve("report.html").toAbsolutePath().normalize());
    output.print("claims  " + folder.resolve("claims.json").toAbsolutePath().normalize());
    return 0;
  }

  private static RunFolder begin(Path path, Recipe recipe, Split split, Engine engine) {
    RunFolder run = RunFolder.create(path);
    run.begin(recipe, TrainCommand.provenance(recipe, split, engine, Resources.single(1)));
    return run;
  }

  private static List<Fact> facts(Study study, Split split, Engine engine, Instant started) {
    Recipe first = study.experiments().getFirst().recipe();
    Provenance provenance = TrainCommand.provenance(first, split, engine, Resources.single(1));
    List<Fact> facts = new ArrayList<>();
    provenance.facts().forEach((name, value) -> facts.add(new Fact(name, "" + value)));
    facts.removeIf(fact -> List.of("seed", "recipe", "started").contains(fact.name()));
    facts.add(
        new Fact(
            "seeds",
            study.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "))));
    Duration took = Duration.between(started, Instant.now());
    facts.add(new Fact("started", started.truncatedTo(ChronoUnit.SECONDS).toString()));
    facts.add(new Fact("duration", TextReporter.clock(took)));
    return facts;
  }

  /// Follows all runs at once: a live line on a terminal, a line for each finished run elsewhere.
  private final class Monitor implements Reproduction.Listener {
    private final Study study;
    private final int epochs;
    private final long start = System.nanoTime();
    private final AtomicInteger done = new AtomicInteger();

    Monitor(Study study) {
      this.study = study;
      epochs =
          study.seeds().size()
              * study.experiments().stream().mapToInt(item -> item.recipe().epochs()).sum();
    }

    String announcement() {
      int seeds = study.seeds().size();
      return "%d recipes × %d %s, %d epochs in all"
          .formatted(study.experiments().size(), seeds, seeds == 1 ? "seed" : "seeds", epochs);
    }

    @Override
    public void epochEnded(String experiment, long seed, EpochStats stats) {
      int ended = done.incrementAndGet();
      double seconds = (System.nanoTime() - start) / 1e9;
      Duration left = Duration.ofSeconds(Math.round(seconds / ended * (epochs - ended)));
      if (stats.epoch() == epochsOf(experiment)) {
        output.print(
            String.format(
                Locale.ROOT,
                "%s seed %d: held-out accuracy %.2f %% after %d epochs",
                experiment,
                seed,
                100 * stats.heldOutAccuracy(),
                stats.epoch()));
      }
      output.live(
          String.format(
              Locale.ROOT,
              "%d of %d epochs  ETA %s  %s seed %d at %.2f %%",
              ended,
              epochs,
              TextReporter.clock(left),
              experiment,
              seed,
              100 * stats.heldOutAccuracy()));
    }

    private int epochsOf(String experiment) {
      return study.experiments().stream()
          .filter(item -> item.id().equals(experiment))
          .mapToInt(item -> item.recipe().epochs())
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void diverged(String experiment, long seed, String why) {
      output.print(experiment + " seed " + seed + ": " + why);
    }
  }
}
