package dev.rote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.bench.Nearness.Seen;
import dev.rote.bench.Nearness.Turn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class NearnessTest {
  private static final double NEAR = 1.5;
  private static final double FAR = 8;
  private static final double REST = 0.001;
  private static final double FOR_EVER = 1e9;

  private final List<String> told = new ArrayList<>();

  /// These numbers, one after the other.
  private static DoubleSupplier numbers(Double... values) {
    Queue<Double> left = new ArrayDeque<>(List.of(values));
    return left::remove;
  }

  private Nearness nearness(double patience, Double... exchanges) {
    return new Nearness(numbers(exchanges), patience, REST, told::add);
  }

  @Test
  void isNear_upToTwiceTheLowest() {
    Seen seen = new Seen(NEAR, 0, 0);
    assertThat(seen.isNear(2 * NEAR)).isTrue();
    assertThat(seen.isNear(2.01 * NEAR)).isFalse();
    assertThat(seen.isNear(Double.POSITIVE_INFINITY)).isFalse();
  }

  @Test
  void isNear_nothingMeasured_isNever() {
    Seen seen = new Seen(Double.POSITIVE_INFINITY, 0, 0);
    assertThat(seen.isMeasured()).isFalse();
    assertThat(seen.isNear(Double.POSITIVE_INFINITY)).isFalse();
  }

  @Test
  void turn_coresMoveApartMeanwhile_isRepeated() {
    Nearness nearness = nearness(FOR_EVER, NEAR, FAR, NEAR, 1.6);
    assertThat(nearness.turn(numbers(100.0, 200.0))).isEqualTo(new Turn(200, 1.6));
    assertThat(nearness.seen().repeated()).isEqualTo(1);
    assertThat(nearness.seen().seconds()).isPositive();
    assertThat(told).isEmpty();
  }

  @Test
  void turn_coresFarApart_waitsAndSaysSoOnce() {
    Nearness nearness = nearness(FOR_EVER, NEAR, NEAR, FAR, FAR, NEAR, NEAR, FAR, NEAR, NEAR);
    DoubleSupplier speeds = numbers(100.0, 200.0, 300.0);
    for (double speed : List.of(100.0, 200.0, 300.0)) {
      assertThat(nearness.turn(speeds)).isEqualTo(new Turn(speed, NEAR));
    }
    assertThat(nearness.seen().repeated()).isZero();
    assertThat(nearness.seen().seconds()).isGreaterThanOrEqualTo(3 * 2 * REST);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst()).contains("8.0 ns a line now", "1.5 ns a line at best");
  }

  @Test
  void turn_withoutPatience_countsAsItComes() {
    Nearness nearness = nearness(0, FAR, NEAR, FAR, FAR);
    nearness.begin();
    assertThat(nearness.turn(numbers(100.0))).isEqualTo(new Turn(100, FAR));
    assertThat(nearness.turn(numbers(200.0))).isEqualTo(new Turn(200, FAR));
    assertThat(nearness.seen()).isEqualTo(new Seen(NEAR, 0, 0));
    assertThat(told).isEmpty();
  }

  @Test
  void turn_patienceThatRunsOut_waitsNoLonger() {
    Nearness nearness = nearness(REST / 2, NEAR, FAR, FAR, FAR, FAR);
    assertThat(nearness.turn(numbers(100.0, 200.0))).isEqualTo(new Turn(200, FAR));
    assertThat(nearness.seen().repeated()).isEqualTo(1);
  }
}
