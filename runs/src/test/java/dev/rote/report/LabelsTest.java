package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {

  private static List<Double> spread(double... wanted) {
    List<Double> places = java.util.Arrays.stream(wanted).boxed().toList();
    return Labels.spread(places, Collections.nCopies(wanted.length, 10.0), 0, 100);
  }

  @Test
  void spread_farApart_staysWhereItBelongs() {
    assertThat(spread(80, 20, 50)).containsExactly(80.0, 20.0, 50.0);
  }

  @Test
  void spread_equalPlaces_moveApartEvenly() {
    assertThat(spread(50, 50)).containsExactly(45.0, 55.0);
    assertThat(spread(50, 50, 50)).containsExactly(40.0, 50.0, 60.0);
    assertThat(spread(50, 58)).containsExactly(49.0, 59.0);
  }

  @Test
  void spread_atTheEdge_staysInside() {
    assertThat(spread(100, 99)).containsExactly(95.0, 85.0);
    assertThat(spread(-5, 2)).containsExactly(5.0, 15.0);
  }

  @Test
  void spread_aPoolThatMeetsAnother_movesWithIt() {
    // The first two alone would take 35 and 45, which leaves no room at 46.
    assertThat(spread(40, 40, 46)).containsExactly(32.0, 42.0, 52.0);
  }

  @Test
  void wrap_breaksBetweenWords() {
    assertThat(Labels.wrap("ReLU, rate  0.01", 11)).containsExactly("ReLU, rate", "0.01");
    assertThat(Labels.wrap("incomprehensible word", 8)).containsExactly("incomprehensible", "word");
    assertThat(Labels.wrap(" ", 8)).containsExactly("");
  }
}
