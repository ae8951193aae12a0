package dev.rote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PeakTest {

  @Test
  void measure_givesOneAndAllThreads() {
    Peak peak = Peak.measure(2);
    assertThat(peak.gflops().keySet()).containsExactly(1, 2);
    assertThat(peak.of(1)).isPositive();
    assertThat(peak.all()).isEqualTo(peak.of(2)).isEqualTo(peak.of(64));
  }

  @Test
  void or_takesTheHigherOfBoth() {
    Peak a = new Peak(new TreeMap<>(Map.of(1, 30.0, 2, 50.0)));
    Peak b = new Peak(new TreeMap<>(Map.of(1, 20.0, 2, 60.0)));
    assertThat(a.or(b)).isEqualTo(new Peak(new TreeMap<>(Map.of(1, 30.0, 2, 60.0))));
  }
}
