package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/// Reads the numbers back out of the drawing, by its tick labels as a reader would.
class LineChartTest {

  /// Lengths are written with two decimals, so each is off by half of 0.01 at most; a value read
  /// between two ticks takes in the error of its own place and of the ticks'.
  private static final double LENGTH_ERROR = 0.0101;

  private static Page chart(Metric metric, String size, Experiment... experiments) {
    List<String> ids = Arrays.stream(experiments).map(Experiment::id).toList();
    ReproductionReport report =
        Reports.of(List.of(experiments), List.of(new Comparison("T", ids, metric)));
    return Page.of(report.html()).part("//svg[@class='" + size + "']");
  }

  /// A scale, read off two tick labels.
  private record Ruler(double place, double value, double perUnit) {
    double at(double length) {
      return value + (length - place) * perUnit;
    }

    double error() {
      return Math.abs(perUnit) * LENGTH_ERROR;
    }
  }

  private static Ruler ruler(Page chart, String kind, String attribute) {
    String group = ".//g[@class='axis " + kind + "']";
    List<Double> places = numbers(chart.attributes(group + "/line", attribute));
    List<Double> values = chart.texts(group + "/text").stream().map(LineChartTest::value).toList();
    double slope =
        values.size() < 2
            ? 1
            : (values.getLast() - values.getFirst()) / (places.getLast() - places.getFirst());
    return new Ruler(places.getFirst(), values.getFirst(), slope);
  }

  private static double value(String tick) {
    String number = tick.replace('−', '-').replace("\u202f%", "");
    return Double.parseDouble(number) / (tick.endsWith("%") ? 100 : 1);
  }

  private static List<Double> numbers(List<String> texts) {
    return texts.stream().map(Double::valueOf).toList();
  }

  private static List<double[]> spots(Element shape) {
    List<double[]> spots = new ArrayList<>();
    for (String spot : shape.getAttribute("points").split(" ", -1)) {
      spots.add(Arrays.stream(spot.split(",", -1)).mapToDouble(Double::parseDouble).toArray());
    }
    return spots;
  }

  private static List<Double> read(Page chart, Element shape) {
    Ruler up = ruler(chart, "values", "y1");
    return spots(shape).stream().map(spot -> up.at(spot[1])).toList();
  }

  private static double[] perEpoch(
      Experiment experiment, ToDoubleFunction<double[]> fold, Metric.Part part) {
    int epochs = experiment.runs().getFirst().epochs().size();
    double[] folded = new double[epochs];
    for (int epoch = 0; epoch < epochs; epoch++) {
      int index = epoch;
      double[] seeds =
          experiment.runs().stream()
              .mapToDouble(run -> part.value().applyAsDouble(run.epochs().get(index)))
              .toArray();
      folded[epoch] = fold.applyAsDouble(seeds);
    }
    return folded;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void draw_anyMetric_linesAreTheMeansAndBandsTheExtremes(Metric metric) {
    Experiment a = Reports.experiment("a", Reports.run(1, 9), Reports.run(4, 9), Reports.run(6, 9));
    for (String size : List.of("wide", "narrow")) {
      Page chart = chart(metric, size, a);
      double unit = metric.scale() == Scale.POINTS ? 100 : 1;
      double error = ruler(chart, "values", "y1").error();
      List<Element> lines = chart.all(".//polyline");
      List<Element> bands = chart.all(".//polygon[starts-with(@class, 'band')]");

      assertThat(lines).hasSize(metric.parts().size());
      int band = 0;
      for (int i = 0; i < lines.size(); i++) {
        Metric.Part part = metric.parts().get(i);
        double[] means = perEpoch(a, LineChartTest::mean, part);
        double[] highs = perEpoch(a, v -> Arrays.stream(v).max().orElseThrow(), part);
        double[] lows = perEpoch(a, v -> Arrays.stream(v).min().orElseThrow(), part);
        List<Double> line = read(chart, lines.get(i));
        assertThat(line).hasSize(9);
        for (int epoch = 0; epoch < 9; epoch++) {
          assertThat(Math.abs(line.get(epoch) - unit * means[epoch])).isLessThanOrEqualTo(error);
        }
        if (Arrays.equals(highs, lows)) {
          continue;
        }
        List<Double> outline = read(chart, bands.get(band++));
        for (int epoch = 0; epoch < 9; epoch++) {
          double high = outline.get(epoch);
          double low = outline.get(17 - epoch);
          assertThat(Math.abs(high - unit * highs[epoch])).isLessThanOrEqualTo(error);
          assertThat(Math.abs(low - unit * lows[epoch])).isLessThanOrEqualTo(error);
          assertThat(line.get(epoch)).isBetween(low, high);
        }
      }
      assertThat(bands).hasSize(band);
    }
  }

  @ParameterizedTest
  @CsvSource({"2,wide", "2,narrow", "3,wide", "12,narrow", "100,wide", "100,narrow"})
  void draw_anyNumberOfEpochs_pointsStandAboveTheirEpochs(int epochs, String size) {
    Page chart =
        chart(Metric.HELD_OUT_ACCURACY, size, Reports.experiment("a", Reports.run(1, epochs)));
    Ruler across = ruler(chart, "epochs", "x1");
    List<double[]> spots = spots(chart.all(".//polyline").getFirst());
    List<String> ticks = chart.texts(".//g[@class='axis epochs']/text");

    assertThat(spots).hasSize(epochs);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double read = across.at(spots.get(epoch - 1)[0]);
      assertThat(Math.abs(read - epoch)).isLessThanOrEqualTo(across.error());
    }
    assertThat(ticks).startsWith("1").doesNotHaveDuplicates().hasSizeBetween(2, 13);
  }

  @Test
  void draw_oneEpoch_isAMarkAboveTheOnlyTick() {
    Page chart =
        chart(Metric.HELD_OUT_ACCURACY, "wide", Reports.experiment("a", Reports.run(1, 1)));

    assertThat(chart.all(".//polyline")).isEmpty();
    assertThat(chart.texts(".//polygon[starts-with(@class, 'mark')]/title"))
        .containsExactly("held out: 54.6\u202f% at epoch 1");
    assertThat(chart.texts(".//g[@class='axis epochs']/text")).containsExactly("1");
  }

  @Test
  void draw_epochsWithoutANumber_leaveAGap() {
    SeedRun run = Reports.heldOut(1, 9, e -> e == 4 || e == 6 ? Double.NaN : 0.5 + 0.01 * e);
    Page chart = chart(Metric.HELD_OUT_ACCURACY, "wide", Reports.experiment("a", run));

    assertThat(chart.all(".//polyline"))
        .extracting(line -> spots(line).size())
        .containsExactly(3, 3);
    assertThat(chart.texts(".//polygon[starts-with(@class, 'mark')]/title"))
        .hasSize(7)
        .contains("held out: 55.0\u202f% at epoch 5")
        .noneMatch(title -> title.endsWith("epoch 4") || title.endsWith("epoch 6"));
  }

  @Test
  void draw_infiniteLoss_isLeftOut() {
    SeedRun run = Reports.heldOut(1, 4, e -> e == 4 ? Double.POSITIVE_INFINITY : 0.5);
    Page chart = chart(Metric.HELD_OUT_ACCURACY, "wide", Reports.experiment("a", run));

    assertThat(spots(chart.all(".//polyline").getFirst())).hasSize(3);
  }

  @Test
  void draw_divergedSeed_isCrossedWhereItWasLast() {
    Experiment a =
        Reports.experiment("a", Reports.run(1, 6), Reports.diverged(2, 3), Reports.run(3, 6));
    Page chart = chart(Metric.HELD_OUT_ACCURACY, "wide", a);
    List<Element> cross = chart.all(".//line[starts-with(@class, 'cross')]");
    double x = (number(cross.getFirst(), "x1") + number(cross.getFirst(), "x2")) / 2;
    double y = (number(cross.getFirst(), "y1") + number(cross.getFirst(), "y2")) / 2;
    Ruler across = ruler(chart, "epochs", "x1");
    Ruler up = ruler(chart, "values", "y1");

    assertThat(cross).hasSize(2);
    assertThat(Math.abs(across.at(x) - 3)).isLessThanOrEqualTo(across.error());
    double last = a.runs().get(1).epochs().getLast().heldOutAccuracy();
    assertThat(Math.abs(up.at(y) - last)).isLessThanOrEqualTo(up.error());
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void draw_linesThatEndTogether_keepTheirNamesApart() {
    Experiment[] experiments = new Experiment[6];
    for (int i = 0; i < experiments.length; i++) {
      double end = 0.8 + 0.0001 * i;
      experiments[i] = Reports.experiment("" + i, Reports.heldOut(1, 5, e -> 0.1 * e + end - 0.5));
    }
    Page chart = chart(Metric.HELD_OUT_ACCURACY, "wide", experiments);
    List<Double> heights =
        chart.attributes(".//text[starts-with(@class, 'name')]", "y").stream()
            .map(Double::valueOf)
            .sorted()
            .toList();

    assertThat(heights).hasSize(6).allMatch(y -> y > 0 && y < 350);
    for (int i = 1; i < heights.size(); i++) {
      assertThat(heights.get(i) - heights.get(i - 1)).isGreaterThanOrEqualTo(13);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wide", "narrow"})
  void draw_namesTooLong_areLeftToTheKey(String size) {
    String name = "a name of very many words that no gutter has room for whatever is done";
    Experiment a = new Experiment("a", name, "", "", List.of(Reports.run(1, 3)));
    Experiment b = new Experiment("b", "b", "", "", List.of(Reports.run(2, 3)));
    ReproductionReport report =
        Reports.of(
            List.of(a, b),
            List.of(new Comparison("T", List.of("a", "b"), Metric.HELD_OUT_ACCURACY)));
    Page page = Page.of(report.html());

    assertThat(page.all("//svg[@class='" + size + "']//text[starts-with(@class, 'name')]"))
        .isEmpty();
    assertThat(page.texts("//figcaption/table/tbody//th")).containsExactly(name, "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wide", "narrow"})
  void draw_levelLine_standsAtItsValueAcrossThePlot(String size) {
    double level = StrictMath.log(10);
    List<Experiment> experiments = List.of(Reports.experiment("a", Reports.run(1, 4)));
    Comparison comparison =
        new Comparison("T", "", List.of("a"), Metric.LOSS, List.of(new Reference("chance", level)));
    Page chart =
        Page.of(Reports.of(experiments, List.of(comparison)).html())
            .part("//svg[@class='" + size + "']");
    Element line = chart.all(".//line[@class='reference']").getFirst();
    Ruler up = ruler(chart, "values", "y1");
    Ruler across = ruler(chart, "epochs", "x1");

    assertThat(Math.abs(up.at(number(line, "y1")) - level)).isLessThanOrEqualTo(up.error());
    assertThat(line.getAttribute("y2")).isEqualTo(line.getAttribute("y1"));
    assertThat(Math.abs(across.at(number(line, "x1")) - 1)).isLessThanOrEqualTo(across.error());
    assertThat(Math.abs(across.at(number(line, "x2")) - 4)).isLessThanOrEqualTo(across.error());
    assertThat(chart.texts(".//text[@class='name level']")).containsExactly("chance");
    assertThat(chart.texts("./desc").getFirst()).endsWith("Level line, chance: 2.303.");
  }

  @Test
  void draw_titlesThatBeginAlike_areNamedByTheRest() {
    Experiment a = new Experiment("a", "relu, rate 1", "", "", List.of(Reports.run(1, 3)));
    Experiment b = new Experiment("b", "relu, rate 2", "", "", List.of(Reports.run(2, 3)));
    Page chart = chart(Metric.HELD_OUT_ACCURACY, "wide", a, b);

    assertThat(chart.texts(".//text[starts-with(@class, 'name')]"))
        .containsExactly("rate 1", "rate 2");
  }

  @Test
  void draw_sixLines_differInMoreThanColour() {
    Experiment[] experiments = new Experiment[6];
    for (int i = 0; i < experiments.length; i++) {
      experiments[i] = Reports.experiment("" + i, Reports.run(i, 4));
    }
    Page chart = chart(Metric.HELD_OUT_ACCURACY, "wide", experiments);

    assertThat(chart.attributes(".//polyline", "class"))
        .containsExactly(
            "line c0 d0", "line c1 d1", "line c2 d2", "line c3 d3", "line c4 d0", "line c5 d1");
  }

  @Test
  void draw_pairsOfSeveralExperiments_shareAColourAndDifferInDashes() {
    Page chart =
        chart(
            Metric.LOSS,
            "wide",
            Reports.experiment("a", Reports.run(1, 4)),
            Reports.experiment("b", Reports.run(2, 4)));

    assertThat(chart.attributes(".//polyline", "class"))
        .containsExactly("line c0 d0", "line c0 d1", "line c1 d0", "line c1 d1");
  }

  @Test
  void description_saysWhereLinesBeginAndEnd() {
    Page chart = chart(Metric.HELD_OUT_LOSS, "wide", Reports.experiment("a", Reports.run(1, 10)));

    assertThat(chart.texts("./desc"))
        .containsExactly(
            "mean held-out loss per example by epoch. held out: 0.850 at epoch 1, 0.400 at epoch 10.");
  }

  @Test
  void lossAxis_startsAtZero() {
    Page chart = chart(Metric.LOSS, "wide", Reports.experiment("a", Reports.run(1, 10)));

    assertThat(chart.texts(".//g[@class='axis values']/text")).startsWith("0.0");
  }
}
