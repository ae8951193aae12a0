package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReproductionReportTest {

  private static ReproductionReport with(List<Mistake> mistakes, List<String> names) {
    return new ReproductionReport(
        "",
        "",
        List.of(),
        List.of(),
        List.of(),
        Reports.confusion(),
        mistakes,
        Reports.data(),
        names,
        List.of());
  }

  @Test
  void report_unknownExperiment_isRefused() {
    List<Experiment> experiments = List.of(Reports.experiment("a"));
    List<Comparison> unknown = List.of(new Comparison("T", List.of("a", "b"), Metric.LOSS));
    List<Comparison> none = List.of(new Comparison("T", List.of(), Metric.LOSS));

    assertThatThrownBy(() -> Reports.of(experiments, unknown))
        .isInstanceOf(RoteException.class)
        .hasMessage(
            "report comparison \"T\": expected experiments out of [a], found [a, b];"
                + " correct its experiment ids");
    assertThatThrownBy(() -> Reports.of(experiments, none)).isInstanceOf(RoteException.class);
    List<Reach> reach = List.of(new Reach("T", List.of("b")));
    assertThatThrownBy(() -> Reports.of(experiments, reach)).isInstanceOf(RoteException.class);
  }

  @Test
  void report_mistakeOutsideTheData_isRefused() {
    for (Mistake mistake :
        List.of(
            new Mistake(4, 0, 1, 1, -1),
            new Mistake(0, 3, 1, 1, -1),
            new Mistake(0, 0, -1, 1, -1))) {
      assertThatThrownBy(() -> with(List.of(mistake), Reports.NAMES))
          .isInstanceOf(RoteException.class)
          .hasMessageStartingWith("report mistake: expected ");
    }
  }

  @Test
  void report_namesThatDoNotMatchTheClasses_areRefused() {
    assertThatThrownBy(() -> with(List.of(), List.of("a"))).isInstanceOf(RoteException.class);
  }
}
