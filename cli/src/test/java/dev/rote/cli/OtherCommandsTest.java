package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.testkit.FashionSample;
import dev.rote.train.EpochStats;
import dev.rote.train.TrainEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
  void dataList_namesBothSets() {
    assertThat(Session.of("data", "list").out()).contains("fashion-mnist").contains("mnist");
    assertThat(Session.of("data", "list", "--json").lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"name\":"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "train", "evaluate", "reproduce", "data", "data show", "check"})
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
