package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.store.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An audit in a process of its own that is ended at any time, again and again.
@Timeout(600)
class AuditKillIT {
  private static final Path APP = Path.of("target/app").toAbsolutePath();
  private static final int TRAININGS = 7;

  @TempDir private Path folder = Path.of("");
  private Path recipe = Path.of("");

  /// Times of the kills.
  private final Random random = new Random(21);

  @BeforeEach
  void copySample() throws IOException {
    recipe = Sample.in(folder).recipe();
  }

  private List<String> words(String out) {
    return List.of(
        "audit",
        recipe.toString(),
        "epochs=40",
        "--out",
        folder.resolve(out).toString(),
        "--store",
        folder.resolve("runs.db").toString());
  }

  private Process start(String out) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", APP + "/*", "dev.rote.cli.Main"));
    command.addAll(words(out));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private int kept(String out) throws IOException {
    Path trainings = folder.resolve(out + "/trainings");
    if (!Files.exists(trainings)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(trainings)) {
      return (int) files.filter(file -> file.toString().endsWith(".training")).count();
    }
  }

  /// Once after each training that was finished, at any time of the next ones: by turns with no
  /// time to save anything, and as Ctrl-C ends it.
  @Test
  void audit_endedAgainAndAgain_endsInTheFilesOfTheUnbrokenOne() throws Exception {
    assertThat(Session.of(words("unbroken")).code()).isZero();
    String out = "killed";
    int kills = 0;
    for (int kept = 0; kept < TRAININGS; kept = kept(out)) {
      Process process = start(out);
      while (process.isAlive() && kept(out) == kept) {
        Thread.sleep(1);
      }
      Thread.sleep(random.nextInt(150));
      boolean gently = kills % 2 == 1;
      if (gently) {
        process.destroy();
      } else {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      kills++;
    }
    assertThat(kills).isGreaterThan(2);
    Process last = start(out);
    assertThat(last.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(folder.resolve("log")))
        .contains("resumes: 7 of 7 trainings are there, 0 epochs are left");
    for (String file :
        List.of("audit.json", "scores.csv", "audit.html", "model.safetensors", "heldout.csv")) {
      assertThat(folder.resolve(out + "/" + file))
          .hasSameBinaryContentAs(folder.resolve("unbroken/" + file));
    }
    KeptRuns runs = new KeptRuns(folder, recipe);
    assertThat(runs.all()).as("one run for each folder").hasSize(2);
    assertThat(runs.all()).allMatch(run -> run.status() == RunStatus.FINISHED);
    assertThat(runs.all()).allMatch(run -> run.last().orElseThrow().epoch() == 40);
  }

  @Test
  void audit_askedToStop_saysHowToGoOnAndIsInterruptedInTheStore() throws Exception {
    Process process = start("stopped");
    while (process.isAlive() && kept("stopped") == 0) {
      Thread.sleep(1);
    }
    process.destroy();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    String log = Files.readString(folder.resolve("log"));
    assertThat(log).contains("the same command goes on after the last finished training");
    KeptRuns runs = new KeptRuns(folder, recipe);
    assertThat(runs.run("sample").status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(folder.resolve("stopped/audit.json")).doesNotExist();
  }

  @Test
  void audit_secondProcessInOneFolder_isRefusedInOneLine() throws Exception {
    Process first = start("both");
    while (first.isAlive() && kept("both") == 0) {
      Thread.sleep(1);
    }
    Session second = Session.of(words("both"));
    assertThat(first.isAlive()).as("the first was still at work").isTrue();
    first.destroyForcibly();
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err().lines()).hasSize(1);
    assertThat(second.err()).contains("expected no other process");
  }
}
