package dev.rote.bench.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

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
  void parse_otherWords_showsTheForm() {
    assertThatThrownBy(() -> Task.parse("784-128 many"))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("WIDTHS BATCH THREADS RATE FOLDER");
  }
}
