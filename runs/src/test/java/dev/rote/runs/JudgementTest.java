package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of what a network makes of each example.
class JudgementTest {
  private static final List<String> CLASSES = List.of("a, \"b\"", "c");
  private static final Judgement SAMPLE =
      new Judgement(
          List.of(
              new Judgement.Row(0, 0, 0.1f, 2.5f),
              new Judgement.Row(1, 0, Float.MIN_VALUE, -Float.MAX_VALUE),
              new Judgement.Row(1, 1, 1 / 3f, 0)));

  @TempDir private Path folder = Path.of("");

  @Test
  void write_thenRead_isTheSameToTheBit() {
    SAMPLE.write(folder, CLASSES);
    assertThat(Judgement.read(folder.resolve("heldout.csv"))).isEqualTo(SAMPLE);
    assertThat(Judgement.classNames(folder.resolve("confusion.csv"))).isEqualTo(CLASSES);
  }

  @Test
  void write_files_areTheDocumentedTables() throws IOException {
    SAMPLE.write(folder, CLASSES);
    assertThat(Files.readAllLines(folder.resolve("heldout.csv")))
        .startsWith("example,label,prediction,loss,margin", "0,0,0,0.1,2.5")
        .hasSize(4);
    assertThat(Files.readAllLines(folder.resolve("confusion.csv")))
        .containsExactly(
            "given,predicted,count",
            "\"a, \"\"b\"\"\",\"a, \"\"b\"\"\",1",
            "\"a, \"\"b\"\"\",c,0",
            "c,\"a, \"\"b\"\"\",1",
            "c,c,1");
  }

  @Test
  void read_anotherFile_isRefusedInOneLine() throws IOException {
    Path file = folder.resolve("heldout.csv");
    for (String text :
        List.of("", "epoch,loss\n1,2\n", "example,label,prediction,loss,margin\n1,x\n")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> Judgement.read(file))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("give a file that Rote wrote");
    }
  }
}
