package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReachTableTest {

  /// Reaches 79 % + epoch.
  private static SeedRun steady(long seed, int epochs) {
    return Reports.heldOut(seed, epochs, epoch -> (79 + epoch) / 100.0);
  }

  @Test
  void table_givesMeanEpochsOverTheSeedsThatGetThere() {
    SeedRun late = Reports.heldOut(3, 10, epoch -> epoch < 4 ? Double.NaN : 0.805);
    List<Experiment> experiments =
        List.of(
            Reports.experiment("a", steady(1, 10), steady(2, 6), late),
            Reports.experiment("b", Reports.heldOut(1, 3, epoch -> 0.7996)),
            Reports.experiment("c"));
    Reach reach = new Reach("Epochs", List.of("a", "b", "c"));
    Page page = Page.of(Reports.of(experiments, List.of(reach)).html()).part("//table");

    assertThat(page.texts(".//thead//th"))
        .containsExactly(
            "Experiment",
            "80\u202f%",
            "82\u202f%",
            "84\u202f%",
            "85\u202f%",
            "86\u202f%",
            "87\u202f%",
            "88\u202f%",
            "89\u202f%",
            "Best");
    assertThat(page.texts(".//tbody/tr[1]/*"))
        .containsExactly(
            "line a",
            "2",
            "3 2 of 3 seeds",
            "5 2 of 3 seeds",
            "6 2 of 3 seeds",
            "7 1 of 3 seeds",
            "8 1 of 3 seeds",
            "9 1 of 3 seeds",
            "10 1 of 3 seeds",
            "89.00\u202f%");
    assertThat(page.texts(".//tbody/tr[2]/*"))
        .containsExactly(
            "line b",
            "never",
            "never",
            "never",
            "never",
            "never",
            "never",
            "never",
            "never",
            "79.96\u202f%");
    assertThat(page.texts(".//tbody/tr[3]/*")).startsWith("line c", "never").endsWith("–");
  }

  @Test
  void reach_meanOfUnequalEpochs_hasOneDecimal() {
    Experiment experiment =
        Reports.experiment(
            "a", steady(1, 5), steady(2, 5), Reports.heldOut(3, 5, epoch -> 0.1 + 0.18 * epoch));

    assertThat(ReachTable.Arrival.of(experiment, 0.80).text()).isEqualTo("2");
    assertThat(ReachTable.Arrival.of(experiment, 0.81).text()).isEqualTo("2.7");
  }
}
