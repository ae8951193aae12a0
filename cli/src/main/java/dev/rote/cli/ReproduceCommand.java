package dev.rote.cli;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
  @Mixin private StoreOptions stores = new StoreOptions();

  @Option(names = "--quick", description = "One seed and few epochs: under a minute.")
  private boolean quick;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = {
        "jvm, torch or both, for everything. If not given: question 1 on jvm, question 2 on jvm and,",
        "where it is installed, torch."
      })
  private @Nullable String engineName;

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
    ReproduceRecords records = new ReproduceRecords(stores.address(), output, started);
    Path folder = out == null ? RunFolder.unused(Path.of("rote-out", "reproduce")) : out;
    Study study =
        study(ReproduceEngines.of(Optional.ofNullable(engineName), Engines.all(), output));
    ReproduceMonitor monitor = new ReproduceMonitor(study, output);
    output.print(monitor.announcement());
    stores.page().ifPresent(command -> output.print("watch them with " + command));
    interrupt.protect();
    Reproduction.Outcome outcome =
        new Reproduction(study, folder, monitor, interrupt::requested)
            .run(data.store(output), records);
    if (outcome.interrupted()) {
      output.note("interrupted: no report, since the runs are incomplete");
      return INTERRUPTED;
    }
    Writeup writeup = Writeup.of(study, outcome, facts(study, outcome, started));
    writeup.write(folder);
    output.print("");
    output.print(ClaimsTable.text(writeup.claims()).stripTrailing());
    output.print("");
    List<Path> files = Writeup.FILES.stream().map(folder::resolve).toList();
    for (Path file : files) {
      String name = "" + file.getFileName();
      String word = name.substring(0, name.indexOf('.'));
      output.print(word + "  " + file.toAbsolutePath().normalize());
    }
    Path first = folder.resolve(study.firstFolder());
    if (records.keep(first, writeup.claims(), files)) {
      output.print("runs    kept under the tag " + records.tag());
      stores.page().ifPresent(command -> output.print("page    " + command));
    }
    return 0;
  }

  private Study study(ReproduceEngines engines) {
    return quick
        ? Study.quick(engines.one(), engines.two())
        : Study.full(engines.one(), engines.two());
  }

  private static List<Fact> facts(Study study, Reproduction.Outcome outcome, Instant started) {
    Reproduction.Result first = outcome.results().getFirst();
    Engine engine = Engines.named(first.item().engine());
    Provenance provenance =
        TrainCommand.provenance(first.item().recipe(), first.split(), engine, Resources.single(1));
    List<Fact> facts = new ArrayList<>();
    provenance.facts().forEach((name, value) -> facts.add(new Fact(name, "" + value)));
    facts.removeIf(fact -> List.of("engine", "seed", "recipe", "started").contains(fact.name()));
    facts.addAll(1, engineFacts(study));
    outcome.results().stream()
        .filter(result -> result.item().random())
        .findFirst()
        .flatMap(result -> result.item().recipe().data().labels().summary(result.split()))
        .ifPresent(labels -> facts.add(new Fact("question 2", "first seed’s labels " + labels)));
    facts.add(
        new Fact(
            "seeds",
            study.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "))));
    Duration took = Duration.between(started, Instant.now());
    facts.add(new Fact("started", started.truncatedTo(ChronoUnit.SECONDS).toString()));
    facts.add(new Fact("duration", TextReporter.clock(took)));
    return facts;
  }

  /// What computed: a fact to each engine.
  private static List<Fact> engineFacts(Study study) {
    return study.experiments().stream()
        .map(Study.Item::engine)
        .distinct()
        .map(name -> name + ": " + Engines.named(name).description(Resources.single(1)))
        .map(description -> new Fact("engine", description))
        .toList();
  }
}
