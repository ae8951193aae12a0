package dev.rote.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run's files go when they are meant to, and nothing else does.
class RunFilesTest {
  private static final String RECIPE = "name: a\n";
  private static final List<String> OURS =
      List.of(
          "model.safetensors",
          "best.safetensors",
          "checkpoint/last.safetensors",
          "metrics.csv",
          "provenance.json",
          "recipe.yaml");

  @TempDir private Path around = Path.of("");
  private Path folder = Path.of("");

  @BeforeEach
  void makeRun() throws IOException {
    folder = Files.createDirectories(around.resolve("run"));
    Files.createDirectory(folder.resolve("checkpoint"));
    for (String name : OURS) {
      Files.writeString(folder.resolve(name), RECIPE);
    }
    Files.writeString(around.resolve("outside"), RECIPE);
  }

  private List<String> delete(Map<String, String> artifacts) {
    return RunFiles.delete(folder, RECIPE, artifacts);
  }

  @Test
  void delete_run_takesItsFilesAndItsFolder() {
    assertThat(delete(Map.of())).containsExactlyElementsOf(OURS);
    assertThat(folder).doesNotExist();
    assertThat(around).isDirectory();
    assertThat(delete(Map.of())).isEmpty();
  }

  @Test
  void delete_folderWithMore_leavesThat() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Files.writeString(folder.resolve("checkpoint/notes.txt"), "mine");
    assertThat(delete(Map.of())).hasSize(6);
    assertThat(folder).isDirectoryContaining("glob:**/notes.txt");
    assertThat(folder.resolve("checkpoint/notes.txt")).hasContent("mine");
  }

  @Test
  void delete_otherRecipe_isRefusedAndNothingGoes() {
    assertThatThrownBy(() -> RunFiles.delete(folder, "name: b\n", Map.of()))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("expected the run's recipe");
    assertThatThrownBy(() -> RunFiles.delete(folder, "name", Map.of()))
        .isInstanceOf(RoteException.class);
    assertThat(folder.resolve("model.safetensors")).exists();
  }

  @Test
  void delete_underAnotherProcessesLock_isRefusedAndNothingGoes() {
    try (RunLock _ = RunFolder.open(folder).lock()) {
      assertThatThrownBy(() -> delete(Map.of())).hasMessageContaining("no other process");
    }
    assertThat(folder.resolve("model.safetensors")).exists();
  }

  @Test
  void delete_artifacts_takesThoseWithTheirBytesAndNoneOutside() throws IOException {
    Files.writeString(folder.resolve("matrix.csv"), RECIPE);
    Files.writeString(folder.resolve("edited.csv"), "other");
    Files.createSymbolicLink(folder.resolve("link"), around);
    Files.createSymbolicLink(folder.resolve("linked.csv"), around.resolve("outside"));
    String sha256 = RunFiles.sha256(around.resolve("outside"));
    List<String> deleted =
        delete(
            Map.of(
                "matrix.csv",
                sha256,
                "edited.csv",
                sha256,
                "../outside",
                sha256,
                "link/outside",
                sha256,
                "linked.csv",
                sha256,
                around.resolve("outside").toString(),
                sha256,
                "nosuch",
                sha256));
    assertThat(deleted).hasSize(7).contains("matrix.csv");
    assertThat(around.resolve("outside")).hasContent(RECIPE);
    assertThat(folder.resolve("edited.csv")).exists();
    assertThat(Files.isSymbolicLink(folder.resolve("linked.csv"))).isTrue();
  }

  @Test
  void delete_checkpointFolderThatIsALink_leavesWhatItLeadsTo() throws IOException {
    Files.delete(folder.resolve("checkpoint/last.safetensors"));
    Files.delete(folder.resolve("checkpoint"));
    Path elsewhere = Files.createDirectory(around.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("last.safetensors"), "theirs");
    Files.createSymbolicLink(folder.resolve("checkpoint"), elsewhere);
    assertThat(delete(Map.of())).doesNotContain("checkpoint/last.safetensors");
    assertThat(elsewhere.resolve("last.safetensors")).hasContent("theirs");
  }

  @Test
  void delete_folderThatIsALink_leavesWhatItLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(around.resolve("link"), folder);
    assertThat(RunFiles.delete(link, RECIPE, Map.of())).isEmpty();
    assertThat(folder.resolve("model.safetensors")).exists();
  }

  @Test
  void look_andVerify_tellWhatBecameOfAFile() throws IOException {
    String sha256 = RunFiles.sha256(folder.resolve("metrics.csv"));
    assertThat(RunFiles.look(folder, "metrics.csv", 8)).isEqualTo(RunFiles.State.THERE);
    assertThat(RunFiles.look(folder, "metrics.csv", 9)).isEqualTo(RunFiles.State.CHANGED);
    assertThat(RunFiles.look(folder, "../outside", 8)).isEqualTo(RunFiles.State.GONE);
    assertThat(RunFiles.look(folder, "nosuch", 8)).isEqualTo(RunFiles.State.GONE);
    assertThat(RunFiles.verify(folder, "metrics.csv", sha256)).isEqualTo(RunFiles.State.UNCHANGED);
    Files.writeString(folder.resolve("metrics.csv"), "8 bytes!");
    assertThat(RunFiles.look(folder, "metrics.csv", 8)).isEqualTo(RunFiles.State.THERE);
    assertThat(RunFiles.verify(folder, "metrics.csv", sha256)).isEqualTo(RunFiles.State.CHANGED);
    assertThat(RunFiles.verify(folder, "nosuch", sha256)).isEqualTo(RunFiles.State.GONE);
  }
}
