package dev.rote.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rote.data.Dataset;
import dev.rote.testkit.FashionSample;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurvesTest {

  private static double zeros(Dataset data) {
    long zeros = 0;
    for (int i = 0; i < data.size(); i++) {
      for (int p = 0; p < data.features(); p++) {
        zeros += data.pixel(i, p) == 0 ? 1 : 0;
      }
    }
    return (double) zeros / data.size() / data.features();
  }

  /// 627,200 pixels drawn one by one: the share's deviation is below 0.0007.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25, 0.5, 0.81, 1})
  void withZeros_hasThatShare(double share) {
    Dataset data = FashionSample.split().train();
    Dataset changed = Curves.withZeros(data, share);
    assertThat(zeros(changed)).isCloseTo(share, within(share == 0 || share == 1 ? 0 : 0.004));
    assertThat(changed.label(17)).isEqualTo(data.label(17));
    assertThat(changed.size()).isEqualTo(data.size());
  }

  @Test
  void all_quick_measuresTheEndsOfEachCurve() {
    List<Entrant> jvm = new Entrants(java.nio.file.Path.of(".."), 1).of("jvm");
    List<String> told = new java.util.ArrayList<>();
    List<CostCurve> curves =
        new Curves(FashionSample.split(), jvm, new Pace(1, 0.002), Optional.empty(), told::add)
            .all(true);
    assertThat(curves.stream().map(CostCurve::id)).containsExactly("width", "data", "zeros");
    assertThat(told).hasSize(Curves.heats(true));
    for (CostCurve curve : curves) {
      for (CostCurve.Point point : curve.points()) {
        assertThat(CostCurve.of(point, "jvm").orElseThrow().median()).isPositive();
      }
    }
  }
}
