package dev.rote.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.sweep.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How trials are shared out, whichever database it is in.
abstract class ClaimContract {
  private static final Path FOLDER = Path.of("/runs/a");

  /// The address of a store that is not there yet, the same one throughout a test.
  abstract StoreAddress address();

  /// Says something to the database behind the store's back.
  abstract void sql(String statement) throws Exception;

  @Test
  void claim_manyProcessesAtOnce_eachTrialIsOnes() throws Exception {
    List<String> granted = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                n ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              try (SweepLedger own = SweepLedger.open(address(), "s")) {
                                IntStream.range(0, 20)
                                    .mapToObj(trial -> "t" + trial)
                                    .filter(t -> own.claim(t, Path.of("/at/" + n, t), 1, 9))
                                    .forEach(granted::add);
                                claimed.countDown();
                                await(claimed);
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(granted).hasSize(20).doesNotHaveDuplicates();
  }

  private final CountDownLatch claimed = new CountDownLatch(4);

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void claim_ofAnother_isGrantedWhenItIsSilentDeadOrReleased() throws Exception {
    try (SweepLedger first = SweepLedger.open(address(), "s");
        SweepLedger second = SweepLedger.open(address(), "s")) {
      assertThat(first.claim("t", Path.of("/at/1"), 1, 9)).isTrue();
      assertThat(second.claim("t", Path.of("/at/2"), 1, 9)).isFalse();
      assertThat(second.standings())
          .hasEntrySatisfying("t", known -> assertThat(known.claim()).isPresent());
      assertThat(second.claim("t", Path.of("/at/1"), 1, 9)).as("has the folder's lock").isTrue();
      first.release("t");
      assertThat(first.claim("t", Path.of("/at/3"), 1, 9)).as("is another's").isFalse();
      second.release("t");
      assertThat(first.claim("t", Path.of("/at/3"), 1, 9)).isTrue();
      sql("UPDATE claims SET heartbeat = '2026-01-01T00:00:00.000Z'");
      assertThat(second.standings()).isEmpty();
      assertThat(second.claim("t", Path.of("/at/4"), 1, 9)).isTrue();
    }
  }

  @Test
  void claim_trialThatHasComeSoFar_isRefused() {
    RunDescription run = Samples.run("a", FOLDER);
    try (RunStore store = RunStore.open(address())) {
      requireRefused(store, run);
    }
  }

  private void requireRefused(RunStore store, RunDescription run) {
    RunWriter writer = store.begin(run);
    writer.write(new RunRecord.Tag(SweepLedger.tag("s")), Samples.epochRecord(1));
    String id =
        Trial.id(
            "jvm",
            run.provenance().recipeFingerprint(),
            run.provenance().trainFingerprint(),
            run.provenance().heldOutFingerprint());
    try (SweepLedger ledger = SweepLedger.open(address(), "s")) {
      assertThat(ledger.standings())
          .hasEntrySatisfying(
              id, known -> assertThat(known.epochs()).containsExactly(Samples.epoch(1)));
      assertThat(ledger.claim(id, FOLDER, 1, 9)).isFalse();
      assertThat(ledger.claim(id, FOLDER, 2, 9)).isTrue();
      ledger.stopped(writer.id(), "place 2 of 2");
      ledger.stopped(writer.id(), "place 2 of 2");
    }
    assertThat(store.find(writer.id()).status()).isEqualTo(RunStatus.STOPPED);
    assertThat(store.events(writer.id())).extracting("text").containsExactly("place 2 of 2");
  }
}
