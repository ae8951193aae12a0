package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void text_showsWhatTellsResultsApart() {
    assertThat(Scale.PERCENT.text(0.8725)).isEqualTo("87.2\u202f%");
    assertThat(Scale.PERCENT.text(1)).isEqualTo("100.0\u202f%");
    assertThat(Scale.POINTS.text(-0.0312)).isEqualTo("−3.1\u00a0pts");
    assertThat(Scale.PLAIN.text(2.302585)).isEqualTo("2.303");
    assertThat(Scale.PLAIN.text(0)).isEqualTo("0.000");
    assertThat(Scale.PLAIN.text(0.000834)).isEqualTo("0.00083");
    assertThat(Scale.PLAIN.text(1.26e-9)).isEqualTo("1.3e−9");
    assertThat(Scale.PLAIN.text(4.4e30)).isEqualTo("4.4e30");
    assertThat(Scale.PLAIN.text(Double.NaN)).isEqualTo("NaN");
    assertThat(Scale.PLAIN.text(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    assertThat(Scale.POINTS.text(-0.00001)).isEqualTo("0.0\u00a0pts");
  }

  @Test
  void range_namesBothEndsIfTheyDiffer() {
    assertThat(Scale.PERCENT.range(0.869, 0.875)).isEqualTo("86.9–87.5\u202f%");
    assertThat(Scale.PERCENT.range(0.87501, 0.87502)).isEqualTo("87.5\u202f%");
    assertThat(Scale.PLAIN.range(-0.5, 0.25)).isEqualTo("−0.500 to 0.250");
  }
}
