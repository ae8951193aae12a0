package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.report.Curve.End;
import dev.rote.report.Curve.Point;
import dev.rote.train.EpochStats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {

  private static Curve curve(SeedRun... runs) {
    return Curve.of("curve", List.of(runs), EpochStats::heldOutAccuracy);
  }

  @Test
  void of_seedsOfUnequalLength_areAveragedWhereTheyAre() {
    Curve curve =
        curve(
            Reports.heldOut(1, 3, epoch -> epoch == 2 ? Double.NaN : 0.25),
            Reports.heldOut(2, 2, epoch -> 0.75));

    assertThat(curve.points())
        .containsExactly(
            new Point(1, 0.5, 0.25, 0.75),
            new Point(2, 0.75, 0.75, 0.75),
            new Point(3, 0.25, 0.25, 0.25));
    assertThat(curve.ends()).isEmpty();
  }

  @Test
  void of_equalSeeds_haveExactlyTheirValueAsMean() {
    for (int i = 1; i <= 200; i++) {
      double value = i / 203.0;
      List<SeedRun> runs = new ArrayList<>();
      for (int seed = 0; seed < 7; seed++) {
        runs.add(Reports.heldOut(seed, 1, epoch -> value));
      }
      assertThat(curve(runs.toArray(SeedRun[]::new)).points())
          .containsExactly(new Point(1, value, value, value));
    }
  }

  @Test
  void of_divergedRuns_endAtTheirLastNumber() {
    SeedRun measured = Reports.diverged(1, 2);
    SeedRun never = Reports.diverged(2, 0);

    assertThat(curve(measured, never).ends())
        .containsExactly(new End(2, measured.epochs().getLast().heldOutAccuracy()));
  }
}
