package dev.rote.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointIntervalTest {

  @Test
  void parse_timesAndSteps_areRead() {
    assertThat(List.of("30s", "5m", "2h", "500").stream().map(CheckpointInterval::parse))
        .containsExactly(
            new CheckpointInterval.Time(Duration.ofSeconds(30)),
            CheckpointInterval.STANDARD,
            new CheckpointInterval.Time(Duration.ofHours(2)),
            new CheckpointInterval.Steps(500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0s", "-1", "5 m", "1.5h", "5d", "m", "9999999999"})
  void parse_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> CheckpointInterval.parse(text))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("30s, 5m, 2h or a number of steps");
  }
}
