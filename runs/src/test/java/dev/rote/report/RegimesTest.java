package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegimesTest {

  @Test
  void shared_endsWithAClause() {
    String shared = Regimes.shared(List.of("data, batch 1, SGD", "data, batch 16, SGD"));

    assertThat(shared).isEqualTo("data");
    assertThat(Regimes.own("data, batch 16, SGD", shared)).isEqualTo("batch 16, SGD");
  }

  @Test
  void shared_equalRegimes_isAllOfThem() {
    String shared = Regimes.shared(List.of("pixels in [0, 1].", "pixels in [0, 1]."));

    assertThat(shared).isEqualTo("pixels in [0, 1].");
    assertThat(Regimes.own("pixels in [0, 1].", shared)).isEmpty();
  }

  @Test
  void shared_neverEndsInsideBrackets() {
    assertThat(Regimes.shared(List.of("pixels in [0, 1]", "pixels in [0, 255]"))).isEmpty();
    assertThat(Regimes.own("pixels in [0, 1]", "")).isEqualTo("pixels in [0, 1]");
  }

  @Test
  void shared_oneGoesOn_isTheShorter() {
    String shared = Regimes.shared(List.of("data; batch 1", "data; batch 1; Adam"));

    assertThat(shared).isEqualTo("data; batch 1");
    assertThat(Regimes.own("data; batch 1; Adam", shared)).isEqualTo("Adam");
  }
}
