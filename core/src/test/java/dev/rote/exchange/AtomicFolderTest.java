package dev.rote.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder is whole or not there.
class AtomicFolderTest {
  @TempDir private Path around = Path.of("");

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(around)) {
      return files.map(file -> "" + file.getFileName()).sorted().toList();
    }
  }

  private static void fill(Path folder) {
    AtomicFile.createFolder(folder.resolve("a"));
    AtomicFile.writeText(folder.resolve("a/b"), "text");
  }

  @Test
  void create_newOrEmptyFolder_hasAllFilesAndNothingIsBeside() throws IOException {
    Files.createDirectory(around.resolve("empty"));
    for (String name : List.of("new", "empty")) {
      AtomicFolder.create(around.resolve(name), AtomicFolderTest::fill);
      assertThat(around.resolve(name).resolve("a/b")).hasContent("text");
    }
    assertThat(names()).containsExactly("empty", "new");
  }

  @Test
  void create_whileItIsFilled_isNotThere() {
    Path target = around.resolve("new");
    AtomicFolder.create(
        target,
        folder -> {
          fill(folder);
          assertThat(target).doesNotExist();
        });
    assertThat(target).isDirectory();
  }

  @Test
  void create_contentFailsMidway_leavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                AtomicFolder.create(
                    around.resolve("new"),
                    folder -> {
                      fill(folder);
                      throw new IllegalStateException("midway");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void create_takenName_isRefusedAndStaysAsItIs() throws IOException {
    Files.writeString(around.resolve("file"), "mine");
    fill(around.resolve("full"));
    for (String name : List.of("file", "full")) {
      assertThatThrownBy(() -> AtomicFolder.create(around.resolve(name), AtomicFolderTest::fill))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("expected a name that is not taken");
    }
    assertThat(around.resolve("file")).hasContent("mine");
    assertThat(names()).containsExactly("file", "full");
  }

  @Test
  void create_nameTakenMeanwhile_isRefusedAndStaysAsItIs() throws IOException {
    Path target = around.resolve("new");
    assertThatThrownBy(
            () ->
                AtomicFolder.create(
                    target,
                    folder -> {
                      fill(folder);
                      fill(target);
                    }))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("write " + target);
    assertThat(names()).containsExactly("new");
  }

  @Test
  void create_missingFolderAround_isRefused() {
    assertThatThrownBy(
            () -> AtomicFolder.create(around.resolve("none/new"), AtomicFolderTest::fill))
        .hasMessageContaining("create it first");
  }
}
