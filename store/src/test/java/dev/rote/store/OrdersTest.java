package dev.rote.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What one process asks of a run in another.
@Timeout(60)
class OrdersTest {
  @TempDir private Path folder = Path.of("");

  private StoreAddress address() {
    return new StoreAddress.SqliteFile(folder.resolve("runs.db"));
  }

  @Test
  void order_pauseThenStop_holdsTheTrainerAndEndsIt() throws InterruptedException {
    try (Recorder recorder =
            Recorder.begin(address(), Samples.run("heard", folder.resolve("run")), _ -> {});
        RunStore store = RunStore.open(address())) {
      waitUntil(
          () -> {
            assertThat(recorder.isStopped(() -> false)).isFalse();
            return store.orders().containsValue(Order.GO);
          });
      String id = store.orders().keySet().iterator().next();
      store.order(id, Order.PAUSE);
      Thread trainer =
          Thread.ofVirtual().start(() -> waitUntil(() -> recorder.isStopped(() -> false)));
      waitUntil(() -> store.events(id).stream().anyMatch(e -> e.kind().equals("paused")));
      assertThat(trainer.isAlive()).isTrue();
      store.order(id, Order.STOP);
      assertThat(trainer.join(Duration.ofSeconds(20))).isTrue();
      waitUntil(() -> store.events(id).stream().anyMatch(e -> e.kind().equals("went on")));
    }
  }

  @Test
  void order_runThatEndedOrDoesNotListen_saysSo() {
    try (RunStore store = RunStore.open(address())) {
      RunWriter deaf = store.begin(Samples.run("deaf", folder.resolve("deaf")));
      assertThatThrownBy(() -> store.order(deaf.id(), Order.STOP))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("one that takes none");
      deaf.listen();
      deaf.write(RunRecord.State.now(RunStatus.FINISHED));
      assertThatThrownBy(() -> store.order(deaf.id(), Order.STOP))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("one that is finished");
      assertThat(store.orders()).isEmpty();
    }
  }

  /// Or else it would be given to a run that forgets it when it begins to listen.
  @Test
  void order_runThatWasResumedAndDoesNotListenYet_isRefused() {
    try (RunStore store = RunStore.open(address())) {
      RunWriter first = store.begin(Samples.run("again", folder.resolve("again")));
      first.listen();
      first.write(RunRecord.State.now(RunStatus.INTERRUPTED));
      RunWriter again = store.resume(first.id());
      assertThat(store.orders()).isEmpty();
      assertThatThrownBy(() -> store.order(first.id(), Order.STOP))
          .hasMessageContaining("one that takes none");
      again.listen();
      store.order(first.id(), Order.STOP);
      assertThat(again.order()).isEqualTo(Order.STOP);
    }
  }

  private static void waitUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
