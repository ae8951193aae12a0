package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training in a process of its own that is killed as the system kills, at any time, again and
/// again: 20 times, or as often as the property `rote.kills` says.
class KillIT {
  private static final int KILLS = Integer.getInteger("rote.kills", 20);
  private static final Path APP = Path.of("target/app").toAbsolutePath();
  private static final String MODEL = "model.safetensors";
  private static final String LAST = "checkpoint/last.safetensors";

  /// A step takes far less than the save after it, so that most kills meet a save.
  private static final List<String> TINY =
      List.of(
          "data.limit=40",
          "data.heldout-limit=20",
          "network.layers=[{dense: 16}, {dense: 10}]",
          "batch=8",
          "record=true");

  private static final List<String> OPTIMIZERS =
      List.of(
          "{name: adam, rate: 0.002}",
          "{name: sgd, rate: 0.02, momentum: 0.9, nesterov: true}",
          "{name: adamw, rate: 0.002}",
          "{name: sgd, rate: 0.02}");
  private static final String SCHEDULE =
      "schedule={name: warm-up, steps: 50, then: {name: cosine, floor: 0.1}}";

  @TempDir private Path folder = Path.of("");
  private Sample sample = new Sample(Path.of(""), Path.of(""));

  /// Times of the kills; the same seed gives the same again, as far as a machine can.
  private final Random random = new Random(20);

  private int kills;
  private int duringSaves;

  @BeforeEach
  void copySample() throws IOException {
    sample = Sample.in(folder);
  }

  private List<String> begin(Path out, int epochs, String optimizer) {
    List<String> words = new ArrayList<>(List.of("train", sample.recipe().toString()));
    words.addAll(TINY);
    words.addAll(List.of("epochs=" + epochs, "optimizer=" + optimizer, SCHEDULE));
    words.addAll(List.of("--checkpoint-every", "1", "--out", out.toString()));
    return words;
  }

  /// Trains in this process, with other kernels and hardly a checkpoint.
  private Path unbroken(int epochs, String optimizer) {
    Path out = folder.resolve("unbroken-" + optimizer.hashCode());
    if (!Files.exists(out)) {
      List<String> words = begin(out, epochs, optimizer);
      words.set(words.indexOf("1"), "1h");
      words.addAll(List.of("--kernels", "128"));
      Session session = Session.of(words);
      assertThat(session.code()).as(session.err()).isZero();
    }
    return out;
  }

  private static List<String> resume(Path out) {
    return List.of("train", "--resume", "--checkpoint-every", "1", "--out", out.toString());
  }

  private Process start(List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", APP + "/*", "dev.rote.cli.Main"));
    command.addAll(words);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Test
  void train_killedAtRandomAgainAndAgain_endsInTheFilesOfTheUnbrokenRun() throws Exception {
    for (int round = 0; kills < KILLS; round++) {
      String optimizer = OPTIMIZERS.get(round % OPTIMIZERS.size());
      Path unbroken = unbroken(60, optimizer);
      Path out = folder.resolve("killed-" + round);
      trainThroughKills(out, begin(out, 60, optimizer));
      assertSameRun(out, unbroken);
    }
    assertThat(duringSaves).as("kills in the middle of a save").isPositive();
  }

  private void trainThroughKills(Path out, List<String> begin) throws Exception {
    while (!Files.exists(out.resolve(MODEL))) {
      boolean begun = Files.exists(out.resolve("recipe.yaml"));
      Process process = start(begun ? resume(out) : begin);
      if (kills < KILLS) {
        waitAtRandom(process, out.resolve(LAST));
        process.destroyForcibly();
      }
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      if (process.exitValue() == 0) {
        assertThat(out.resolve(MODEL)).exists();
      } else {
        assertThat(process.exitValue()).as(log()).isEqualTo(128 + 9);
        kills++;
        duringSaves += leftovers(out).isEmpty() ? 0 : 1;
      }
    }
  }

  /// One in eight is killed at any time of its start, the others once they train.
  private void waitAtRandom(Process process, Path last) throws Exception {
    if (random.nextInt(8) == 0) {
      Thread.sleep(random.nextInt(800));
      return;
    }
    FileTime before = written(last);
    while (process.isAlive() && written(last).equals(before)) {
      Thread.sleep(1);
    }
    Thread.sleep(random.nextInt(100), random.nextInt(1_000_000));
  }

  private static FileTime written(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException _) {
      return FileTime.fromMillis(0);
    }
  }

  private static List<String> leftovers(Path out) throws IOException {
    if (!Files.exists(out)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(out)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".tmp")).toList();
    }
  }

  private static void assertSameRun(Path run, Path unbroken) throws IOException {
    for (String file : List.of(MODEL, "best.safetensors", "recipe.yaml", "scores.csv")) {
      assertThat(Files.readAllBytes(run.resolve(file)))
          .as(run + " " + file)
          .isEqualTo(Files.readAllBytes(unbroken.resolve(file)));
    }
    assertThat(untimed(run)).isEqualTo(untimed(unbroken));
    assertThat(run.resolve("provenance.json")).exists();
    assertThat(leftovers(run)).isEmpty();
  }

  /// The metrics without examples per second and seconds.
  private static List<String> untimed(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.csv")).stream()
        .map(line -> line.replaceAll(",[^,]*,[^,]*$", ""))
        .toList();
  }

  @Test
  void train_secondProcessAtOneRun_isRefusedInOneLineAndTheFirstGoesOn() throws Exception {
    Path unbroken = unbroken(100, OPTIMIZERS.getFirst());
    Path out = folder.resolve("run");
    Process first = start(begin(out, 100, OPTIMIZERS.getFirst()));
    while (first.isAlive() && !Files.exists(out.resolve(LAST))) {
      Thread.sleep(1);
    }
    Session second = Session.of(resume(out));
    assertThat(first.isAlive()).as("the first was still training").isTrue();
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err().lines()).hasSize(1);
    assertThat(second.err())
        .startsWith("rote: train in " + out + ": expected no other process at this run");
    assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(first.exitValue()).as(log()).isZero();
    assertSameRun(out, unbroken);
  }
}
