package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.IdxReader;
import dev.rote.runs.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `rote audit --apply`, on a sample of the real pictures in which every tenth label is wrong.
class AuditApplyTest {
  private static final String LABELS = "train-labels-idx1-ubyte.gz";
  private static final String HEAD = "index,given_label,corrected_label\n";

  @TempDir private Path folder = Path.of("");
  private Path recipe = Path.of("");
  private byte[] truth = new byte[0];

  @BeforeEach
  void breakLabels() throws IOException {
    recipe = Sample.in(folder).recipe();
    byte[] labels = IdxReader.read(folder.resolve(LABELS)).bytes();
    truth = labels.clone();
    for (int i = 0; i < labels.length; i += 10) {
      labels[i] = (byte) ((labels[i] + 1) % 10);
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(LABELS)))) {
      out.write(new byte[] {0, 0, 8, 1, 0, 0, (byte) (labels.length >> 8), (byte) labels.length});
      out.write(labels);
    }
  }

  private Session apply(String rows, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("corrections.csv"), rows);
    List<String> words = new ArrayList<>(List.of("audit", recipe.toString(), "epochs=6"));
    words.addAll(List.of("--out", folder.resolve("a").toString(), "--apply", file.toString()));
    words.addAll(List.of(more));
    return Session.of(words);
  }

  private String allCorrections() {
    StringBuilder rows = new StringBuilder(HEAD);
    for (int i = 0; i < truth.length; i += 10) {
      rows.append(i).append(',').append((truth[i] + 1) % 10).append(',').append(truth[i]);
      rows.append('\n');
    }
    return rows + "1," + truth[1] + "," + truth[1] + "\n2," + truth[2] + ",\n";
  }

  @Test
  void apply_everyWrongLabel_auditsTheTrueOnesInACopyAndSaysBeforeAndAfter() throws IOException {
    byte[] source = Files.readAllBytes(folder.resolve(LABELS));
    Session session = apply(allCorrections());
    assertThat(session.code()).as(session.err()).isZero();
    assertThat(session.out())
        .contains("Corrected: 80 labels of the training split, none of the held-out ones.")
        .contains("Of the same 200 held-out examples: ", " before, ", " after");
    assertThat(Files.readAllBytes(folder.resolve(LABELS))).isEqualTo(source);
    Path copy = folder.resolve("a-corrected/labels-idx1-ubyte.gz");
    assertThat(IdxReader.read(copy).bytes()).isEqualTo(truth);
    Map<String, Object> before = Json.object(Files.readString(folder.resolve("a/audit.json")));
    Map<String, Object> after =
        Json.object(Files.readString(folder.resolve("a-corrected/audit.json")));
    JsonSchema.read(Path.of("..", "docs", "guide", "audit.schema.json")).requireValid(after);
    assertThat(before.get("correction")).isNull();
    assertThat(after.get("correction"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("labels", 80)
        .containsEntry("held_out_unchanged", true)
        .containsEntry("learned_share_before", before.get("learned_share"))
        .containsEntry("error_rate_before", before.get("error_rate"));
    assertThat(accuracy(after)).isGreaterThan(accuracy(before));
    assertThat(after.get("held_out_fingerprint")).isEqualTo(before.get("held_out_fingerprint"));
    assertThat(Files.readString(folder.resolve("a-corrected/audit.html")))
        .contains("Corrected: 80 labels");
    Session again = apply(allCorrections());
    assertThat(again.out().lines().filter(line -> line.contains("7 of 7 trainings"))).hasSize(2);
  }

  private static double accuracy(Map<String, Object> facts) {
    return facts.get("held_out_accuracy") instanceof Number number
        ? number.doubleValue()
        : Double.NaN;
  }

  /// The copy is a file like the source: an audit of it is the one after the correction.
  @Test
  void apply_toFilesAlone_correctsThePlaceInTheFile() throws IOException {
    Path images = folder.resolve("train-images-idx3-ubyte.gz");
    List<String> files = List.of("audit", "--images", "" + images, "--depth", "quick", "epochs=3");
    List<String> first = new ArrayList<>(files);
    first.addAll(
        List.of("--labels", "" + folder.resolve(LABELS), "--out", "" + folder.resolve("f")));
    assertThat(Session.of(first).code()).isZero();
    String[] row = Files.readAllLines(folder.resolve("f/scores.csv")).get(1 + 7).split(",", -1);
    int given = Integer.parseInt(row[1]);
    Path corrections = folder.resolve("c.csv");
    Files.writeString(corrections, HEAD + "7," + given + "," + (given + 3) % 10 + "\n");
    first.addAll(List.of("--apply", "" + corrections));
    assertThat(Session.of(first).code()).isZero();
    Path copy = folder.resolve("f-corrected/labels-idx1-ubyte.gz");
    byte[] was = IdxReader.read(folder.resolve(LABELS)).bytes();
    byte[] is = IdxReader.read(copy).bytes();
    int changed = 0;
    for (int i = 0; i < was.length; i++) {
      changed += was[i] == is[i] ? 0 : 1;
    }
    assertThat(changed).isEqualTo(1);
    List<String> second = new ArrayList<>(files);
    second.addAll(List.of("--labels", "" + copy, "--out", "" + folder.resolve("g")));
    assertThat(Session.of(second).code()).isZero();
    assertThat(folder.resolve("g/scores.csv"))
        .hasSameTextualContentAs(folder.resolve("f-corrected/scores.csv"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0,G,T;800,1,2   | line 3: expected an index from 0 to 799, found "800"
          0,T,G           | line 2: expected label G, which example 0 has, found T
          0,G,10          | line 2: expected a corrected label from 0 to 9, found "10"
          0,G,T;0,G,T     | line 3: expected each example once, found 0 again
          0,G             | line 2: expected 3 values, found 2
          -1,G,T          | line 2: expected an index from 0 to 799, found "-1"
          0,G,            | expected a label to change, found none
          """)
  void apply_badRow_isOneLineBeforeAnythingTrains(String rows, String expected) throws IOException {
    int given = (truth[0] + 1) % 10;
    String csv = HEAD + filled(rows, given).replace(';', '\n') + "\n";
    Session session = apply(csv);
    assertThat(session.code()).isEqualTo(1);
    assertThat(session.err().lines()).hasSize(1);
    assertThat(session.err()).contains(filled(expected, given));
    assertThat(folder.resolve("a")).doesNotExist();
  }

  private String filled(String text, int given) {
    return text.replace("G", "" + given).replace("T", "" + truth[0]);
  }

  @Test
  void apply_whereNoFileOfLabelsIs_isRefusedInOneLine() throws IOException {
    Path table = folder.resolve("t.csv");
    Files.writeString(table, "x,label\n" + "1,a\n2,b\n".repeat(300));
    Path corrections = Files.writeString(folder.resolve("c.csv"), HEAD);
    for (String[] subject :
        new String[][] {
          {table.toString(), "a table, or noise, or npy files"},
          {recipe.toString() + " data.noise=0.1", "labels drawn anew"}
        }) {
      List<String> words = new ArrayList<>(List.of("audit"));
      words.addAll(List.of(subject[0].split(" ", -1)));
      words.addAll(List.of("--apply", "" + corrections, "--out", "" + folder.resolve("no")));
      Session session = Session.of(words);
      assertThat(session.code()).isEqualTo(1);
      assertThat(session.err().lines()).hasSize(1);
      assertThat(session.err()).contains("audit --apply: ").contains(subject[1]);
    }
    assertThat(apply("row,was,is\n").err()).contains("the head index,given_label,corrected_label");
    assertThat(apply(HEAD + "0,0,0\n".repeat(9000)).err()).contains("54034 bytes");
  }
}
