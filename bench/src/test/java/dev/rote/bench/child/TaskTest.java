package dev.rote.bench.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskTest {

  @Test
  void parse_theWordsOfOpen_keepsSpacesInTheFolder() {
    Task task = Task.parse("784-128-64-10 32 2 0.1 /a folder/of work");
    assertThat(task.network().toString()).isEqualTo("784-128:relu-64:relu-10");
    assertThat(task.batch()).isEqualTo(32);
    assertThat(task.threads()).isEqualTo(2);
    assertThat(task.rate()).isEqualTo(0.1);
    assertThat(task.folder()).isEqualTo(Path.of("/a folder/of work"));
    assertThat(Task.widths(task.network())).isEqualTo("784-128-64-10");
  }

  @Test
  void tensors_areEachLayersWeightAndBias(@TempDir Path folder) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(17 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 17; i++) {
      bytes.putFloat(i);
    }
    Files.write(folder.resolve("weights-2-3-2.bin"), bytes.array());
    assertThat(Task.parse("2-3-2 1 1 0.1 " + folder).tensors())
        .containsExactly(
            new float[] {0, 1, 2, 3, 4, 5},
            new float[] {6, 7, 8},
            new float[] {9, 10, 11, 12, 13, 14},
            new float[] {15, 16});
  }

  @Test
  void inputs_areSharesOfWhite(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("test-pixels.bin"), new byte[] {0, 51, (byte) 255, (byte) 204});
    assertThat(Task.parse("2-10 1 1 0.1 " + folder).inputs(true)).containsExactly(0, 0.2f, 1, 0.8f);
  }

  @Test
  void parse_otherWords_showsTheForm() {
    assertThatThrownBy(() -> Task.parse("784-128 many"))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("WIDTHS BATCH THREADS RATE FOLDER");
  }
}
