package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.runs.Json;
import dev.rote.runs.RunFiles;
import dev.rote.store.Run;
import dev.rote.store.RunStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `rote runs show`, `compare`, `tag`, `rm` and `export`, on runs that were really trained.
class RunsCommandsTest {
  @TempDir private Path folder = Path.of("");
  private KeptRuns kept = new KeptRuns(Path.of(""), Path.of(""));

  @BeforeEach
  void trainTwo() throws IOException {
    kept = KeptRuns.in(folder);
    kept.train("a", "epochs=2");
    kept.train("b", "epochs=2", "seed=1");
  }

  private static void requireOneLine(Session session, String... words) {
    assertThat(session.code()).as(session.err()).isEqualTo(1);
    assertThat(session.out()).isEmpty();
    assertThat(session.err().lines()).hasSize(1);
    assertThat(session.err()).startsWith("rote: ").contains(words);
  }

  private static Map<String, Object> json(Session session) {
    assertThat(session.code()).as(session.err()).isZero();
    return Json.object(session.out());
  }

  @Test
  void show_run_hasRecipeSurroundingsEpochsEventsAndFiles() throws IOException {
    Run run = kept.run("a");
    Session session = kept.session("runs", "show", run.id());
    assertThat(session.out())
        .contains(
            "run " + run.id() + "  a, finished",
            "  optimizer: {name: sgd, rate: 0.02, momentum: 0.9",
            run.description().provenance().machine().java(),
            run.description().provenance().engine(),
            run.modelSha256().orElseThrow(),
            "started",
            "model.safetensors",
            "there");
    assertThat(session.lines()).filteredOn(line -> line.matches("[12] +\\d.*%.*%.*")).hasSize(2);
  }

  @Test
  void show_partOfTheName_isEnoughIfItIsOnesAlone() {
    String a = kept.id("a");
    assertThat(kept.session("runs", "show", a.substring(0, a.length() - 1), "--recipe").code())
        .isZero();
    requireOneLine(kept.session("runs", "show", a.substring(0, 4)), "that \"" + a.substring(0, 4));
    requireOneLine(kept.session("runs", "show", "nosuch"), "\"nosuch\"", "see rote runs list");
  }

  @Test
  void show_recipe_isTheTextOfTheRunFolder() throws IOException {
    assertThat(kept.session("runs", "show", kept.id("a"), "--recipe").out())
        .isEqualTo(Files.readString(folder.resolve("a/recipe.yaml")));
  }

  private String stateOfModel(String... more) {
    Session session =
        kept.session(
            Stream.concat(Stream.of("runs", "show", kept.id("a"), "--json"), Stream.of(more))
                .toArray(String[]::new));
    return ((List<?>) Objects.requireNonNull(json(session).get("artifacts")))
        .stream()
            .map(file -> (Map<?, ?>) file)
            .filter(file -> "model".equals(file.get("kind")))
            .map(file -> String.valueOf(file.get("state")))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void show_files_areLookedAfter() throws Exception {
    assertThat(stateOfModel()).isEqualTo("there");
    assertThat(stateOfModel("--verify")).isEqualTo("unchanged");
    Path model = folder.resolve("a/model.safetensors");
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length - 1] ^= 1;
    Files.write(model, bytes);
    assertThat(stateOfModel()).isEqualTo("there");
    assertThat(stateOfModel("--verify")).isEqualTo("changed");
    Files.delete(model);
    assertThat(stateOfModel()).isEqualTo("gone");
    kept.sql("UPDATE runs SET host = 'elsewhere'");
    assertThat(stateOfModel()).isEqualTo("null");
    assertThat(kept.session("runs", "show", kept.id("a")).out())
        .contains(", on elsewhere", "not on this machine");
  }

  @Test
  void compare_otherSeed_showsThatKeyAndNoOther() {
    Session session = kept.session("runs", "compare", kept.id("a"), kept.id("b"));
    assertThat(session.lines())
        .anyMatch(line -> line.matches("  seed +0 +1"))
        .anyMatch(line -> line.matches("  name +a +b"))
        .anyMatch(line -> line.matches("surroundings +the same"))
        .anyMatch(line -> line.matches("  held-out accuracy +\\S+ % +\\S+ % .*points"))
        .contains("losses and accuracies: differ from epoch 1 on", "models: different");
    assertThat(session.out()).doesNotContain("optimizer");
  }

  @Test
  void compare_sameRecipeByAnotherName_hasEqualWeightsInUnequalFiles() {
    kept.train("c", "epochs=2");
    Session session = kept.session("runs", "compare", kept.id("a"), kept.id("c"));
    assertThat(session.lines())
        .anyMatch(line -> line.matches("  held-out loss +\\S+ +\\S+ +="))
        .contains(
            "losses and accuracies: the same bits in all 2 common epochs",
            "models: the weights are equal, bit for bit; the files have different recipes");
    assertThat(json(kept.session("runs", "compare", kept.id("a"), kept.id("c"), "--json")))
        .containsEntry("models_equal", false)
        .containsEntry("weights_equal", true)
        .doesNotContainKey("parting_epoch");
  }

  @Test
  void compare_threeWithEpochs_hasAColumnForEach() {
    kept.train("bad", "optimizer.rate=1e30");
    Session session =
        kept.session("runs", "compare", kept.id("a"), kept.id("b"), kept.id("bad"), "--epochs");
    assertThat(session.lines())
        .anyMatch(line -> line.matches("  optimizer.rate +0.02 +0.02 +1.0e30"))
        .anyMatch(line -> line.matches("  epoch 2 +\\d\\.\\d+ +\\d\\.\\d+ +–"))
        .anyMatch(line -> line.matches("  epoch 2 +\\S+ % +\\S+ % +–"))
        .contains("models: not to be compared; " + kept.id("bad") + " has none");
  }

  @Test
  void compare_one_isWrongUsage() {
    assertThat(kept.session("runs", "compare", kept.id("a")).code()).isEqualTo(2);
  }

  @Test
  void tag_andRemove_sayWhatIsThen() {
    String id = kept.id("a");
    assertThat(kept.session("runs", "tag", id, "x", "two words").out().strip())
        .isEqualTo("run " + id + ": tags two words, x");
    assertThat(kept.session("runs", "tag", id, "--remove", "x").out().strip())
        .isEqualTo("run " + id + ": tags two words");
    assertThat(json(kept.session("runs", "tag", id, "--json")))
        .isEqualTo(Map.of("id", id, "tags", List.of("two words")));
    requireOneLine(kept.session("runs", "tag", id, "good", ""), "1 to 100 characters");
    assertThat(kept.run("a").tags()).containsExactly("two words");
  }

  @Test
  void rm_run_leavesItsFilesUnlessTheyAreMeant() {
    String a = kept.id("a");
    assertThat(kept.session("runs", "rm", a).out().strip())
        .isEqualTo("removed run " + a + "; its files stay in " + folder.resolve("a"));
    assertThat(folder.resolve("a/model.safetensors")).exists();
    String b = kept.id("b");
    assertThat(kept.session("runs", "rm", b, "--files").out().strip())
        .isEqualTo("removed run " + b + "; 8 files deleted in " + folder.resolve("b"));
    assertThat(folder.resolve("b")).doesNotExist();
    assertThat(kept.all()).isEmpty();
  }

  @Test
  void rm_oneOfThemCannotGo_removesNone() throws Exception {
    String a = kept.id("a");
    String b = kept.id("b");
    requireOneLine(kept.session("runs", "rm", a, "nosuch"), "\"nosuch\"");
    kept.sql(
        "UPDATE runs SET status = 'running', heartbeat = '2999-01-01T00:00:00.000Z'"
            + " WHERE name = 'b'");
    requireOneLine(kept.session("runs", "rm", a, b, "--files"), "one under way", "stop it first");
    assertThat(kept.all()).hasSize(2);
    assertThat(folder.resolve("a/model.safetensors")).exists();
  }

  @Test
  void rm_filesOfALaterRunOrAnotherMachine_areRefused() throws Exception {
    String a = kept.id("a");
    kept.sql("UPDATE runs SET folder = '" + folder.resolve("a") + "' WHERE name = 'b'");
    kept.sql("UPDATE runs SET created = '2999-01-01T00:00:00.000Z' WHERE name = 'b'");
    requireOneLine(kept.session("runs", "rm", a, "--files"), "those of run " + kept.id("b"));
    requireOneLine(kept.session("runs", "rm", kept.id("b"), "--files"), "the run's recipe in it");
    kept.sql("UPDATE runs SET host = 'elsewhere'");
    requireOneLine(kept.session("runs", "rm", a, "--files"), "files on elsewhere");
    assertThat(folder.resolve("a/model.safetensors")).exists();
    assertThat(kept.all()).hasSize(2);
  }

  @Test
  void rm_storeThatSendsElsewhere_deletesNothingThere() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "mine");
    kept.sql("UPDATE artifacts SET path = '../secret', sha256 = '" + RunFiles.sha256(secret) + "'");
    assertThat(kept.session("runs", "rm", kept.id("a"), "--files").code()).isZero();
    assertThat(secret).hasContent("mine");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void lockedStore_isOneLine() throws Exception {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + kept.file());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      requireOneLine(kept.session("runs", "tag", kept.id("a"), "x"), "locked by another program");
      assertThat(kept.session("runs", "list").code()).isZero();
    }
  }

  @Test
  void export_formats_areWrittenAndSayWhere() throws IOException {
    String[] ids = {kept.id("a"), kept.id("b")};
    Path csv = folder.resolve("out.csv");
    Session session =
        kept.session("runs", "export", ids[0], ids[1], ids[0], "--format", "csv", "-o", "" + csv);
    assertThat(session.out().strip()).isEqualTo("2 runs written to " + csv);
    assertThat(Files.readAllLines(csv)).hasSize(5);
    Path logs = folder.resolve("logs");
    assertThat(
            json(
                kept.session(
                    "runs",
                    "export",
                    ids[0],
                    "--format",
                    "tensorboard",
                    "-o",
                    "" + logs,
                    "--json")))
        .isEqualTo(Map.of("out", "" + logs, "format", "tensorboard", "runs", List.of(ids[0])));
    assertThat(logs.resolve("a-" + ids[0])).isDirectory();
    requireOneLine(
        kept.session("runs", "export", ids[0], "--format", "tensorboard", "-o", "" + logs),
        "a name that is not taken");
    requireOneLine(
        kept.session("runs", "export", ids[0], "--format", "xml", "-o", "" + folder.resolve("x")),
        "csv, json or tensorboard");
    requireOneLine(
        kept.session(
            "runs", "export", ids[0], "nosuch", "--format", "csv", "-o", "" + folder.resolve("x")),
        "\"nosuch\"");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private Session repeat(String id, String... more) {
    return kept.session(
        Stream.concat(
                Stream.of("train", "--from-run", id, "--out", folder.resolve("again").toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void fromRun_sameMachine_hasTheSameBitsAndKnowsItsParent() throws IOException {
    String a = kept.id("a");
    Session session = repeat(a, "--kernels", "scalar", "--threads", "2");
    assertThat(session.code()).as(session.err()).isZero();
    assertThat(session.lines().getLast())
        .isEqualTo(
            "the same bits as run "
                + a
                + ": the model, and losses and accuracies of all 2 epochs are equal");
    Run again = kept.all().getFirst();
    assertThat(again.description().parent()).contains(a);
    assertThat(again.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(Files.readAllBytes(folder.resolve("again/model.safetensors")))
        .isEqualTo(Files.readAllBytes(folder.resolve("a/model.safetensors")));
    assertThat(kept.session("runs", "show", again.id()).out()).contains("repeats", a);
  }

  @Test
  void fromRun_otherData_saysSoBeforeAndWhereTheyPart() throws IOException {
    String a = kept.id("a");
    Path labels = folder.resolve("train-labels-idx1-ubyte.gz");
    Files.write(labels, swapLabels(labels));
    Session session = repeat(a);
    assertThat(session.code()).as(session.err()).isZero();
    assertThat(session.err().strip())
        .isEqualTo("the data are not those that run " + a + " learned from");
    assertThat(session.lines().getLast())
        .matches(
            "not the bits of run "
                + a
                + ": it parts in epoch 1: train loss was \\S+, is \\S+; not the same: train"
                + " fingerprint \\(was [0-9a-f]{64}, is [0-9a-f]{64}\\)");
  }

  /// The first two labels that differ, exchanged.
  private static byte[] swapLabels(Path gzip) throws IOException {
    byte[] labels;
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(gzip))) {
      labels = in.readAllBytes();
    }
    int header = 8;
    int other = header + 1;
    while (labels[other] == labels[header]) {
      other++;
    }
    byte first = labels[header];
    labels[header] = labels[other];
    labels[other] = first;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(labels);
    }
    return out.toByteArray();
  }

  @Test
  void fromRun_ofARunWithoutModel_saysSo() throws Exception {
    String a = kept.id("a");
    kept.sql("UPDATE runs SET model_sha256 = NULL, status = 'interrupted' WHERE name = 'a'");
    kept.sql("DELETE FROM epochs WHERE epoch = 2");
    assertThat(repeat(a).lines().getLast())
        .isEqualTo(
            "run "
                + a
                + ", interrupted, has no model to compare with; losses and accuracies of its one"
                + " epoch are equal");
  }

  @Test
  void fromRun_otherBitsInTheStore_areFoundInTheirEpoch() throws Exception {
    String a = kept.id("a");
    kept.sql(
        "UPDATE runs SET model_sha256 = '" + "0".repeat(64) + "', java = '26' WHERE name = 'a'");
    kept.sql("UPDATE epochs SET heldout_accuracy = 0.5 WHERE epoch = 2");
    Map<String, Object> last = Json.object(repeat(a, "--json").lines().getLast());
    assertThat(last)
        .containsEntry("event", "repeated")
        .containsEntry("run_id", a)
        .containsEntry("models_equal", false)
        .containsEntry("parting_epoch", 2);
    assertThat(((Map<?, ?>) Objects.requireNonNull(last.get("surroundings"))).keySet())
        .hasToString("[java]");
  }

  @Test
  void fromRun_withWordsOrResume_isWrongUsageThatSaysHowToVary() {
    Session words = repeat(kept.id("a"), "epochs=3");
    assertThat(words.code()).isEqualTo(2);
    assertThat(words.err().lines()).hasSize(1);
    assertThat(words.err()).contains("rote runs show " + kept.id("a") + " --recipe > mine.yaml");
    assertThat(repeat(kept.id("a"), "--resume").code()).isEqualTo(2);
    assertThat(folder.resolve("again")).doesNotExist();
  }

  @Test
  void fromRun_ofAnotherEngine_isRefusedUnlessItIsNamed() throws Exception {
    String a = kept.id("a");
    kept.sql("UPDATE runs SET engine = 'torch: libtorch 2.13.0, 1 thread'");
    requireOneLine(repeat(a), "--engine torch, which it was trained on");
    assertThat(folder.resolve("again")).doesNotExist();
    assertThat(repeat(a, "--engine", "jvm").code()).isZero();
    requireOneLine(repeat("nosuch"), "\"nosuch\"");
  }
}
