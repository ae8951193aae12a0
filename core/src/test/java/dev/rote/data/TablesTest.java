package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tables of the user: CSV files, and what numpy writes.
class TablesTest {
  private static final String PEOPLE =
      """
      height,town,label
      1,"Ulm, Alb",yes
      3,Bonn,no
      5,"Ulm, Alb",yes
      7,Bonn,no
      """;

  private final Path folder;

  TablesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Split open(DataSpec.Source source, int limit, long seed) {
    DataPlaces nowhere = new DataPlaces(Optional.empty(), folder, folder, Optional.empty());
    DataSpec spec = new DataSpec(source, limit, DataSpec.ALL, Pixels.STANDARD, new Labels.Given());
    return new DataStore(Catalog.standard(), nowhere, FetchListener.SILENT).open(spec, seed);
  }

  private static DataSpec.Tables table(Path file, Path heldOut) {
    return new DataSpec.Tables(file, Optional.of(heldOut), 0.5, Optional.empty());
  }

  private static DataSpec.Tables table(Path file) {
    return new DataSpec.Tables(file, Optional.empty(), 0.25, Optional.empty());
  }

  private static float[] row(Dataset data, int example) {
    float[] x = new float[data.features()];
    data.copyTo(example, x, 0);
    return x;
  }

  private Split train(String csv) throws IOException {
    return open(table(file("train.csv", csv), file("test.csv", PEOPLE)), DataSpec.ALL, 0);
  }

  @Test
  void open_csv_standardisesByTheTrainingFileAndMakesColumnsOfWords() throws IOException {
    Path heldOut = file("test.csv", "\uFEFFheight,town,label\r\n9,Bonn,yes\r\n4,Rom,no\r\n");
    Split split = open(table(file("train.csv", PEOPLE), heldOut), DataSpec.ALL, 0);

    assertThat(split.train().classNames()).containsExactly("no", "yes");
    assertThat(split.train().label(0)).isEqualTo(1);
    double deviation = Math.sqrt(5);
    assertThat(row(split.train(), 0)).containsExactly((float) (-3 / deviation), 0, 1);
    assertThat(row(split.train(), 3)).containsExactly((float) (3 / deviation), 1, 0);
    assertThat(row(split.heldOut(), 0)).containsExactly((float) (5 / deviation), 1, 0);
    assertThat(row(split.heldOut(), 1)).as("a town nobody trained on").containsExactly(0, 0, 0);
    assertThat(split.train().standardised())
        .containsExactly(new Standardisation("height", 4, deviation))
        .isEqualTo(split.heldOut().standardised());
  }

  @Test
  void open_limitedCsv_standardisesByWhatIsLeft() throws IOException {
    Path file = file("train.csv", PEOPLE);

    assertThat(row(open(table(file, file), 2, 0).train(), 1)).containsExactly(1, 1, 0);
  }

  @Test
  void open_constantColumn_isZeroInTrainingAndFiniteElsewhere() throws IOException {
    Path heldOut = file("test.csv", "a,label\n0.3,0\n");
    Split split = open(table(file("train.csv", "a,label\n0.1,0\n0.1,1\n0.1,1\n"), heldOut), 9, 0);

    assertThat(Math.abs(row(split.train(), 2)[0])).isLessThan(1e-6f);
    assertThat(row(split.heldOut(), 0)[0]).isBetween(0.19f, 0.21f);
  }

  @Test
  void open_classesThatAreNumbers_areInTheirOrder() throws IOException {
    Path file = file("train.csv", "a,label,b\n1,10,2\n2,9,2\n3,-1,4\n");

    assertThat(open(table(file, file), 9, 0).train().classNames()).containsExactly("-1", "9", "10");
  }

  @Test
  void open_heldOutShare_isDrawnBySeedAndLeavesNoRowInBoth() throws IOException {
    StringBuilder csv = new StringBuilder("a,label\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i).append(i % 2 == 0 ? ",even\n" : ",odd\n");
    }
    DataSpec.Tables table = table(file("numbers.csv", csv.toString()));
    Split split = open(table, DataSpec.ALL, 7);

    assertThat(split.heldOut().size()).isEqualTo(10);
    Set<Float> seen = new HashSet<>();
    for (Dataset part : List.of(split.train(), split.heldOut())) {
      for (int i = 0; i < part.size(); i++) {
        seen.add(row(part, i)[0]);
      }
    }
    assertThat(seen).hasSize(40);
    assertThat(open(table, DataSpec.ALL, 7).heldOut().fingerprint())
        .isEqualTo(split.heldOut().fingerprint());
    assertThat(open(table, DataSpec.ALL, 8).heldOut().fingerprint())
        .isNotEqualTo(split.heldOut().fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          height,town,label\\n1,Ulm,a\\n,Ulm,b | line 3, column height: expected a number, as the \
          column begins with, found nothing, a missing value
          height,town,label\\n1,Ulm,a\\n1,NA,b | line 3, column town: expected a value, found "NA", \
          a missing value
          height,town,label\\n1,Ulm,a\\nNaN,Ulm,b | line 3, column height: expected a number, as the \
          column begins with, found "NaN", a missing value
          height,town,label\\n1,Ulm,a\\n1e99,Ulm,b | line 3, column height: expected a number below \
          3.4e38, found "1e99"
          height,town,label\\ntall,Ulm,a\\nsmall,Ulm,b | column 1: expected height of words
          height,town,label\\n1,Ulm,a\\n1,Ulm | line 3: expected 3 values, as the header has, found 2
          height,town,label\\n1,"Ulm,a\\n | line 2: expected a quote that ends
          height,town,label\\n1,U"lm,a\\n | line 2: expected quotes around whole values
          height,town,label\\n1,"Ulm"s,a\\n | line 2: expected a comma after a quoted value
          height,town,label\\n1,Ulm,a\\n2,Rom,a\\n | expected 2 to 1000 classes, found 1
          height,town,label\\n1,Ulm,a\\n2,Rom,b\\n | row 1, column label: expected a class of
          height,height,label\\n1,Ulm,a\\n | expected a header of different names, found height twice
          height,town,label\\n | expected rows below the header, found none
          height\\n1\\n | expected a header of two columns or more
          """)
  void open_badCsv_isOneLineThatSaysWhere(String csv, String message) {
    assertThatThrownBy(() -> train(csv.replace("\\n", "\n")))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining(message);
  }

  private static byte[] npy(String type, String shape, byte[] data) {
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
    String header = text + " ".repeat(117 - text.length()) + "\n";
    ByteBuffer bytes = ByteBuffer.allocate(128 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
    return bytes.put(header.getBytes(StandardCharsets.US_ASCII)).put(data).array();
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private Path npz(List<String> names, List<byte[]> arrays) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < names.size(); i++) {
        zip.putNextEntry(new ZipEntry(names.get(i) + ".npy"));
        zip.write(arrays.get(i));
        zip.closeEntry();
      }
    }
    return Files.write(folder.resolve("data.npz"), bytes.toByteArray());
  }

  @Test
  void open_npzOfFloats_standardisesEachColumn() throws IOException {
    byte[] x = npy("<f4", "2, 2", floats(1, 10, 3, 30));
    byte[] y = npy("|u1", "2,", new byte[] {0, 1});
    Path file = npz(List.of("x_train", "y_train", "x_test", "y_test"), List.of(x, y, x, y));
    Split split = open(table(file), DataSpec.ALL, 0);

    assertThat(split.train().pictures()).isFalse();
    assertThat(row(split.train(), 0)).containsExactly(-1, -1);
    assertThat(row(split.heldOut(), 1)).containsExactly(1, 1);
  }

  @Test
  void open_npzOfBytes_isPictures() throws IOException {
    byte[] x = npy("|u1", "4, 1, 2", new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
    byte[] y = npy("<i8", "4,", ByteBuffer.allocate(32).put(0, (byte) 1).array());
    Split split = open(table(npz(List.of("x", "y"), List.of(x, y))), DataSpec.ALL, 0);

    assertThat(split.train().pictures()).isTrue();
    assertThat(split.train().shape()).isEqualTo(new PictureShape(1, 2));
    assertThat(split.train().size() + split.heldOut().size()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <f4 | 999999999, 999999999 | at most
          <f4 | 500000000 | bytes of data, found fewer: it is cut short
          <f4 | 1 | nothing after the data
          >f4 | 2 | numbers of type u1, i4, i8, f4 or f8, little-endian, found >f4
          <f4 | 2 | labels from 0 to 999, found 0.5 at example 1
          """)
  void open_badNpz_isRefusedBeforeMemoryIsTaken(String type, String shape, String message)
      throws IOException {
    byte[] bad = npy(type, shape + ",", floats(1, 0.5f));
    Path file = npz(List.of("x", "y"), List.of(bad, bad));

    assertThatThrownBy(() -> open(table(file), DataSpec.ALL, 0))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining(message);
  }

  @Test
  void open_npyFiles_areImagesAndLabels() throws IOException {
    Path x = Files.write(folder.resolve("x.npy"), npy("|u1", "2, 1, 1", new byte[] {0, 51}));
    Path y = Files.write(folder.resolve("y.npy"), npy("|u1", "2,", new byte[] {0, 1}));
    DataSpec.PictureFiles files = new DataSpec.PictureFiles(x, y);
    Split split = open(new DataSpec.Files(files, files), DataSpec.ALL, 0);

    assertThat(split.train().pixel(1, 0)).isEqualTo(51);
    assertThat(split.heldOut().label(1)).isEqualTo(1);
  }
}
