package dev.rote.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochStatsTest {

  @Test
  void best_ofEqualLosses_isTheEarlierEpoch() {
    assertThat(EpochStats.best(List.of())).isEmpty();
    assertThat(EpochStats.best(history(0.5, 0.25, 0.75, 0.25)).orElseThrow().epoch()).isEqualTo(2);
    assertThat(EpochStats.best(history(0.5, 0.5)).orElseThrow().epoch()).isEqualTo(1);
  }

  private static List<EpochStats> history(double... losses) {
    return IntStream.range(0, losses.length)
        .mapToObj(i -> new EpochStats(i + 1, 0, 0, losses[i], 0, 0, 0))
        .toList();
  }
}
