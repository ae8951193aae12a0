package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.FetchListener;
import dev.rote.report.Claim;
import dev.rote.report.SeedRun;
import dev.rote.reproduce.Reproduction;
import dev.rote.reproduce.Study;
import dev.rote.reproduce.Trial;
import dev.rote.reproduce.Writeup;
import dev.rote.runs.RecipeFile;
import dev.rote.store.Run;
import dev.rote.store.RunQuery;
import dev.rote.store.RunRecord;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import dev.rote.store.StoreAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a reproduction reports is in the store: the study on a sample of the real pictures.
class ReproduceStoreTest {
  private static final List<String> SAMPLE =
      List.of(
          "data.train={images: train-images-idx3-ubyte.gz, labels: train-labels-idx1-ubyte.gz}",
          "data.heldout={images: t10k-images-idx3-ubyte.gz, labels: t10k-labels-idx1-ubyte.gz}");
  private static final Instant STARTED = Instant.parse("2026-11-27T09:30:15Z");
  private static final String DIVERGES = "q1-rate-0.1";

  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Output output = Output.piped(said, said);

  @BeforeEach
  void copySample() throws IOException {
    Sample _ = Sample.in(folder);
  }

  private Study study() {
    return study(2);
  }

  private Study study(int epochs) {
    Study full = Study.full(List.of("jvm"), List.of("jvm"));
    List<Trial> search =
        full.search().stream()
            .limit(6)
            .map(t -> new Trial(t.inputs(), t.training(), t.examples(), small(t.item(), epochs)))
            .toList();
    return new Study(
        full.experiments().stream().map(item -> small(item, epochs)).toList(), search, List.of(0L));
  }

  private Study.Item small(Study.Item item, int epochs) {
    List<String> overrides =
        new ArrayList<>(List.of("epochs=" + epochs, "data.limit=100", "data.heldout-limit=100"));
    if (!(item.recipe().data().source() instanceof DataSpec.Noise)) {
      overrides.addAll(SAMPLE);
    }
    if (item.name().equals(DIVERGES)) {
      overrides.add("optimizer.rate=1e30");
    }
    String yaml = RecipeFile.write(item.recipe()).replaceFirst("(?m)^  name: fashion-mnist\n", "");
    return new Study.Item(
        item.name(), item.engine(), RecipeFile.parse(yaml, item.id(), folder, overrides));
  }

  private Path out() {
    return folder.resolve("out");
  }

  /// Reproduces as the command does.
  private Reproduction.Outcome reproduce(Study study, ReproduceRecords records) {
    DataStore data = DataStore.standard(Optional.empty(), FetchListener.SILENT);
    return new Reproduction(study, out(), new ReproduceMonitor(study, output), () -> false)
        .run(data, records);
  }

  @Test
  void reproduce_everyRunWithItsNumbers_isInTheStoreUnderOneTag() {
    StoreAddress address = new StoreAddress.SqliteFile(folder.resolve("runs.db"));
    ReproduceRecords records = new ReproduceRecords(address, output, STARTED);
    Study study = study();
    Reproduction.Outcome outcome = reproduce(study, records);
    assertThat(records.tag()).isEqualTo("reproduce-20261127-093015");
    try (RunStore store = RunStore.openExisting(address)) {
      List<Run> runs = store.list(RunQuery.all().tag(records.tag()));
      assertThat(runs).hasSize(study.experiments().size() + study.search().size());
      for (Reproduction.Result result : outcome.results()) {
        requireSame(store, result.item(), result.experiment().runs().getFirst());
      }
      for (Trial.Found found : outcome.found()) {
        requireSame(store, found.trial().item(), found.run());
      }
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("store");
  }

  private void requireSame(RunStore store, Study.Item item, SeedRun reported) {
    Path kept = out().resolve("runs/" + item.id() + "-seed-0");
    Run run = store.inFolder(kept).orElseThrow();
    assertThat(store.epochs(run.id())).isEqualTo(reported.epochs());
    assertThat(run.description().provenance().seed()).isZero();
    assertThat(run.description().provenance().engine()).startsWith("jvm: ");
    boolean diverges = item.name().equals(DIVERGES);
    assertThat(run.status()).isEqualTo(diverges ? RunStatus.DIVERGED : RunStatus.FINISHED);
    reported
        .diverged()
        .ifPresent(why -> assertThat(store.events(run.id())).extracting("text").contains(why));
  }

  @Test
  void reproduce_runOrderedToStop_stopsAll() {
    Path file = folder.resolve("runs.db");
    Thread _ = StopOrder.to(file);
    StoreAddress address = new StoreAddress.SqliteFile(file);
    Study endless = study(20_000);
    assertThat(reproduce(endless, new ReproduceRecords(address, output, STARTED)).interrupted())
        .isTrue();
    try (RunStore store = RunStore.openExisting(address)) {
      assertThat(store.list(RunQuery.all()))
          .isNotEmpty()
          .extracting(Run::status)
          .isSubsetOf(RunStatus.INTERRUPTED, RunStatus.DIVERGED);
    }
  }

  @Test
  void reproduce_claimsAndReport_areInTheStoreWithTheFirstRun() throws IOException {
    StoreAddress address = new StoreAddress.SqliteFile(folder.resolve("runs.db"));
    ReproduceRecords records = new ReproduceRecords(address, output, STARTED);
    Study study = study();
    Writeup writeup = Writeup.of(study, reproduce(study, records), List.of());
    writeup.write(out());
    Path first = out().resolve(study.firstFolder());
    List<Path> files = Writeup.FILES.stream().map(out()::resolve).toList();
    assertThat(records.keep(first, writeup.claims(), files)).isTrue();
    try (RunStore store = RunStore.openExisting(address)) {
      Run run = store.inFolder(first).orElseThrow();
      assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
      List<String> claims =
          store.events(run.id()).stream()
              .filter(event -> event.kind().equals("claim"))
              .map(RunRecord.Event::text)
              .toList();
      assertThat(claims).hasSameSizeAs(writeup.claims());
      for (Claim claim : writeup.claims()) {
        assertThat(claims)
            .anyMatch(text -> text.startsWith(claim.id() + ": " + claim.verdict().words()))
            .anyMatch(text -> text.contains(claim.measured()));
      }
      for (RunRecord.Artifact artifact : store.artifacts(run.id())) {
        assertThat(Files.size(first.resolve(artifact.path()))).isEqualTo(artifact.bytes());
      }
      assertThat(store.artifacts(run.id()))
          .extracting("kind", String.class)
          .containsOnlyOnce("model")
          .contains("report");
    }
  }

  @Test
  void reproduce_storeThatIsNone_isOneNoteAndTheRunsGoOn() throws IOException {
    Path file = folder.resolve("runs.db");
    Files.writeString(file, "no store\n".repeat(1000));
    ReproduceRecords records =
        new ReproduceRecords(new StoreAddress.SqliteFile(file), output, STARTED);
    Study study = study();
    Reproduction.Outcome outcome = reproduce(study, records);
    assertThat(outcome.results()).hasSize(study.experiments().size());
    assertThat(records.keep(out().resolve(study.firstFolder()), List.of(), List.of())).isFalse();
    List<String> notes =
        said.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains("store")).toList();
    assertThat(notes).hasSize(2);
    assertThat(notes.getFirst()).contains("expected a run store of Rote");
    assertThat(notes.getLast()).startsWith("the store failed for ");
  }
}
