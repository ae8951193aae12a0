package dev.rote.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import dev.rote.train.EpochStats;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store keeps to, whichever database it is in.
abstract class RunStoreContract extends ClaimContract {
  private static final Path FOLDER = Path.of("/runs/a");

  private final List<RunStore> open = new ArrayList<>();

  private RunStore store;

  final RunStore another() {
    RunStore another = RunStore.open(address());
    open.add(another);
    return another;
  }

  @BeforeEach
  final void openStore() {
    store = another();
  }

  @AfterEach
  final void closeStores() {
    open.forEach(RunStore::close);
  }

  @Test
  void begin_run_isListedUnderwayWithAllItsFacts() {
    RunDescription described = Samples.full(FOLDER);
    Instant before = Moments.now();
    RunWriter writer = store.begin(described);
    assertThat(writer.id()).matches("\\d{8}-\\d{4}-[0-9a-hjkmnp-tv-z]{4}");
    Run run = store.list(RunQuery.all()).getFirst();
    assertThat(run.id()).isEqualTo(writer.id());
    assertThat(run.description()).isEqualTo(described);
    assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(run.created()).isBetween(before, Moments.now());
    assertThat(run.ended()).isEmpty();
    assertThat(run.last()).isEmpty();
    assertThat(run.modelSha256()).isEmpty();
    assertThat(run.worker().pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(run.worker().host()).isNotBlank();
    assertThat(another().find(writer.id())).isEqualTo(run);
  }

  @Test
  void write_records_areReadBackToTheBit() {
    RunWriter writer = store.begin(Samples.run("a", FOLDER));
    EpochStats odd =
        new EpochStats(
            2,
            Double.NaN,
            Math.nextUp(0.1),
            Double.POSITIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            0);
    RunRecord.Event event =
        new RunRecord.Event("e1", Samples.STARTED, "note", "'; -- \u0000x".replace("\u0000", ""));
    RunRecord.Artifact artifact =
        new RunRecord.Artifact("model", "m", "model.safetensors", 1L << 40, "c".repeat(64));
    List<RunRecord.Point> points =
        List.of(
            new RunRecord.Point(1, "train_loss", Double.NaN),
            new RunRecord.Point(1L << 40, "train_loss", -0.1),
            new RunRecord.Point(1, "x", Double.NEGATIVE_INFINITY));
    List<RunRecord> all = new ArrayList<>(points);
    all.addAll(List.of(Samples.epochRecord(1), new RunRecord.Epoch(odd), event, artifact));
    writer.write(all);
    writer.write(all);
    String id = writer.id();
    assertThat(store.epochs(id)).containsExactly(Samples.epoch(1), odd);
    assertThat(store.points(id)).isEqualTo(points);
    assertThat(store.events(id)).containsExactly(event);
    assertThat(store.artifacts(id)).containsExactly(artifact);
    assertThat(store.find(id).last()).contains(odd);
  }

  @Test
  void write_epochAgain_theLaterCounts() {
    RunWriter writer = store.begin(Samples.run("a", FOLDER));
    writer.write(Samples.epochRecord(1));
    EpochStats later = new EpochStats(1, 9, 9, 9, 9, 9, 9);
    writer.write(new RunRecord.Epoch(later));
    assertThat(store.epochs(writer.id())).containsExactly(later);
  }

  @Test
  void state_finished_isKeptWithItsModelAndOlderStatesAreNot() {
    RunWriter writer = store.begin(Samples.run("a", FOLDER));
    Instant end = Moments.now().plusSeconds(1);
    writer.write(new RunRecord.State(RunStatus.FINISHED, end, Optional.of("d".repeat(64))));
    writer.write(new RunRecord.State(RunStatus.FAILED, Moments.now(), Optional.empty()));
    Run run = store.find(writer.id());
    assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(run.ended()).contains(end);
    assertThat(run.modelSha256()).contains("d".repeat(64));
  }

  @Test
  void resume_interruptedRun_isUnderwayAgainAndKeepsItsHistory() {
    RunWriter writer = store.begin(Samples.run("a", FOLDER));
    writer.write(Samples.epochRecord(1), RunRecord.State.now(RunStatus.INTERRUPTED));
    assertThat(store.find(writer.id()).status()).isEqualTo(RunStatus.INTERRUPTED);
    RunWriter again = store.resume(writer.id());
    again.write(Samples.epochRecord(2));
    Run run = store.find(writer.id());
    assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(run.ended()).isEmpty();
    assertThat(store.epochs(writer.id())).containsExactly(Samples.epoch(1), Samples.epoch(2));
  }

  @Test
  void run_silentForLong_isLostUntilItIsHeardOfAgain() throws Exception {
    RunWriter writer = store.begin(Samples.run("a", FOLDER));
    store.begin(Samples.run("b", FOLDER));
    sql("UPDATE runs SET heartbeat = '2026-01-01T00:00:00.000Z' WHERE name = 'a'");
    assertThat(store.find(writer.id()).status()).isEqualTo(RunStatus.LOST);
    assertThat(names(RunQuery.all().status(RunStatus.LOST))).containsExactly("a");
    assertThat(names(RunQuery.all().status(RunStatus.RUNNING))).containsExactly("b");
    writer.heartbeat();
    assertThat(store.find(writer.id()).status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void list_filters_leaveWhatFits() {
    RunWriter good = store.begin(Samples.run("good_50%", FOLDER));
    RunWriter bad = store.begin(Samples.run("Bad", FOLDER));
    store.begin(Samples.run("other", FOLDER));
    good.write(RunRecord.State.now(RunStatus.FINISHED));
    bad.write(RunRecord.State.now(RunStatus.DIVERGED));
    store.tag(good.id(), "keep");
    store.tag(good.id(), "paper");
    store.tag(bad.id(), "keep");
    RunQuery all = RunQuery.all().sort(RunQuery.Sort.NAME, false);
    assertThat(names(all.status(RunStatus.FINISHED, RunStatus.DIVERGED))).hasSize(2);
    assertThat(names(all.tag("paper"))).containsExactly("good_50%");
    assertThat(names(all.tag("keep").status(RunStatus.DIVERGED))).containsExactly("Bad");
    assertThat(names(all.name("D_50%"))).containsExactly("good_50%");
    assertThat(names(all.name("%"))).containsExactly("good_50%");
    assertThat(names(all.name("bad"))).containsExactly("Bad");
    assertThat(names(all.since(Instant.now().plusSeconds(60)))).isEmpty();
    assertThat(names(all.since(Instant.now().minusSeconds(60)))).hasSize(3);
    assertThat(names(all.limit(2))).hasSize(2);
    assertThat(store.find(good.id()).tags()).containsExactly("keep", "paper");
  }

  @Test
  void list_sorted_runsWithoutTheValueComeLast() {
    store.begin(Samples.run("none", FOLDER));
    store.begin(Samples.run("first", FOLDER)).write(Samples.epochRecord(1));
    RunWriter best = store.begin(Samples.run("best", FOLDER));
    best.write(Samples.epochRecord(1), Samples.epochRecord(2), Samples.epochRecord(3));
    assertThat(names(RunQuery.all().sort(RunQuery.Sort.HELD_OUT_ACCURACY, true)))
        .containsExactly("best", "first", "none");
    assertThat(names(RunQuery.all().sort(RunQuery.Sort.HELD_OUT_ACCURACY, false)))
        .containsExactly("first", "best", "none");
    assertThat(names(RunQuery.all())).hasSize(3);
  }

  private List<String> names(RunQuery query) {
    return store.list(query).stream().map(run -> run.description().name()).toList();
  }

  @Test
  void find_partOfTheName_isOneRunOrALineThatSaysWhy() {
    String id = store.begin(Samples.run("a", FOLDER)).id();
    assertThat(store.find(id.substring(0, id.length() - 1)).id()).isEqualTo(id);
    String other = store.begin(Samples.run("b", FOLDER)).id();
    assertThatThrownBy(() -> store.find(id.substring(0, 6)))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining(id)
        .hasMessageContaining(other);
    for (String wrong : List.of("nosuch", "%", "_", "' OR 1=1")) {
      assertThatThrownBy(() -> store.find(wrong))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("expected a run \"" + wrong + "\", found none");
    }
  }

  @Test
  void inFolder_severalRuns_isTheLatest() throws Exception {
    store.begin(Samples.run("old", FOLDER));
    sql("UPDATE runs SET created = '2020-01-01T00:00:00.000Z'");
    String id = store.begin(Samples.run("new", FOLDER)).id();
    assertThat(store.inFolder(Path.of("/runs/b/../a")).map(Run::id)).contains(id);
    assertThat(store.inFolder(Path.of("/runs"))).isEmpty();
  }

  @Test
  void tag_againAndAway_isAsOne() {
    String id = store.begin(Samples.run("a", FOLDER)).id();
    store.tag(id, "x");
    store.tag(id, "x");
    assertThat(store.find(id).tags()).containsExactly("x");
    store.untag(id, "x");
    store.untag(id, "x");
    assertThat(store.find(id).tags()).isEmpty();
    for (String wrong : List.of("", "two\nlines", "x".repeat(101))) {
      assertThatThrownBy(() -> store.tag(id, wrong)).hasMessageContaining("on a line");
    }
  }

  @Test
  void tag_severalOneOfThemWrong_marksWithNone() {
    String id = store.begin(Samples.run("a", FOLDER)).id();
    assertThatThrownBy(() -> store.tag(id, "good", "")).isInstanceOf(RoteException.class);
    assertThat(store.find(id).tags()).isEmpty();
    store.tag(id, "b", "a", "b");
    assertThat(store.find(id).tags()).containsExactly("a", "b");
    store.untag(id, "a", "nosuch");
    assertThat(store.find(id).tags()).containsExactly("b");
  }

  @Test
  void history_partOfTheName_isAllThatWasWritten() {
    RunWriter writer = store.begin(Samples.full(FOLDER));
    RunRecord.Event event = RunRecord.Event.now("started", "now");
    RunRecord.Point point = new RunRecord.Point(3, "train_loss", 0.5);
    RunRecord.Artifact artifact =
        new RunRecord.Artifact("model", "m", "model.safetensors", 7, "c".repeat(64));
    writer.write(Samples.epochRecord(2), Samples.epochRecord(1), event, point, artifact);
    String id = writer.id();
    RunHistory history = store.history(id.substring(0, id.length() - 1));
    assertThat(history)
        .isEqualTo(
            new RunHistory(
                store.find(id),
                List.of(Samples.epoch(1), Samples.epoch(2)),
                List.of(point),
                List.of(event),
                List.of(artifact)));
    assertThat(history.last()).contains(Samples.epoch(2));
    assertThat(history.recipe()).containsEntry("seed", "7").containsEntry("batch", "16");
    assertThatThrownBy(() -> store.history("nosuch")).hasMessageContaining("found none");
  }

  /// As [EpochStats#best] says, whatever numbers there are.
  @Test
  void bestEpochs_ofRunsWithOddLosses_areTheLowestOfEqualsTheEarliest() {
    double nan = Double.NaN;
    double infinite = Double.POSITIVE_INFINITY;
    List<double[]> losses =
        List.of(
            new double[] {3, 1, 2},
            new double[] {2, 1, 1},
            new double[] {nan, infinite, nan},
            new double[] {nan, nan},
            new double[] {infinite, 5});
    Map<String, EpochStats> expected = new HashMap<>();
    for (double[] run : losses) {
      RunWriter writer = store.begin(Samples.run("a", FOLDER));
      for (int epoch = run.length; epoch >= 1; epoch--) {
        writer.write(
            new RunRecord.Epoch(new EpochStats(epoch, 1, 0.5, run[epoch - 1], 0.5, 100, 0.1)));
      }
      expected.put(writer.id(), EpochStats.best(store.epochs(writer.id())).orElseThrow());
    }
    store.begin(Samples.run("none", FOLDER));
    assertThat(store.bestEpochs()).isEqualTo(expected);
    assertThat(expected.values()).extracting(EpochStats::epoch).contains(2, 1);
  }

  @Test
  void duration_ofARun_endsWithItOrWithItsLastSignOfLife() throws Exception {
    RunWriter writer = store.begin(Samples.run("a", FOLDER));
    sql("UPDATE runs SET created = '2026-01-01T00:00:00.000Z'");
    Instant begun = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(store.find(writer.id()).duration(begun.plusSeconds(90))).hasSeconds(90);
    sql("UPDATE runs SET heartbeat = '2026-01-01T00:01:00.000Z'");
    assertThat(store.find(writer.id()).duration(begun.plusSeconds(90))).hasSeconds(60);
    writer.write(new RunRecord.State(RunStatus.FAILED, Moments.now(), Optional.empty()));
    assertThat(store.find(writer.id()).duration(begun)).isPositive();
    assertThat(store.find(writer.id()).worker().isHere()).isTrue();
    sql("UPDATE runs SET host = 'elsewhere'");
    assertThat(store.find(writer.id()).worker().isHere()).isFalse();
  }

  @Test
  void delete_endedRun_takesAllOfItAndItsWriterIsTold() throws Exception {
    RunWriter writer = store.begin(Samples.run("a", FOLDER));
    writer.write(Samples.epochRecord(1));
    assertThatThrownBy(() -> store.delete(writer.id())).hasMessageContaining("under way");
    writer.write(RunRecord.State.now(RunStatus.FAILED));
    store.delete(writer.id());
    assertThat(store.list(RunQuery.all())).isEmpty();
    assertThat(store.epochs(writer.id())).isEmpty();
    assertThatThrownBy(() -> writer.write(Samples.epochRecord(2)))
        .isInstanceOf(RoteException.class);
    assertThatThrownBy(writer::heartbeat).hasMessageContaining("found none");
    assertThat(store.epochs(writer.id())).isEmpty();
  }

  @Test
  void changes_sinceACursor_areExactlyWhatMoved() {
    RunWriter a = store.begin(Samples.run("a", FOLDER));
    RunWriter b = store.begin(Samples.run("b", FOLDER));
    RunStore watcher = another();
    Changes first = watcher.changesSince(Changes.BEGINNING);
    assertThat(first.touched()).extracting(Run::id).containsExactly(a.id(), b.id());
    assertThat(watcher.changesSince(first.cursor()))
        .isEqualTo(new Changes(first.cursor(), List.of(), List.of()));
    a.heartbeat();
    assertThat(watcher.changesSince(first.cursor()).touched()).isEmpty();
    a.write(Samples.epochRecord(1));
    Changes second = watcher.changesSince(first.cursor());
    assertThat(second.touched()).extracting(Run::id).containsExactly(a.id());
    assertThat(second.cursor()).isGreaterThan(first.cursor());
    b.write(RunRecord.State.now(RunStatus.FAILED));
    store.tag(a.id(), "x");
    store.delete(b.id());
    Changes third = watcher.changesSince(second.cursor());
    assertThat(third.touched()).extracting(Run::id).containsExactly(a.id());
    assertThat(third.removed()).containsExactly(b.id());
  }

  /// Writers commit in any order; a watcher that follows the cursor must not miss one.
  @Test
  void changes_underFourWriters_missNothing() throws Exception {
    int writers = 4;
    int epochs = 25;
    CountDownLatch done = new CountDownLatch(writers);
    List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < writers; i++) {
      RunStore own = another();
      String name = "w" + i;
      Thread.ofPlatform()
          .start(
              () -> {
                try {
                  RunWriter writer = own.begin(Samples.run(name, FOLDER));
                  for (int epoch = 1; epoch <= epochs; epoch++) {
                    writer.write(Samples.epochRecord(epoch));
                  }
                } catch (RuntimeException e) {
                  faults.add(e);
                } finally {
                  done.countDown();
                }
              });
    }
    RunStore watcher = another();
    Map<String, Integer> seen = new HashMap<>();
    long cursor = Changes.BEGINNING;
    boolean last = false;
    while (!last) {
      last = done.getCount() == 0;
      Changes changes = watcher.changesSince(cursor);
      changes
          .touched()
          .forEach(run -> seen.put(run.id(), run.last().map(EpochStats::epoch).orElse(0)));
      cursor = changes.cursor();
    }
    assertThat(faults).isEmpty();
    assertThat(seen.values()).hasSize(writers).allMatch(epoch -> epoch == epochs);
    for (String id : seen.keySet()) {
      assertThat(store.epochs(id))
          .isEqualTo(IntStream.rangeClosed(1, epochs).mapToObj(Samples::epoch).toList());
    }
  }

  @Test
  void open_byManyAtOnce_makesOneStore() throws Exception {
    StoreAddress fresh = fresh();
    List<Thread> threads =
        Stream.generate(
                () ->
                    Thread.ofPlatform()
                        .unstarted(
                            () -> {
                              try (RunStore own = RunStore.open(fresh)) {
                                own.begin(Samples.run("a", FOLDER));
                              }
                            }))
            .limit(6)
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    try (RunStore opened = RunStore.open(fresh)) {
      assertThat(opened.list(RunQuery.all())).hasSize(6);
    }
  }

  /// Another address, where nothing is yet.
  abstract StoreAddress fresh();

  @Test
  void open_newerSchema_isRefusedInALine() throws Exception {
    sql(setVersion(Migrations.SCHEMA + 1));
    assertThatThrownBy(() -> RunStore.open(address()))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("schema " + (Migrations.SCHEMA + 1) + " of a newer Rote");
  }

  abstract String setVersion(int version);
}
