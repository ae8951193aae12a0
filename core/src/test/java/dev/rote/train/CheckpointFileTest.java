package dev.rote.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.engine.OptimizerState;
import dev.rote.engine.Parameters;
import dev.rote.engine.Tally;
import dev.rote.exchange.SafeTensors;
import dev.rote.fault.RoteException;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
  private final Path run;
  private final Path file;

  CheckpointFileTest(@TempDir Path run) {
    this.run = run;
    file = run.resolve("checkpoint/last.safetensors");
  }

  private static Checkpoint checkpoint(String... slots) {
    Network network = Network.parse("3-2:relu-2");
    Parameters weights = Parameters.initial(network, Init.TORCH, 1);
    SequencedMap<String, Parameters> slabs = new LinkedHashMap<>();
    for (String slot : slots) {
      slabs.put(slot, Parameters.initial(network, Init.TORCH, 2 + slabs.size()));
    }
    Tally tally = new Tally();
    tally.add(0.1 + 0.2, 7, 64);
    return new Checkpoint(
        "recipe-fingerprint",
        "data-fingerprint",
        2,
        17,
        Checkpoint.Folded.of(tally),
        List.of(
            new EpochStats(1, 0.1 + 0.7, 1 / 3.0, 1e-300, 0, 12345.678, 9.5),
            new EpochStats(2, Double.MIN_VALUE, Math.PI, Double.NaN, 1, 1e10, 1)),
        weights,
        new OptimizerState(1L << 40, slabs),
        Optional.empty());
  }

  @Test
  void read_whatWasWritten_isTheSameBits() {
    for (Checkpoint before :
        List.of(checkpoint(), checkpoint("velocity"), checkpoint("variance", "mean"))) {
      CheckpointFile.write(run, before);
      Checkpoint after = CheckpointFile.read(run).orElseThrow();

      assertThat(after.recipe()).isEqualTo("recipe-fingerprint");
      assertThat(after.data()).isEqualTo("data-fingerprint");
      assertThat(after.epoch()).isEqualTo(2);
      assertThat(after.stepInEpoch()).isEqualTo(17);
      assertThat(after.folded().tally().lossSum()).isEqualTo(0.1 + 0.2);
      assertThat(after.folded()).isEqualTo(before.folded());
      assertThat(after.history()).isEqualTo(before.history());
      assertThat(after.state().steps()).isEqualTo(1L << 40);
      assertThat(slabs(after)).isEqualTo(slabs(before));
    }
  }

  /// Weights and slots in order, as text that tells any two floats but NaNs apart.
  private static List<String> slabs(Checkpoint checkpoint) {
    List<String> slabs = new ArrayList<>(checkpoint.state().slots().sequencedKeySet());
    Stream.concat(
            Stream.of(checkpoint.weights()), checkpoint.state().slots().sequencedValues().stream())
        .forEach(slab -> slabs.add(slab.tensors() + Arrays.toString(slab.values())));
    return slabs;
  }

  private static Checkpoint recorded() {
    Checkpoint plain = checkpoint("velocity");
    Parameters written =
        new Parameters(
            List.of(
                new TensorShape("loss", List.of(3)), new TensorShape("first-learned", List.of(3))),
            new float[] {0.1f, Float.MIN_VALUE, Float.NaN, 0, 1, 65_535});
    return new Checkpoint(
        plain.recipe(),
        plain.data(),
        plain.epoch(),
        plain.stepInEpoch(),
        plain.folded(),
        plain.history(),
        plain.weights(),
        plain.state(),
        Optional.of(written));
  }

  @Test
  void read_ofARunThatRecords_hasWhatWasWrittenDown() {
    Checkpoint before = recorded();
    CheckpointFile.write(run, before);
    Checkpoint after = CheckpointFile.read(run).orElseThrow();
    Parameters written = after.recorded().orElseThrow();
    assertThat(written.tensors()).isEqualTo(before.recorded().orElseThrow().tensors());
    assertThat(written.values()).isEqualTo(before.recorded().orElseThrow().values());
    assertThat(slabs(after)).isEqualTo(slabs(before));
  }

  @Test
  void write_ofARunThatRecords_isNothingThatAnOlderRoteGoesOnWith() {
    CheckpointFile.write(run, recorded());
    SafeTensors.Tensors tensors = SafeTensors.read(file);
    assertThat(tensors.metadata()).containsEntry("rote-checkpoint", "2");
    assertThat(tensors.parameters().tensors().subList(8, 10))
        .hasToString("[recorded/loss [3], recorded/first-learned [3]]");
    CheckpointFile.write(run, checkpoint());
    assertThat(SafeTensors.read(file).metadata()).containsEntry("rote-checkpoint", "1");
    assertThat(CheckpointFile.read(run).orElseThrow().recorded()).isEmpty();
  }

  @Test
  void read_beforeTheFirstStep_isTheSame() {
    Checkpoint full = checkpoint();
    Checkpoint first =
        new Checkpoint(
            "",
            "",
            0,
            0,
            new Checkpoint.Folded(0, 0, 0),
            List.of(),
            full.weights(),
            new OptimizerState(0, new LinkedHashMap<>()),
            Optional.empty());
    CheckpointFile.write(run, first);
    assertThat(CheckpointFile.read(run).orElseThrow().history()).isEmpty();
  }

  @Test
  void read_runWithoutCheckpoint_isEmpty() {
    assertThat(CheckpointFile.read(run)).isEmpty();
    assertThat(CheckpointFile.read(run.resolve("no such run"))).isEmpty();
  }

  @Test
  void write_always_isSafetensorsThatOthersRead() {
    CheckpointFile.write(run, checkpoint("velocity"));
    SafeTensors.Tensors tensors = SafeTensors.read(file);
    assertThat(tensors.parameters().tensors())
        .extracting(tensor -> tensor.name() + tensor.shape())
        .containsExactly(
            "0.weight[2, 3]",
            "0.bias[2]",
            "2.weight[2, 2]",
            "2.bias[2]",
            "velocity/0.weight[2, 3]",
            "velocity/0.bias[2]",
            "velocity/2.weight[2, 2]",
            "velocity/2.bias[2]");
    assertThat(tensors.metadata()).containsEntry("epoch", "2").containsEntry("correct", "7");
  }

  @Test
  void read_anyBitFlipped_isRefused() throws IOException {
    CheckpointFile.write(run, recorded());
    byte[] bytes = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertDamaged(bytes);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    Files.write(file, bytes);
    assertThat(CheckpointFile.read(run)).isPresent();
  }

  @Test
  void read_anyTruncationOrTail_isRefused() throws IOException {
    CheckpointFile.write(run, checkpoint("velocity"));
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      assertDamaged(Arrays.copyOf(bytes, length));
      byte[] zeroTail = Arrays.copyOf(Arrays.copyOf(bytes, length), bytes.length + 8);
      assertDamaged(zeroTail);
    }
    assertDamaged(Arrays.copyOf(bytes, bytes.length + 1));
  }

  private void assertDamaged(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    String found = "a checkpoint";
    try {
      CheckpointFile.read(run);
    } catch (RoteException e) {
      found = "" + e.getMessage();
    }
    assertThat(found)
        .isEqualTo(
            "read "
                + file
                + ": expected the bytes that were written, found damage (their SHA-256 differs);"
                + " restore it from a copy, or delete it to start anew");
  }

  @Test
  void read_newerVersion_isRefused() {
    rewrite("rote-checkpoint", "3");
    assertRefused(
        "expected a checkpoint of version 1 or 2, found version 3; go on with the Rote that");
  }

  @Test
  void read_wholeFileOfAnotherWriter_isRefusedByField() {
    rewrite("epoch", "two");
    assertRefused("\"two\"");
    rewrite("epoch", "3");
    assertRefused("expected a history of 3 epochs, found 2 epochs");
    rewrite("history", "1,2;3");
    assertRefused("history 1,2");
    rewrite("slots", "mean");
    assertRefused("tensors that are not those of [mean]");
    rewrite("slots", "");
    assertThat(CheckpointFile.read(run).orElseThrow().state().slots()).isEmpty();
  }

  /// Writes a checkpoint with one field changed and a hash that is right.
  private void rewrite(String key, String value) {
    CheckpointFile.write(run, checkpoint("velocity"));
    SafeTensors.Tensors tensors = SafeTensors.read(file);
    SortedMap<String, String> metadata = new TreeMap<>(tensors.metadata());
    metadata.put(key, value);
    metadata.put("sha256", "0".repeat(64));
    SafeTensors.write(file, tensors.parameters(), metadata);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      metadata.put("sha256", HexFormat.of().formatHex(digest));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    SafeTensors.write(file, tensors.parameters(), metadata);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> CheckpointFile.read(run))
        .isExactlyInstanceOf(RoteException.class)
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1);
  }

  @Test
  void new_partsThatDoNotFit_areRefused() {
    Checkpoint good = checkpoint();
    Parameters other = Parameters.zeros(Network.parse("3-2"));
    SequencedMap<String, Parameters> slots = new LinkedHashMap<>();
    slots.put("velocity", other);
    assertThatThrownBy(
            () ->
                new Checkpoint(
                    "",
                    "",
                    2,
                    0,
                    good.folded(),
                    good.history(),
                    good.weights(),
                    new OptimizerState(0, slots),
                    Optional.empty()))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("in velocity, found [0.weight [2, 3]");
  }
}
