package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.check.ParityReport;
import dev.rote.check.ParityReport.Divergence;
import dev.rote.check.ParityReport.Moment;
import dev.rote.check.ParityReport.Row;
import dev.rote.testkit.FashionSample;
import dev.rote.train.EpochStats;
import dev.rote.train.TrainEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherCommandsTest {

  @Test
  void checkGradients_smallNetwork_printsBothTablesAndHolds() {
    Session check =
        Session.of(
            "check",
            "gradients",
            "network={inputs: 12, layers: [{dense: 9, activation: tanh}, {dense: 4}]}");
    assertThat(check.code()).isZero();
    assertThat(check.out())
        .contains("0.weight [9, 12]")
        .contains("2.bias [4]")
        .contains("relative error")
        .contains("jvm against double")
        .contains("all gradients hold");
  }

  @Test
  void checkParity_twoKernelsOfOneEngine_printsATableForEachReportedStepAndAgrees() {
    Session check =
        Session.of(
            "check",
            "parity",
            "network={inputs: 12, layers: [{dense: 10, activation: tanh}, {dense: 4}]}",
            "optimizer={name: adam, rate: 0.01}",
            "batch=8",
            "--engines",
            "jvm,jvm:scalar",
            "--steps",
            "12");
    assertThat(check.code()).as(check.err()).isZero();
    assertThat(check.lines().getFirst())
        .isEqualTo(
            "12-10:tanh-4, softmax-cross-entropy, adam, 8 examples a step: jvm against jvm:scalar");
    assertThat(check.lines())
        .anyMatch(line -> line.matches("step 1 +disagreement +tolerance +share +seen against"))
        .anyMatch(line -> line.startsWith("step 10 "))
        .anyMatch(line -> line.startsWith("step 12 "))
        .anyMatch(line -> line.matches("gradient of 0\\.weight \\[10, 12] +0 .*"))
        .anyMatch(line -> line.matches("2\\.bias \\[4] +0 .*"))
        .contains("the engines agree: loss, gradients and weights, for 12 steps");
    assertThat(check.lines().getLast()).contains("9-9:tanh-4").contains("the engines agree");
  }

  @Test
  void checkParity_rateThatExplodes_saysHowFarItCouldCompare() {
    Session check =
        Session.of(
            "check",
            "parity",
            "network={inputs: 12, layers: [{dense: 9}, {dense: 4}]}",
            "objective=squared-error",
            "optimizer.rate=10",
            "--engines",
            "jvm:scalar,jvm:scalar");
    assertThat(check.code()).as(check.err()).isZero();
    assertThat(check.out()).containsPattern("agree: .* for \\d+ steps(; then|, and both)");
  }

  @Test
  void verdict_enginesThatPart_namesStepTensorAndHowFar() {
    Row good = new Row("loss", 0, 1e-6, "", 1);
    Row bad = new Row("0.weight [2, 3]", 1.25e-3, 4e-5, "[1, 2]", 1);
    Moment first = new Moment(1, 1, 1, good, List.of(), List.of(good));
    Moment second = new Moment(2, 1, 1, good, List.of(), List.of(good, bad));
    List<Moment> moments = List.of(first, second);
    assertThat(
            CheckParityCommand.verdict(
                new ParityReport("jvm", "torch", moments, List.of(), OptionalInt.empty())))
        .isEqualTo(
            "the engines part at step 2:"
                + " 0.weight [2, 3] at [1, 2] differs by 1.3e-03, tolerance 4.0e-05");
    Divergence alone = new Divergence("torch", 2, "Infinity in the loss");
    assertThat(
            CheckParityCommand.verdict(
                new ParityReport(
                    "jvm", "torch", List.of(first), List.of(alone), OptionalInt.empty())))
        .isEqualTo("the engines part at step 2: only torch diverges: Infinity in the loss");
  }

  @Test
  void signOfLife_shortWork_showsNothing() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SignOfLife life =
        new SignOfLife(Output.terminal(out, new ByteArrayOutputStream(), Map.of("COLUMNS", "20")));
    life.show("step 1/100");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void dataList_namesBothSets() {
    assertThat(Session.of("data", "list").out()).contains("fashion-mnist").contains("mnist");
    assertThat(Session.of("data", "list", "--json").lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"name\":"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "train",
        "evaluate",
        "reproduce",
        "data",
        "data show",
        "check",
        "check parity"
      })
  void help_everyVerb_saysUsageAndExitCodes(String verb) {
    Session help = Session.of((verb + " --help").strip().split(" "));
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Usage: rote").contains("130").contains("interrupted");
  }

  @Test
  void version_isNamed() {
    assertThat(Session.of("--version").out()).startsWith("rote ");
  }

  @Test
  void liveLine_onATerminal_isClearedBeforeText() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Output output = Output.terminal(out, new ByteArrayOutputStream(), Map.of("COLUMNS", "20"));
    output.live("a line that is longer than the terminal");
    output.print("text");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[Ka line that is long" + "\r\u001b[K" + "text\n");
  }

  @Test
  void noColor_onATerminal_turnsColoursOff() {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    assertThat(Output.terminal(sink, sink, Map.of("NO_COLOR", "1")).strong("x")).isEqualTo("x");
    assertThat(Output.terminal(sink, sink, Map.of("NO_COLOR", "")).strong("x")).contains("\u001b");
    assertThat(Output.piped(sink, sink).strong("x")).isEqualTo("x");
  }

  @Test
  void liveLine_inMidEpoch_saysEpochBatchSpeedTimeLossAndAccuracies() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Output output =
        Output.terminal(
            out, new ByteArrayOutputStream(), Map.of("COLUMNS", "120", "NO_COLOR", "1"));
    TextReporter reporter = new TextReporter(output);
    reporter.recipe(RecipeWords.read(List.of("batch=8")), FashionSample.split());
    reporter.accept(new TrainEvent.Started("engine", 800, 3, 0));
    reporter.accept(new TrainEvent.EpochEnded(new EpochStats(1, 0.5, 0.8, 0.6, 0.75, 100, 8)));
    reporter.accept(new TrainEvent.Progress(2, 400, 0.4321, 0.85, 100));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .endsWith(
            "epoch 2/3 batch 50/100  100/s  ETA 0:12  loss 0.4321"
                + "  accuracy 85.0 %, held out 75.0 %");
  }
}
