package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rote.runs.Json;
import dev.rote.store.Run;
import dev.rote.store.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `rote audit` on a sample of the real pictures.
class AuditCommandTest {

  private static final Path SCHEMA = Path.of("..", "docs", "guide", "audit.schema.json");

  @TempDir private Path folder = Path.of("");
  private Path recipe = Path.of("");

  @BeforeEach
  void copySample() throws IOException {
    recipe = Sample.in(folder).recipe();
  }

  private Session audit(String out, String... more) {
    List<String> words = new ArrayList<>(List.of("audit", recipe.toString(), "epochs=6"));
    words.addAll(List.of("--out", folder.resolve(out).toString()));
    words.addAll(List.of(more));
    return Session.of(words);
  }

  private String file(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void audit_realPictures_saysWhatWasLearnedInWordsPageAndFiles() throws IOException {
    Session session = audit("a");
    assertThat(session.code()).as(session.err()).isZero();
    assertThat(session.out()).contains("also holds for unseen examples", "report ");
    Map<String, Object> facts = Json.object(file("a/audit.json"));
    assertThat(facts)
        .containsKeys("verdict", "learned_share", "p_value", "chance", "detectable_lift")
        .containsKeys("error_rate", "hit_rate", "seeds", "memorisation", "caveats")
        .containsEntry("depth", "standard")
        .containsEntry("p_value", 1e-4);
    Map<String, Object> schema = Json.object(Files.readString(SCHEMA));
    assertThat(schema.get("required")).isEqualTo(List.copyOf(facts.keySet()));
    JsonSchema.read(SCHEMA).requireValid(facts);
    assertThat(session.out()).contains((String) facts.get("sentence"));
    assertThat(facts.get("verdict")).isIn("LEARNED", "PARTLY");
    List<String> rows = Files.readAllLines(folder.resolve("a/scores.csv"));
    assertThat(rows).hasSize(801);
    assertMemorisationIsTheGap(facts, rows.subList(1, rows.size()));
    assertThat(rows.getFirst())
        .startsWith("index,given_label,predicted_label,label_score,is_label_issue,mean_loss,");
    String page = file("a/audit.html");
    assertThat(page).contains((String) facts.get("sentence")).contains("<svg", "data:image/png");
    assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "<script");
  }

  /// The mean of all scores is the accuracy on learned halves less that on the others, exactly.
  private static void assertMemorisationIsTheGap(Map<String, Object> facts, List<String> rows) {
    int column = 7;
    double mean =
        rows.stream()
            .mapToDouble(r -> Double.parseDouble(r.split(",", -1)[column]))
            .average()
            .orElse(9);
    assertThat(facts.get("memorisation"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .satisfies(
            m -> {
              double gap = number(m, "accuracy_learned") - number(m, "accuracy_unseen");
              assertThat(number(m, "mean")).isCloseTo(gap, within(1e-9));
              assertThat(mean).isCloseTo(gap, within(1e-9));
            });
  }

  private static double number(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  @Test
  void audit_itsJson_hasCalibrationAndClassesThatAddUpToTheWhole() throws IOException {
    audit("a");
    Map<String, Object> facts = Json.object(file("a/audit.json"));
    List<Map<?, ?>> classes = maps(facts.get("by_class"));
    assertThat(classes).extracting(c -> (Object) c.get("class")).isEqualTo(facts.get("classes"));
    assertThat(total(classes, "training_examples", "training_accuracy"))
        .isCloseTo(800 * number(facts, "training_accuracy"), within(1e-9));
    assertThat(total(classes, "held_out_examples", "held_out_accuracy"))
        .isCloseTo(
            number(facts, "held_out_examples") * number(facts, "held_out_accuracy"), within(1e-9));
    List<String> marked =
        file("a/scores.csv").lines().filter(row -> row.split(",", -1)[4].equals("true")).toList();
    assertThat(classes.stream().mapToDouble(c -> number(c, "suspects")).sum())
        .isEqualTo(marked.size());

    Map<?, ?> calibration = (Map<?, ?>) Objects.requireNonNull(facts.get("calibration"));
    List<Map<?, ?>> bins = maps(calibration.get("bins"));
    assertThat(total(bins, "examples", "accuracy"))
        .isCloseTo(total(classes, "held_out_examples", "held_out_accuracy"), within(1e-9));
    assertThat(bins).extracting(bin -> number(bin, "confidence")).isSorted();
    double apart =
        bins.stream()
            .mapToDouble(
                b ->
                    number(b, "examples")
                        * Math.abs(number(b, "confidence") - number(b, "accuracy")))
            .sum();
    double examples = bins.stream().mapToDouble(b -> number(b, "examples")).sum();
    assertThat(number(calibration, "mean_distance")).isCloseTo(apart / examples, within(1e-9));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<?, ?>> maps(@Nullable Object value) {
    return (List<Map<?, ?>>) Objects.requireNonNull(value);
  }

  private static double total(List<Map<?, ?>> parts, String count, String share) {
    return parts.stream().mapToDouble(p -> number(p, count) * number(p, share)).sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quick", "standard"})
  void audit_oneWorkerOrTwo_writesTheSameBytes(String depth) throws IOException {
    audit("one", "--workers", "1", "--depth", depth, "batch=64");
    audit("two", "--workers", "2", "--depth", depth, "batch=64");
    for (String name : List.of("audit.json", "scores.csv", "audit.html")) {
      assertThat(file("one/" + name)).as(name).isEqualTo(file("two/" + name));
    }
  }

  /// Every prefix of the trainings, as an interruption leaves them, and each of them damaged.
  @Test
  void audit_someTrainingsThere_resumesToTheSameBytes() throws IOException {
    audit("whole");
    List<Path> trainings = trainings("whole");
    assertThat(trainings).hasSize(7);
    for (int kept = 0; kept <= trainings.size(); kept++) {
      Path some = Files.createDirectories(folder.resolve("some-" + kept + "/trainings"));
      for (Path training : trainings.subList(0, kept)) {
        Files.copy(training, some.resolve(training.getFileName()));
      }
      Session session = audit("some-" + kept);
      assertThat(session.code()).as(session.err()).isZero();
      assertThat(session.out())
          .contains(kept == 0 ? "5.7 trainings" : "resumes: " + kept + " of 7 trainings are there");
      assertSameFindings("some-" + kept);
    }
  }

  /// In the order in which they ended.
  private List<Path> trainings(String out) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(out + "/trainings"))) {
      return files.sorted(Comparator.comparing(file -> file.toFile().lastModified())).toList();
    }
  }

  private void assertSameFindings(String out) throws IOException {
    for (String name : List.of("audit.json", "scores.csv", "audit.html")) {
      assertThat(file(out + "/" + name)).as(out + "/" + name).isEqualTo(file("whole/" + name));
    }
  }

  @Test
  void audit_damagedTraining_isSaidInOneLineAndTrainedAgain() throws IOException {
    audit("whole", "--depth", "quick");
    JsonSchema.read(SCHEMA).requireValid(Json.object(file("whole/audit.json")));
    Path training = trainings("whole").getFirst();
    byte[] good = Files.readAllBytes(training);
    for (int at : new int[] {0, 20, 500, good.length - 1}) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(training, bad);
      Session session = audit("whole", "--depth", "quick");
      assertThat(session.code()).isZero();
      assertThat(session.err().lines()).hasSize(1);
      assertThat(session.err()).contains("read " + training).contains("it is trained again");
      assertThat(Files.readAllBytes(training).length).isEqualTo(good.length);
    }
    Files.write(training, new byte[3]);
    assertThat(audit("whole", "--depth", "quick").err()).contains("found 3;");
    assertThat(audit("whole", "--depth", "quick").err()).isEmpty();
  }

  /// What decides a training decides which file counts; a deeper audit begins with a quick one's.
  @Test
  void audit_otherRecipeSeedOrLabels_trainsItsOwn() {
    audit("whole", "--depth", "quick");
    for (String other : List.of("seed=1", "batch=32", "data.noise=0.1", "data.limit=500")) {
      assertThat(audit("whole", other, "--depth", "quick").out()).as(other).contains("in all");
    }
    assertThat(audit("whole", "--depth", "standard").out()).contains("resumes: 1 of 7");
  }

  @Test
  void audit_inAStore_isAnOrdinaryRunWithEpochsModelAndFindings() throws IOException {
    KeptRuns kept = new KeptRuns(folder, recipe);
    List<String> words = List.of("--depth", "quick", "--store", kept.file().toString());
    Session session = audit("a", words.toArray(String[]::new));
    audit("a", words.toArray(String[]::new));
    assertThat(kept.all()).as("the same audit is the same run").hasSize(1);
    Run run = kept.all().getFirst();
    assertThat(session.out()).contains("run    " + run.id());
    assertThat(run.tags()).containsExactly("audit");
    assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(kept.session("runs", "show", run.id(), "--verify").out())
        .contains("audit.json", "scores.csv", "audit.html", "model.safetensors", "heldout.csv")
        .doesNotContain("changed since", "gone");
    assertThat(run.last().orElseThrow().epoch()).isEqualTo(6);
    audit("a", "--depth", "quick", "--store", kept.file().toString(), "data.limit=700");
    assertThat(kept.all()).as("other data are another run").hasSize(2);
  }

  @Test
  void audit_randomLabels_isNotSaidToHaveLearned() throws IOException {
    Session session =
        audit("random", "data.labels=random", "epochs=60", "--depth", "quick", "--json");
    assertThat(session.code()).as(session.err()).isZero();
    Map<String, Object> facts = Json.object(session.out());
    assertThat(facts.get("verdict")).isIn("MEMORISED", "NOT_FITTED");
    assertThat(facts.get("error_rate")).isNull();
  }

  @Test
  void audit_failOn_endsWithThreeAndWritesAJUnitReport() throws IOException {
    Path junit = folder.resolve("junit.xml");
    Session session =
        audit("gates", "--fail-on", "suspects>0%", "--fail-on", "memorised", "--junit", "" + junit);
    assertThat(session.code()).isEqualTo(3);
    assertThat(session.err()).contains("suspects>0%: ").contains(" labels are suspect");
    assertThat(Files.readString(junit))
        .contains("tests=\"2\" failures=\"1\"", "name=\"suspects&gt;0%\"", "<failure message=");
  }

  @Test
  void audit_filesAlone_holdsASixthOut() throws IOException {
    Session session =
        Session.of(
            "audit",
            "--images",
            folder.resolve("train-images-idx3-ubyte.gz").toString(),
            "--labels",
            folder.resolve("train-labels-idx1-ubyte.gz").toString(),
            "epochs=3",
            "--depth",
            "quick",
            "--out",
            folder.resolve("files").toString());
    assertThat(session.code()).as(session.err()).isZero();
    assertThat(Json.object(file("files/audit.json")))
        .containsEntry("training_examples", 667)
        .containsEntry("held_out_examples", 133)
        .containsEntry("verdict", "CANNOT_TELL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data.limit=150       | 200 training examples or more that are no copies, found 150
          --fail-on=never      | expected memorised, or suspects>2%, found "never"
          --labels=x           | expected --images and --labels, found one of them
          --depth=deep         | deep
          network.inputs=10    | network.inputs of 784
          """)
  void audit_badInput_isOneLineBeforeAnythingTrains(String word, String expected) {
    Session session = audit("bad", word);
    assertThat(session.code()).isNotZero();
    assertThat(session.err().lines()).hasSize(1);
    assertThat(session.err()).contains(expected);
    assertThat(folder.resolve("bad")).doesNotExist();
  }

  @Test
  void audit_table_learnsWhatItHoldsAndNamesItsClassesAsText() throws IOException {
    StringBuilder csv = new StringBuilder("size,colour,kind\n");
    for (int i = 0; i < 1200; i++) {
      boolean large = i % 2 == 0;
      csv.append(large ? i + 5000 : i).append(large ? ",red" : ",blue");
      csv.append(large ? ",<b>oak</b>\n" : ",fir\n");
    }
    Path table = Files.writeString(folder.resolve("trees.csv"), csv);
    String out = folder.resolve("t").toString();
    Session session =
        Session.of(List.of("audit", table.toString(), "data.label=kind", "epochs=5", "--out", out));

    assertThat(session.code()).as(session.err()).isZero();
    assertThat(Json.object(file("t/audit.json"))).containsEntry("verdict", "LEARNED");
    JsonSchema.read(SCHEMA).requireValid(Json.object(file("t/audit.json")));
    assertThat(file("t/scores.csv").lines().count()).isEqualTo(1 + 960);
    assertThat(file("t/audit.html")).doesNotContain("<b>oak");
  }

  @Test
  void audit_tableWithRowsHardlyChanged_countsThemAsCopies() throws IOException {
    Random random = new Random(4);
    StringBuilder csv = new StringBuilder("a,b,c,d,e,kind\n");
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      double[] row = random.doubles(5).toArray();
      if (i >= 1100) {
        row = rows.get(i - 1100).clone();
        row[i % 5] += 0.001;
      }
      rows.add(row);
      for (double number : row) {
        csv.append(String.format(Locale.ROOT, "%.6f,", number));
      }
      csv.append(row[0] > 0.5 ? "oak\n" : "fir\n");
    }
    Path table = Files.writeString(folder.resolve("copies.csv"), csv);
    String out = folder.resolve("copies").toString();
    Session session =
        Session.of(
            List.of(
                "audit",
                table.toString(),
                "data.label=kind",
                "epochs=3",
                "--depth",
                "quick",
                "--out",
                out));

    assertThat(session.code()).as(session.err()).isZero();
    assertThat(Json.object(file("copies/audit.json")).get("duplicates"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .satisfies(
            copies -> {
              double across = number(copies, "held_out_near_training");
              double others =
                  number(copies, "near_in_training") + number(copies, "held_out_repeated");
              assertThat(across).isPositive();
              assertThat(across + others).isEqualTo(100);
            });
    assertThat(session.out()).contains("The verdict leaves all of these out");
  }

  /// An example that a shell does not take for a redirection.
  @Test
  void help_examples_areWhole() {
    assertThat(Session.of("audit", "--help").lines())
        .contains("          rote audit fashion-mnist --fail-on 'suspects>2%'")
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }
}
