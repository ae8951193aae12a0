package dev.rote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpeedTest {

  @Test
  void of_oddRounds_isTheMiddleOneAndTheExtremes() {
    assertThat(Speed.of(List.of(30.0, 10.0, 1000.0))).isEqualTo(new Speed(30, 10, 1000));
  }

  @Test
  void of_evenRounds_isTheMeanOfTheMiddleTwo() {
    assertThat(Speed.of(List.of(40.0, 10.0, 20.0, 90.0))).isEqualTo(new Speed(30, 10, 90));
  }

  @Test
  void of_oneRound_isThatRound() {
    assertThat(Speed.of(List.of(7.0))).isEqualTo(new Speed(7, 7, 7));
  }
}
