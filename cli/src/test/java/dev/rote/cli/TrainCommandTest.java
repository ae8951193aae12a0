package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.runs.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder = Path.of("");
  private Sample sample = new Sample(Path.of(""), Path.of(""));

  @BeforeEach
  void copySample() throws IOException {
    sample = Sample.in(folder);
  }

  private Session train(String... more) {
    return Session.of(
        Stream.concat(Stream.of("train", sample.recipe().toString()), Stream.of(more)).toList());
  }

  @Test
  void train_recipe_keepsTheRunInItsFolder() throws IOException {
    Path out = folder.resolve("run");
    Session run = train("--out", out.toString());
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("784-128:relu-64:relu-10").contains("109,386");
    assertThat(run.lines().stream().filter(line -> line.startsWith("epoch "))).hasSize(3);
    assertThat(run.out()).doesNotContain("\u001b").doesNotContain("\r");
    List<String> metrics = Files.readAllLines(out.resolve("metrics.csv"));
    assertThat(metrics.getFirst())
        .isEqualTo(
            "epoch,train_loss,train_accuracy,heldout_loss,heldout_accuracy,"
                + "examples_per_second,seconds");
    assertThat(metrics).hasSize(4);
    assertThat(metrics.getLast()).matches("3,0\\.\\d+,0\\.\\d+,\\d\\.\\d+,0\\.\\d+,.*");
    assertThat(out.resolve("checkpoint/last.safetensors")).isRegularFile();
    assertThat(Files.readString(out.resolve("provenance.json")))
        .contains("\"java\"")
        .contains("\"cpu\"")
        .contains("\"train data\"");
    assertThat(Files.readString(out.resolve("recipe.yaml"))).contains("nesterov: false");
  }

  @Test
  void train_sameRecipe_givesTheSameFileOnAnyThreadsAndKernels() throws IOException {
    train("--out", folder.resolve("a").toString());
    train("--out", folder.resolve("b").toString(), "--threads", "2", "--sparse", "on");
    train("--out", folder.resolve("c").toString(), "--threads", "3", "--kernels", "scalar");
    train("--out", folder.resolve("d").toString(), "--kernels", "128", "--sparse", "off");
    byte[] model = Files.readAllBytes(folder.resolve("a/model.safetensors"));
    assertThat(Files.readAllBytes(folder.resolve("d/model.safetensors"))).isEqualTo(model);
    assertThat(Files.readAllBytes(folder.resolve("b/model.safetensors"))).isEqualTo(model);
    assertThat(Files.readAllBytes(folder.resolve("c/model.safetensors"))).isEqualTo(model);
  }

  @Test
  void evaluate_trainedModel_printsTheLastEpochsNumbers() throws IOException {
    Path out = folder.resolve("run");
    train("--out", out.toString());
    String[] last = Files.readAllLines(out.resolve("metrics.csv")).getLast().split(",", -1);
    Session judged = Session.of("evaluate", out.resolve("model.safetensors").toString(), "--json");
    assertThat(judged.code()).isZero();
    assertThat(judged.out()).contains("\"loss\":" + last[3]).contains("\"accuracy\":" + last[4]);
  }

  /// Adam at this rate overshoots, so that the best epoch is not the last.
  @Test
  void evaluate_bestModel_printsTheNumbersOfTheEpochWithTheLowestHeldOutLoss() throws IOException {
    Path out = folder.resolve("run");
    train(
        "--out",
        out.toString(),
        "epochs=5",
        "data.limit=60",
        "data.heldout-limit=30",
        "network.layers=[{dense: 10}]",
        "optimizer={name: adam, rate: 0.03}");
    List<String[]> rows =
        Files.readAllLines(out.resolve("metrics.csv")).stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .toList();
    String[] best =
        rows.stream()
            .min(Comparator.comparingDouble(row -> Double.parseDouble(row[3])))
            .orElseThrow();
    assertThat(best[0]).isNotEqualTo("5");
    Session judged = Session.of("evaluate", out.resolve("best.safetensors").toString(), "--json");
    assertThat(judged.code()).as(judged.err()).isZero();
    assertThat(judged.out()).contains("\"loss\":" + best[3]).contains("\"accuracy\":" + best[4]);
  }

  @Test
  void train_resumeAfterTheBestModelWasDeleted_saysSoAndGoesOn() throws IOException {
    Path out = folder.resolve("run");
    train("--out", out.toString(), "epochs=1");
    Files.delete(out.resolve("best.safetensors"));
    Session resumed = Session.of("train", "--resume", "--out", out.toString());
    assertThat(resumed.code()).isZero();
    assertThat(resumed.err()).isEqualTo("best.safetensors, of epoch 1, is gone\n");
    assertThat(out.resolve("best.safetensors")).doesNotExist();
  }

  @Test
  void evaluate_modelOfRandomLabels_drawsTheSameAgainFromItsRecipe() throws IOException {
    Path out = folder.resolve("run");
    Session run =
        train(
            "--out",
            out.toString(),
            "seed=5",
            "measure=exact",
            "data.labels={name: random, classes: 2}",
            "network.layers=[{dense: 16, activation: relu}, {dense: 2}]");
    assertThat(run.code()).as(run.err()).isZero();
    String summary =
        run.lines().stream()
            .filter(line -> line.startsWith("labels: random over 2 classes: "))
            .findFirst()
            .orElseThrow();
    assertThat(summary).matches(".*: \\d+ of 800 training and \\d+ of 200 held-out labels changed");
    assertThat(Files.readString(out.resolve("provenance.json")))
        .contains("\"labels\" : \"" + summary.substring("labels: ".length()) + "\"");

    String[] last = Files.readAllLines(out.resolve("metrics.csv")).getLast().split(",", -1);
    String model = out.resolve("model.safetensors").toString();
    Session heldOut = Session.of("evaluate", model, "--json");
    assertThat(heldOut.out()).contains("\"loss\":" + last[3]).contains("\"accuracy\":" + last[4]);
    Session training = Session.of("evaluate", model, "--train-split", "--json");
    assertThat(training.out()).contains("\"loss\":" + last[1]).contains("\"accuracy\":" + last[2]);
    assertThat(Session.of("evaluate", model).lines()).last().isEqualTo(summary);
  }

  @Test
  void evaluate_modelOfFewerClassesThanTheDataNamed_isOneLine() {
    Path out = folder.resolve("run");
    String[] random = {"data.labels={name: random, classes: 2}", "network.layers=[{dense: 2}]"};
    train("--out", out.toString(), "epochs=1", random[0], random[1]);
    String model = out.resolve("model.safetensors").toString();
    Session judged = Session.of("evaluate", model, "--data", "noise");
    assertThat(judged.code()).isEqualTo(1);
    assertThat(judged.err().lines()).hasSize(1);
    assertThat(judged.err()).contains("expected at most 2 classes");
  }

  @Test
  void train_noise_needsNoFilesAndIsJudgedOnTheSame() throws IOException {
    Path out = folder.resolve("run");
    Session run =
        train(
            "--out",
            out.toString(),
            "data={name: noise, limit: 60, heldout-limit: 40, pixels: gaussian}");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("noise: 60 training and 40 held-out examples of width 784, 10");
    String[] last = Files.readAllLines(out.resolve("metrics.csv")).getLast().split(",", -1);
    Session judged = Session.of("evaluate", out.resolve("model.safetensors").toString(), "--json");
    assertThat(judged.out()).contains("\"loss\":" + last[3]);
  }

  /// The first two rows are learned from, the third is held out; a column of 8 is only shifted.
  @Test
  void train_table_keepsHowItsColumnsAreStandardised() throws IOException {
    Path table = folder.resolve("t.csv");
    Files.writeString(table, "tall,town,old,kind\n1,Ulm,8,a\n3,Rom,8,b\n");
    Files.writeString(folder.resolve("h.csv"), "tall,town,old,kind\n9,Ulm,9,a\n");
    Path out = folder.resolve("run");
    Session run =
        Session.of(
            "train",
            Files.writeString(
                    folder.resolve("table.yaml"),
                    "{data: {table: t.csv, heldout-table: h.csv}, epochs: 1,"
                        + " network: {inputs: 4, layers: [{dense: 2}]}}")
                .toString(),
            "--out",
            out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Json.object(Files.readString(out.resolve("provenance.json"))).get("standardised"))
        .isEqualTo(
            List.of(
                Map.of("column", "tall", "mean", 2.0, "deviation", 1.0),
                Map.of("column", "old", "mean", 8.0, "deviation", 1.0)));
    train("--out", folder.resolve("pictures").toString(), "epochs=1");
    assertThat(Files.readString(folder.resolve("pictures/provenance.json")))
        .doesNotContain("standardised");
  }

  @Test
  void train_dryRunOfLabelNoise_saysHowManyLabelsChanged() {
    assertThat(train("--dry-run", "data.noise={name: pairs, share: 1}").lines())
        .last()
        .isEqualTo("labels: pair flips 1.0: 800 of 800 training labels changed");
    assertThat(train("--dry-run", "data.noise=0.1", "--json").out())
        .containsPattern("\"labels\":\"symmetric noise 0.1: \\d+ of 800 training labels changed\"");
    assertThat(train("--dry-run").out()).doesNotContain("labels");
  }

  @Test
  void train_json_printsAnObjectALine() {
    Session run = train("--out", folder.resolve("run").toString(), "--json");
    assertThat(run.lines()).hasSize(6).allMatch(line -> line.matches("\\{\"event\":.*}"));
    assertThat(run.lines().get(2)).contains("\"epoch\":1").contains("\"heldout_accuracy\":0.");
    assertThat(run.lines().getLast()).contains("\"event\":\"finished\"");
  }

  @Test
  void train_quiet_printsNothing() {
    Session run = train("--out", folder.resolve("run").toString(), "-q");
    assertThat(run).isEqualTo(new Session(0, "", ""));
  }

  @Test
  void train_dryRun_showsTheNetworkAndWritesNothing() throws IOException {
    Session run = train("--out", folder.resolve("run").toString(), "--dry-run");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("forward FLOPs").contains("800 training");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void train_printRecipe_showsEveryDefaultAndTheOverrides() {
    Session run = train("--print-recipe", "epochs=7", "network.layers.0.activation=tanh");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("epochs: 7")
        .contains("activation: tanh")
        .contains("reduction: mean")
        .contains("measure: folded");
    assertThat(Session.of("train", "--print-recipe").out()).contains("fashion-mnist");
  }

  @Test
  void train_finishedFolder_isNotOverwritten() {
    Path out = folder.resolve("run");
    train("--out", out.toString(), "epochs=1");
    Session again = train("--out", out.toString(), "epochs=1");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("--resume");
  }

  @Test
  void train_resumeFinishedRun_changesNothing() throws IOException {
    Path out = folder.resolve("run");
    train("--out", out.toString());
    byte[] model = Files.readAllBytes(out.resolve("model.safetensors"));
    assertThat(Session.of("train", "--resume", "--out", out.toString()).code()).isZero();
    assertThat(Files.readAllBytes(out.resolve("model.safetensors"))).isEqualTo(model);
  }

  @Test
  void train_resumeWithAnotherRecipe_isRefused() {
    Path out = folder.resolve("run");
    train("--out", out.toString(), "epochs=1");
    Session other = train("--out", out.toString(), "--resume", "epochs=1", "seed=9");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("the recipe the run began with");
  }

  @Test
  void train_divergingRate_saysStepAndLayerAndLeavesNoModel() {
    Path out = folder.resolve("run");
    Session run = train("--out", out.toString(), "optimizer.rate=1e30");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).containsPattern("step \\d+ of epoch 1.*layer \\d");
    assertThat(out.resolve("model.safetensors")).doesNotExist();
  }
}
