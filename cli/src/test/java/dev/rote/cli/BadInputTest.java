package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever is wrong: one line on standard error, the right exit code, nothing half-written.
class BadInputTest {
  @TempDir private Path folder = Path.of("");
  private Sample sample = new Sample(Path.of(""), Path.of(""));

  @BeforeEach
  void copySample() throws IOException {
    sample = Sample.in(folder);
  }

  private static void requireOneLine(Session session, int code, String... words) {
    assertThat(session.code()).as(session.err()).isEqualTo(code);
    assertThat(session.err().lines()).hasSize(1);
    assertThat(session.err()).startsWith("rote: ").contains(words).doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          frobnicate                         | frobnicate
          train                              | expected a recipe file
          train a.yaml --frobnicate          | --frobnicate
          train a.yaml --threads many        | many
          train --resume                     | --out
          data                               | list, fetch or show
          data show                          | NAME
          check                              | gradients or parity
          evaluate                           | MODEL.safetensors
          """)
  void wrongUsage_isOneLineAndCode2(String words, String expected) {
    requireOneLine(Session.of(List.of(words.strip().split(" "))), 2, expected);
  }

  @Test
  void noCommand_isOneLineAndCode2() {
    requireOneLine(Session.of(), 2, "expected a command");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          optimizer.rate=0                 | above 0
          optimizer.rate=-1                | above 0
          optimizer.momentun=0.9           | momentum
          batch=0                          | batch
          network.layers.0.dense=0         | 0
          network.inputs=700               | 784
          network.layers.1.inputs=7        | 128
          network.layers.2.dense=3         | 10
          objective=hinge                  | hinge
          data.train.images=missing.gz     | missing.gz
          epochs=three                     | three
          data.noise=2                     | above 0 and at most 1
          data.noise={name: swaps, share: 0.1, map: {0: 10}} | classes from 0 to 9
          data.labels={name: random, classes: 11} | a last layer of 11
          data.labels={name: random, classes: 1}  | from 2
          """)
  void wrongRecipe_isOneLineAndCode1(String override, String expected) {
    Path out = folder.resolve("run");
    Session run =
        Session.of("train", sample.recipe().toString(), override.strip(), "-o", out.toString());
    requireOneLine(run, 1, expected);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train --threads 0 a.yaml          | a.yaml
          evaluate missing.safetensors      | missing.safetensors
          data fetch cifar                  | fashion-mnist
          check gradients missing.yaml      | missing.yaml
          check gradients --engine tpu      | jvm
          check gradients --examples -1     | 1 or more
          check parity --engines jvm,tpu    | jvm
          check parity --engines jvm        | two engines
          check parity --engines jvm,jvm:7  | scalar
          check parity --engines jvm,jvm --steps 0    | 1 step or more
          check parity --engines jvm,jvm --examples -1 | 1 or more
          """)
  void missingThings_areOneLineAndCode1(String words, String expected) {
    requireOneLine(Session.of(List.of(words.strip().split(" "))), 1, expected);
  }

  @Test
  void swappedLabelAndPictureFiles_areNamed() {
    Session run =
        Session.of(
            "train",
            sample.recipe().toString(),
            "data.train.images=train-labels-idx1-ubyte.gz",
            "data.train.labels=train-images-idx3-ubyte.gz");
    requireOneLine(run, 1, "train-images-idx3-ubyte.gz", "give the label file");
  }

  @Test
  void truncatedPictures_areNamed() throws IOException {
    Path images = folder.resolve("train-images-idx3-ubyte.gz");
    byte[] whole = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(whole, whole.length / 2));
    requireOneLine(Session.of("train", sample.recipe().toString()), 1, images.toString());
  }

  @Test
  void outThatIsAFile_isNamed() throws IOException {
    Path out = folder.resolve("taken");
    Files.writeString(out, "mine");
    Session run = Session.of("train", sample.recipe().toString(), "-o", out.toString());
    requireOneLine(run, 1, out.toString());
    assertThat(out).hasContent("mine");
  }

  @Test
  void outThatCannotBeWrittenTo_isNamedBeforeAnythingIsTrained() {
    Session run = Session.of("train", sample.recipe().toString(), "-o", "/sys/rote-run");
    requireOneLine(run, 1, "create folder /sys/rote-run", "make it elsewhere");
    assertThat(run.out()).doesNotContain("epoch 1/");
  }

  @Test
  void checkpointIntervalThatIsNone_isNamed() {
    String[] words = {"train", sample.recipe().toString(), "--checkpoint-every", "often"};
    requireOneLine(Session.of(words), 1, "often", "30s, 5m, 2h or a number of steps");
  }

  @Test
  void debug_showsTheStackTrace() {
    Session run = Session.of("evaluate", "missing.safetensors", "--debug");
    assertThat(run.err().lines().findFirst().orElseThrow()).startsWith("rote: ");
    assertThat(run.err()).contains("at dev.rote");
  }

  @Test
  void modelOfAnotherProgramWithoutNetwork_saysWhatToAdd() {
    Path out = folder.resolve("run");
    Session.of("train", sample.recipe().toString(), "epochs=1", "-q", "-o", out.toString());
    Path checkpoint = out.resolve("checkpoint/last.safetensors");
    requireOneLine(Session.of("evaluate", checkpoint.toString()), 1, "--network");
  }
}
