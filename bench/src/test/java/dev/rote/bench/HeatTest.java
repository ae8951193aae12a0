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
            "784-128-64-10@1",
            "784-128-64-10@32",
            "784-128-64-10@64",
            "784-128-64-10@128",
            "784-128-64-10@512",
            "784-128-64-10@4096",
            "784-1024-1024-10@128",
            "784-1024-1024-10@512");
    assertThat(Heat.all().stream().map(heat -> heat.network().toString()).distinct())
        .containsExactly("784-128:relu-64:relu-10", "784-1024:relu-1024:relu-10");
  }

  @Test
  void quick_isPartOfTheWholeRace() {
    assertThat(Heat.all()).containsAll(Heat.quick());
    assertThat(Heat.quick()).isNotEmpty().hasSizeLessThan(Heat.all().size());
  }

  @Test
  void only_aHeatOrANetwork_givesThose() {
    assertThat(only("784-128-64-10@64")).containsExactly("784-128-64-10@64");
    assertThat(only("784-1024-1024-10", "784-128-64-10@1"))
        .hasSize(3)
        .startsWith("784-128-64-10@1");
  }

  @Test
  void only_anUnknownHeat_saysWhatAHeatLooksLike() {
    assertThatThrownBy(() -> only("784-128-64-10@64", "784-128-64-10@65"))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("784-128-64-10@1")
        .hasMessageContaining("\"784-128-64-10@65\"");
  }

  @Test
  void judgedAfter_isAffordableAndSeveralBatches() {
    for (Heat heat : Heat.all()) {
      assertThat(heat.judgedAfter()).as(heat.toString()).isGreaterThanOrEqualTo(8 * heat.batch());
    }
    assertThat(new Heat(Heat.REPORT, 64).judgedAfter()).isEqualTo(12_000);
    assertThat(new Heat(Heat.WIDE, 128).judgedAfter()).isLessThan(3_000);
  }
}
