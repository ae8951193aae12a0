package dev.rote.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
  private final Path folder;
  private final Path file;

  AtomicFileTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    file = folder.resolve("notes.txt");
    Files.writeString(file, "old");
  }

  @Test
  void writeText_overOldContent_replacesIt() throws IOException {
    AtomicFile.writeText(file, "new ✓");
    assertThat(file).hasContent("new ✓");
    assertThat(names()).containsExactly("notes.txt");
  }

  @Test
  void write_whileItWrites_oldContentIsThereAndTheRestIsHidden() {
    AtomicFile.write(
        file,
        out -> {
          out.write(new byte[1 << 20]);
          assertThat(file).hasContent("old");
          assertThat(names()).anyMatch(name -> name.matches("\\.notes\\.txt\\..+\\.tmp"));
        });
    assertThat(file).hasSize(1 << 20);
  }

  @Test
  void write_contentFailsMidway_oldContentStaysAndNothingElse() throws IOException {
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IllegalStateException("midway");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertOldAndAlone();
  }

  @Test
  void write_diskFull_saysSoAndKeepsOldContent() throws IOException {
    FileOperations full =
        new Recorder("") {
          @Override
          public FileOutputStream open(Path temporary) throws IOException {
            super.open(temporary).close();
            return new FileOutputStream("/dev/full");
          }
        };
    assertThatThrownBy(() -> AtomicFile.write(file, out -> out.write(1), full))
        .isInstanceOf(RoteException.class)
        .hasMessage(
            "write " + file + ": No space left on device; free some space or write elsewhere");
    assertOldAndAlone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "force", "rename"})
  void write_operationFails_oldContentStays(String failing) throws IOException {
    assertThatThrownBy(() -> AtomicFile.write(file, out -> out.write(1), new Recorder(failing)))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining(failing + " failed");
    assertOldAndAlone();
  }

  @Test
  void write_folderCannotBeForced_isAnErrorThoughTheNewContentIsThere() throws IOException {
    Recorder operations = new Recorder("forceFolder");
    assertThatThrownBy(() -> AtomicFile.write(file, out -> out.write('n'), operations))
        .isInstanceOf(RoteException.class);
    assertThat(file).hasContent("n");
    assertThat(names()).containsExactly("notes.txt");
  }

  @Test
  void write_always_forcesContentBeforeAndFolderAfterTheRename() {
    Recorder operations = new Recorder("");
    AtomicFile.write(file, out -> out.write(1), operations);
    assertThat(operations.calls)
        .containsExactly("open", "force", "rename", "forceFolder", "delete");
  }

  @Test
  void write_nameOfAFolder_isRefused() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    assertFails(taken, "write " + taken + ": expected the name of a file, found a folder;");
    assertFails(Path.of("/"), "write /: expected the name of a file, found a folder;");
  }

  @Test
  void write_missingFolder_isRefused() {
    Path orphan = folder.resolve("missing/notes.txt");
    assertFails(orphan, "expected the folder " + folder.resolve("missing") + ", found none;");
  }

  @Test
  void write_forbiddenFolder_isRefused() {
    assertFails(Path.of("/sys/notes.txt"), "write /sys/notes.txt: expected a writable folder");
  }

  @Test
  void write_interruptedThread_savesAllTheSame() {
    Thread.currentThread().interrupt();
    AtomicFile.writeText(file, "new");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("new");
  }

  @Test
  void through_otherOperations_writesEverythingThroughThemAndNothingAfter() {
    Recorder operations = new Recorder("");
    AtomicFile.through(
        operations,
        () -> {
          AtomicFile.createFolder(folder.resolve("below"));
          AtomicFile.writeText(file, "new");
        });
    AtomicFile.writeText(file, "newer");
    assertThat(operations.calls)
        .containsExactly(
            "createFolder", "forceFolder", "open", "force", "rename", "forceFolder", "delete");
  }

  @Test
  void deleteLeftovers_ofKilledWriters_takesThemAndNothingElse() throws IOException {
    Path kept = Files.writeString(folder.resolve(".mine.tmp"), "mine");
    List<Path> left = new ArrayList<>();
    AtomicFile.write(
        file,
        _ -> {
          String temporary = names().get(1);
          left.add(Files.writeString(folder.resolve(temporary.replaceAll("[0-9]", "0")), "half"));
        });
    AtomicFile.deleteLeftovers(folder);
    assertThat(left.getFirst()).doesNotExist();
    assertThat(kept).hasContent("mine");
    assertThat(names()).containsExactly(".mine.tmp", "notes.txt");
  }

  @Test
  void createFolder_severalMissing_makesAllAndToleratesThemNextTime() {
    Path deep = folder.resolve("a/b/c");
    AtomicFile.createFolder(deep);
    AtomicFile.createFolder(deep);
    assertThat(deep).isEmptyDirectory();
    assertThatThrownBy(() -> AtomicFile.createFolder(file.resolve("below")))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("already exists");
  }

  private static void assertFails(Path target, String message) {
    assertThatThrownBy(() -> AtomicFile.writeText(target, "new"))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining(message);
  }

  private void assertOldAndAlone() throws IOException {
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("notes.txt");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /// The real operations, written down; one of them fails instead.
  private static class Recorder implements FileOperations {
    final List<String> calls = new ArrayList<>();
    private final String failing;

    Recorder(String failing) {
      this.failing = failing;
    }

    private void call(String name) throws IOException {
      calls.add(name);
      if (name.equals(failing)) {
        throw new IOException(name + " failed");
      }
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      call("createFolder");
      SYSTEM.createFolder(folder);
    }

    @Override
    public FileOutputStream open(Path file) throws IOException {
      call("open");
      return SYSTEM.open(file);
    }

    @Override
    public void force(FileOutputStream file) throws IOException {
      call("force");
      SYSTEM.force(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      call("rename");
      SYSTEM.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      call("forceFolder");
      SYSTEM.forceFolder(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
      call("delete");
      SYSTEM.delete(file);
    }
  }
}
