package dev.rote.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeatTest {

  private static List<String> only(String... names) {
    return Heat.only(Heat.all(), List.of(names)).stream().map(Heat::toString).toList();
  }

  @Test
  void all_isTheWholeRace() {
    assertThat(Heat.all().stream().map(Heat::toString))
        .containsExactly(
            "784-128-64-10@1x1",
            "784-128-64-10@1x2",
            "784-128-64-10@32x1",
            "784-128-64-10@32x2",
            "784-128-64-10@64x1",
            "784-128-64-10@64x2",
            "784-128-64-10@128x1",
            "784-128-64-10@128x2",
            "784-128-64-10@512x1",
            "784-128-64-10@512x2",
            "784-128-64-10@4096x1",
            "784-128-64-10@4096x2",
            "784-1024-1024-10@128x1",
            "784-1024-1024-10@128x2",
            "784-1024-1024-10@512x1",
            "784-1024-1024-10@512x2");
    assertThat(Heat.all().stream().map(heat -> heat.network().toString()).distinct())
        .containsExactly("784-128:relu-64:relu-10", "784-1024:relu-1024:relu-10");
  }

  @Test
  void quick_isPartOfTheWholeRace() {
    assertThat(Heat.all()).containsAll(Heat.quick());
    assertThat(Heat.quick()).isNotEmpty().hasSizeLessThan(Heat.all().size());
  }

  @Test
  void only_aHeatANetworkOrABatch_givesThose() {
    assertThat(only("784-128-64-10@64x1")).containsExactly("784-128-64-10@64x1");
    assertThat(only("784-128-64-10@1")).containsExactly("784-128-64-10@1x1", "784-128-64-10@1x2");
    assertThat(only("784-1024-1024-10", "784-128-64-10@64x2"))
        .hasSize(5)
        .startsWith("784-128-64-10@64x2");
  }

  @Test
  void only_anUnknownHeat_saysWhatAHeatLooksLike() {
    assertThatThrownBy(() -> only("784-128-64-10@64x1", "784-128-64-10@64x9"))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("784-128-64-10@1x1")
        .hasMessageContaining("\"784-128-64-10@64x9\"");
  }
}
