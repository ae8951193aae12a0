package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartFigureTest {

  private static Page figure(Metric metric, Experiment... experiments) {
    List<String> ids = Arrays.stream(experiments).map(Experiment::id).toList();
    ReproductionReport report =
        Reports.of(List.of(experiments), List.of(new Comparison("T", ids, metric)));
    return Page.of(report.html()).part("//figure");
  }

  @Test
  void key_givesLastAndBestOfEachLine() {
    SeedRun peak = Reports.heldOut(1, 4, epoch -> 0.5 + (epoch == 3 ? 0.25 : 0.01 * epoch));
    SeedRun lower = Reports.heldOut(2, 4, epoch -> 0.5);
    SeedRun brief = Reports.heldOut(1, 2, epoch -> 0.1 * epoch);
    Page page =
        figure(
            Metric.HELD_OUT_ACCURACY,
            Reports.experiment("a", peak, lower),
            Reports.experiment("b", brief),
            Reports.experiment("c", Reports.diverged(5, 0)));

    assertThat(page.texts(".//thead//th")).containsExactly("Line", "Last", "Best");
    assertThat(page.texts(".//tbody/tr[1]/*"))
        .containsExactly("line a", "52.0\u202f% 50.0–54.0\u202f%", "62.5\u202f% epoch 3");
    assertThat(page.texts(".//tbody/tr[2]/*"))
        .containsExactly("line b", "20.0\u202f% epoch 2", "20.0\u202f% epoch 2");
    assertThat(page.texts(".//tbody/tr[3]/*")).containsExactly("line c", "nothing measured");
  }

  @Test
  void key_ofALoss_givesTheLowest() {
    Page page = figure(Metric.TRAIN_LOSS, Reports.experiment("a", Reports.run(1, 4)));

    assertThat(page.texts(".//thead//th")).containsExactly("Line", "Last", "Lowest");
    assertThat(page.texts(".//tbody/tr/*")).containsExactly("training", "0.250", "0.250 epoch 4");
  }

  @Test
  void key_namesLevelLines() {
    Comparison comparison =
        new Comparison(
            "T",
            "What to see.",
            List.of("a"),
            Metric.TRAIN_LOSS,
            List.of(new Reference("chance, ln 2", StrictMath.log(2))));
    List<Experiment> experiments = List.of(Reports.experiment("a", Reports.run(1, 4)));
    Page page = Page.of(Reports.of(experiments, List.of(comparison)).html()).part("//figure");

    assertThat(page.texts("./p")).containsExactly("What to see.");
    assertThat(page.texts(".//tbody/tr[2]/*")).containsExactly("chance, ln 2", "0.693", "");
  }

  @Test
  void notes_tellSeedsDivergenceAndRegimes() {
    Page page =
        figure(
            Metric.LOSS,
            Reports.experiment("a", Reports.run(1, 4)),
            Reports.experiment("b", Reports.run(1, 4), Reports.diverged(8, 2)));

    assertThat(page.texts(".//div[@class='notes']/p"))
        .containsExactly(
            "Mean of 1 to 2 seeds; the band runs from the lowest to the highest."
                + " A cross is where a seed diverged.",
            "line b diverged from 1 of 2 seeds (seed 8: loss is NaN).",
            "data, batch 1",
            "line a: a",
            "line b: b");
  }
}
