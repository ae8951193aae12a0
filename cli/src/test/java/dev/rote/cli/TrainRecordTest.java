package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.runs.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `record: true` in a recipe.
class TrainRecordTest {
  @TempDir private Path folder = Path.of("");
  private Path recipe = Path.of("");

  @BeforeEach
  void copySample() throws IOException {
    recipe = Sample.in(folder).recipe();
  }

  private Session train(String out, String... more) {
    List<String> words = new ArrayList<>(List.of("train", recipe.toString()));
    words.addAll(List.of("--out", folder.resolve(out).toString()));
    words.addAll(List.of("--store", folder.resolve("runs.db").toString()));
    words.addAll(List.of(more));
    return Session.of(words);
  }

  private List<List<String>> rows(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file)).stream()
        .map(line -> List.of(line.split(",", -1)))
        .toList();
  }

  @Test
  void train_record_keepsARowForEachTrainingExampleAndTheSameModel() throws IOException {
    Session plain = train("plain");
    Session session = train("a", "record=true");
    assertThat(session.code()).as(session.err()).isZero();
    assertThat(session.err()).isEmpty();
    assertThat(folder.resolve("a/model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("plain/model.safetensors"));
    assertThat(folder.resolve("a/best.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("plain/best.safetensors"));
    assertThat(folder.resolve("plain/scores.csv")).doesNotExist();
    assertThat(plain.code()).isZero();

    List<List<String>> rows = rows("a/scores.csv");
    assertThat(rows.getFirst())
        .isEqualTo(
            List.of(
                "index",
                "given_label",
                "predicted_label",
                "label_score",
                "mean_loss",
                "disputed_score",
                "first_learned_epoch",
                "confidence",
                "variability",
                "error_share",
                "forgettings",
                "mean_margin"));
    assertThat(rows).hasSize(1 + 800);
    assertThat(rows.getLast().getFirst()).isEqualTo("799");
    assertThat(rows.subList(1, 801)).allMatch(row -> row.get(6).matches("[0-3]"));

    train("b", "record=true", "--threads", "2", "--kernels", "scalar");
    assertThat(folder.resolve("b/scores.csv"))
        .hasSameBinaryContentAs(folder.resolve("a/scores.csv"));
  }

  @Test
  void train_record_hasTheNumbersThatAnAuditOfTheRecipeHas() throws IOException {
    assertThat(train("a", "record=true", "epochs=5").code()).isZero();
    Session audit =
        Session.of(
            "audit",
            recipe.toString(),
            "epochs=5",
            "--depth",
            "quick",
            "--out",
            folder.resolve("audit").toString());
    assertThat(audit.code()).as(audit.err()).isZero();
    List<List<String>> ours = rows("a/scores.csv");
    List<List<String>> audits = rows("audit/scores.csv");
    int[] columns = ours.getFirst().stream().mapToInt(audits.getFirst()::indexOf).toArray();
    assertThat(columns).isSorted().doesNotContain(-1);
    assertThat(ours)
        .isEqualTo(
            audits.stream()
                .map(row -> Arrays.stream(columns).mapToObj(row::get).toList())
                .toList());
  }

  @Test
  void train_record_isAFileOfTheRunAndIsRepeated() throws IOException {
    Session session = train("a", "record=true", "--json");
    String id = Objects.toString(Json.object(session.lines().getLast()).get("run_id"));
    String store = folder.resolve("runs.db").toString();
    assertThat(Session.of("runs", "show", id, "--store", store).out()).contains("scores.csv");
    Session again =
        Session.of(
            "train", "--from-run", id, "--store", store, "--out", folder.resolve("b").toString());
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("the same bits");
    assertThat(folder.resolve("b/scores.csv"))
        .hasSameBinaryContentAs(folder.resolve("a/scores.csv"));
    assertThat(Session.of("runs", "rm", id, "--files", "--store", store).code()).isZero();
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void resume_ofAFinishedRun_writesScoresThatWereLostOnceMore() throws IOException {
    train("a", "record=true");
    List<List<String>> before = rows("a/scores.csv");
    Files.delete(folder.resolve("a/scores.csv"));
    assertThat(Session.of("train", "--resume", "--out", folder.resolve("a").toString()).code())
        .isZero();
    assertThat(rows("a/scores.csv")).isEqualTo(before);
  }

  @Test
  void resume_recordedOtherwise_isRefusedInOneLine() {
    train("a", "record=true", "epochs=1");
    train("b", "epochs=1");
    for (Session session :
        List.of(
            train("a", "epochs=1", "--resume"),
            train("b", "epochs=1", "record=true", "--resume"))) {
      assertThat(session.code()).isEqualTo(1);
      assertThat(session.err().lines()).hasSize(1);
      assertThat(session.err()).contains("expected the recipe the run began with");
    }
  }

  @Test
  void sweep_ofARecipeThatRecords_keepsScoresOfEveryRun() throws IOException {
    Path sweep = folder.resolve("sweep.yaml");
    Files.writeString(
        sweep,
        """
        recipe: sample.yaml
        set: {epochs: 4, data.limit: 100, record: true}
        keys:
          optimizer.rate: [0.02, 1e-6]
        halving: {first: 2, eta: 2}
        """);
    Path out = folder.resolve("sweep");
    Session session =
        Session.of(
            "sweep",
            sweep.toString(),
            "--out",
            out.toString(),
            "--store",
            folder.resolve("sweep.db").toString());
    assertThat(session.code()).as(session.err()).isZero();
    List<Path> found;
    try (Stream<Path> files = Files.walk(out)) {
      found = files.filter(file -> file.endsWith("scores.csv")).toList();
    }
    assertThat(found).as("one run of two goes to its end, over a pause").hasSize(1);
    train("whole", "record=true", "epochs=4", "data.limit=100");
    assertThat(found.getFirst()).hasSameBinaryContentAs(folder.resolve("whole/scores.csv"));
  }
}
