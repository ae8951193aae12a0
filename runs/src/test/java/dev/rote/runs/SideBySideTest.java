package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Pieces of work at once.
class SideBySideTest {
  @Test
  void all_pieces_areDoneAtOnceAndHandedBackInOrder() {
    CountDownLatch bothUnderWay = new CountDownLatch(2);
    List<Supplier<Integer>> pieces =
        IntStream.range(0, 20)
            .<Supplier<Integer>>mapToObj(
                n ->
                    () -> {
                      bothUnderWay.countDown();
                      await(bothUnderWay);
                      return n;
                    })
            .toList();
    assertThat(new SideBySide(2).all(pieces)).isEqualTo(IntStream.range(0, 20).boxed().toList());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void all_pieceThatFails_isThrownAndNoOtherIsBegun() {
    AtomicInteger begun = new AtomicInteger();
    SideBySide cores = new SideBySide(1);
    List<Supplier<Integer>> pieces =
        IntStream.range(0, 9)
            .<Supplier<Integer>>mapToObj(
                n ->
                    () -> {
                      if (begun.incrementAndGet() == 3) {
                        throw new IllegalStateException("third");
                      }
                      return n;
                    })
            .toList();
    assertThatThrownBy(() -> cores.all(pieces)).hasMessage("third");
    assertThat(begun).hasValue(3);
    assertThat(cores.failed()).isTrue();
  }
}
