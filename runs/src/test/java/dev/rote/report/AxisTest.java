package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {

  private static List<String> ticks(double min, double max, Scale scale) {
    Axis axis = Axis.ofValues(min, max, 5, 0, 100);
    return axis.ticks().stream().map(tick -> scale.tick(tick, axis.step())).toList();
  }

  @Test
  void ofValues_ticksAreRound() {
    assertThat(ticks(0.742, 0.884, Scale.PLAIN))
        .containsExactly("0.70", "0.75", "0.80", "0.85", "0.90");
    assertThat(ticks(0, 0.31, Scale.PLAIN)).containsExactly("0.0", "0.1", "0.2", "0.3", "0.4");
    assertThat(ticks(-0.012, 0.05, Scale.POINTS)).containsExactly("−2", "0", "2", "4", "6");
    assertThat(ticks(0.1, 1, Scale.PERCENT))
        .containsExactly(
            "0\u202f%", "20\u202f%", "40\u202f%", "60\u202f%", "80\u202f%", "100\u202f%");
    assertThat(ticks(0, 3.2e7, Scale.PLAIN)).containsExactly("0", "1e7", "2e7", "3e7", "4e7");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0.3, 0.3", "0, 0", "-5, -5", "0.8712, 0.8713", "1e-9, 3e-9", "-2, 1e12"})
  void ofValues_anyExtent_liesBetweenTheEndTicks(double min, double max) {
    for (int parts = 1; parts <= 12; parts++) {
      Axis axis = Axis.ofValues(min, max, parts, 200, 20);

      double nothing = 1e-9 * axis.step();
      assertThat(axis.low()).isLessThanOrEqualTo(min + nothing);
      assertThat(axis.high()).isGreaterThanOrEqualTo(max - nothing);
      assertThat(axis.low()).isEqualTo(axis.ticks().getFirst());
      assertThat(axis.high()).isEqualTo(axis.ticks().getLast());
      assertThat(axis.ticks()).hasSizeBetween(2, parts + 3);
      assertThat(axis.at(axis.low())).isEqualTo(200);
      assertThat(axis.at(axis.high())).isEqualTo(20);
    }
  }

  @Test
  void ofValues_roundExtent_isNotWidened() {
    Axis axis = Axis.ofValues(0.7, 1.0, 6, 0, 1);

    // 0.7 / 0.05 is a hair below 14 in floating point, and 0.3 / 0.1 below 3.
    assertThat(axis.ticks()).hasSize(7);
    assertThat(Axis.ofValues(0.3, 0.9, 6, 0, 1).ticks()).hasSize(7);
  }

  @Test
  void ofEpochs_ticksAreWholeAndApart() {
    assertThat(Axis.ofEpochs(1, 1, 12, 0, 1).ticks()).containsExactly(1.0);
    assertThat(Axis.ofEpochs(1, 2, 12, 0, 1).ticks()).containsExactly(1.0, 2.0);
    assertThat(Axis.ofEpochs(1, 12, 6, 0, 1).ticks())
        .containsExactly(1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0);
    assertThat(Axis.ofEpochs(1, 100, 5, 0, 1).ticks())
        .containsExactly(1.0, 20.0, 40.0, 60.0, 80.0, 100.0);
    assertThat(Axis.ofEpochs(17, 100, 8, 0, 1).ticks()).startsWith(17.0, 40.0);
  }
}
