package dev.rote.cli;

import dev.rote.audit.Audit;
import dev.rote.audit.Auditor;
import dev.rote.audit.Depth;
import dev.rote.data.DataStore;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.exchange.AtomicFile;
import dev.rote.fault.RoteException;
import dev.rote.findings.Applied;
import dev.rote.findings.AuditFiles;
import dev.rote.findings.AuditWords;
import dev.rote.findings.Corrections;
import dev.rote.runs.Json;
import dev.rote.runs.SideBySide;
import dev.rote.store.StoreAddress;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rote audit`.
@Command(
    name = "audit",
    description = {
      "Says whether a network learns or memorises a data set, and which labels to doubt.",
      "Writes audit.html, audit.json and scores.csv."
    },
    footer = {
      "",
      "Examples: rote audit fashion-mnist",
      "          rote audit recipes/q2-random-labels.yaml --depth quick",
      "          rote audit --images train-images.gz --labels train-labels.gz",
      "          rote audit fashion-mnist --fail-on 'suspects>2%%'",
      "What the numbers mean: docs/guide/audit.md"
    })
final class AuditCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  private final Output output;
  private final Interrupt interrupt;
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private AuditedData audited = new AuditedData();
  @Mixin private StoreOptions stores = new StoreOptions();

  @Parameters(
      paramLabel = "NAME|RECIPE.yaml [key=value …]",
      arity = "0..*",
      description = "A known data set, or a recipe; and keys to set otherwise than it does.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--depth",
      paramLabel = "DEPTH",
      defaultValue = "standard",
      description = "quick, standard or thorough; ${DEFAULT-VALUE} if not given.")
  private Depth depth = Depth.STANDARD;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of splits, flips and resamples; ${DEFAULT-VALUE} if not given.")
  private long seed;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Where the files go; rote-audits/NAME if not given.")
  private @Nullable Path out;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "0",
      description = "Trainings side by side; 0, the default: one to a core. Same result with any.")
  private int workers;

  @Option(
      names = "--fail-on",
      paramLabel = "memorised|suspects>P%",
      description = "End with code 3 if so; may be given again.")
  private List<String> failOn = new ArrayList<>();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write what --fail-on asks as a JUnit report.")
  private @Nullable Path junit;

  @Option(
      names = "--apply",
      paramLabel = "FILE",
      description = {
        "Correct training labels as this CSV file says, in a copy, and audit again: before and after.",
        "Columns: index,given_label,corrected_label."
      })
  private @Nullable Path apply;

  @Option(names = "--json", description = "Print audit.json in place of sentences.")
  private boolean json;

  /// The last one's name in the store.
  private String run = "";

  AuditCommand(Output output, Interrupt interrupt) {
    this.output = output;
    this.interrupt = interrupt;
  }

  @Override
  public Integer call() {
    AuditGates gates = AuditGates.of(failOn);
    StoreAddress _ = stores.address();
    DataStore store = data.store(output);
    AuditedData.Subject subject = audited.open(words, store, seed);
    Optional<Corrections> corrections =
        Optional.ofNullable(apply).map(file -> corrections(file, subject));
    Path folder = out == null ? Path.of("rote-audits", subject.recipe().name()) : out;
    interrupt.protect();
    Optional<Audit> done = audit(subject, folder, Optional.empty());
    Optional<Applied> applied = Optional.empty();
    if (done.isPresent() && corrections.isPresent()) {
      applied = Optional.of(new Applied(corrections.get().changes().size(), done.get()));
      folder = folder.resolveSibling(folder.getFileName() + "-corrected");
      AtomicFile.createFolder(folder);
      done = audit(subject.corrected(corrections.get(), folder), folder, applied);
    }
    if (done.isEmpty()) {
      output.note("interrupted; the same command goes on after the last finished training");
      return INTERRUPTED;
    }
    Audit audit = done.get();
    report(audit, folder, applied);
    if (junit != null) {
      AtomicFile.writeText(junit, gates.junit(audit));
    }
    List<String> failures = gates.failures(audit);
    failures.forEach(output::error);
    return failures.isEmpty() ? 0 : AuditGates.FAILED;
  }

  private static Corrections corrections(Path file, AuditedData.Subject subject) {
    Path _ = subject.labels();
    Corrections corrections = Corrections.read(file, subject.split().train());
    if (corrections.changes().isEmpty()) {
      throw new RoteException(
          "corrections " + file, "a label to change", "none", "review some labels first");
    }
    return corrections;
  }

  /// @return empty if it was interrupted
  private Optional<Audit> audit(
      AuditedData.Subject subject, Path folder, Optional<Applied> applied) {
    Engine engine = Engines.named("jvm");
    engine.warning().ifPresent(output::note);
    Recipe recipe = subject.recipe();
    int cores = workers < 1 ? Runtime.getRuntime().availableProcessors() : workers;
    Auditor auditor =
        new Auditor(recipe, subject.split(), engine, depth, seed)
            .threads(engine.threads(recipe.batch(), cores));
    try (AuditRecord record = AuditRecord.open(recipe, auditor, folder, output, stores.address())) {
      Optional<Audit> done = record.watch(() -> run(auditor, new SideBySide(cores)));
      done.flatMap(audit -> record.finish(audit, applied)).ifPresent(id -> run = id);
      return done;
    }
  }

  private Optional<Audit> run(Auditor auditor, SideBySide side) {
    AuditProgress progress = new AuditProgress(output, depth, json);
    auditor.planned(progress::planned).epochDone(progress::epochDone);
    auditor.stopWhen(interrupt::requested);
    return auditor.run(
        new Auditor.Workers() {
          @Override
          public <T> List<T> all(List<Supplier<T>> pieces) {
            return side.all(pieces);
          }
        });
  }

  private void report(Audit audit, Path folder, Optional<Applied> applied) {
    if (json) {
      output.print(Json.pretty(AuditFiles.facts(audit, applied)).stripTrailing());
      return;
    }
    output.print("");
    output.print(output.strong(AuditWords.verdict(audit)));
    AuditWords.more(audit, applied).forEach(output::print);
    output.print("");
    output.print("report " + folder.resolve("audit.html").toAbsolutePath().normalize());
    if (!run.isEmpty()) {
      output.print("run    " + run);
      output.print("review rote live, then Audits");
    }
  }
}
