package dev.rote.train;

import dev.rote.data.Sha256;
import dev.rote.engine.Parameters;
import dev.rote.exchange.AtomicFile;
import dev.rote.exchange.SafeTensors;
import dev.rote.fault.RoteException;
import dev.rote.network.TensorShape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;

/// A [Checkpoint] on disk: `checkpoint/last.safetensors` in the folder of the run.
///
/// Any reader of safetensors finds the weights under their names; the optimiser's slots follow as
/// `velocity/0.weight` …, and what was recorded of the examples as `recorded/loss` …; the rest is
/// text in the metadata. `sha256` there is the SHA-256 of the
/// whole file with its own 64 digits taken as zeros, so no damage goes unseen.
///
/// Written in one step: a crash leaves the checkpoint before. Stateless; a run has one writer.
public final class CheckpointFile {

  /*
   * Raised when the form changes so that older readers would misread it. A run that records its
   * examples has a version of its own, so that a Rote that knows nothing of them does not go on
   * with it and lose them; all other checkpoints go back and forth between the two.
   */
  private static final String VERSION = "1";
  private static final String VERSION_RECORDED = "2";

  private static final String FILE = "checkpoint/last.safetensors";
  private static final String VERSION_KEY = "rote-checkpoint";
  private static final String RECORDED = "recorded/";
  private static final String SHA_256 = "sha256";
  private static final String ZEROS = "0".repeat(64);

  private CheckpointFile() {}

  /// Replaces the checkpoint of a run.
  ///
  /// @param run the run's folder; made if it is not there
  /// @throws RoteException if it cannot be written; the checkpoint before is then untouched
  public static void write(Path run, Checkpoint checkpoint) {
    Path file = run.resolve(FILE);
    List<Parameters> tensors = tensors(checkpoint);
    SortedMap<String, String> metadata = CheckpointText.of(checkpoint);
    metadata.put(VERSION_KEY, checkpoint.recorded().isPresent() ? VERSION_RECORDED : VERSION);
    metadata.put(SHA_256, ZEROS);
    metadata.put(SHA_256, hash(tensors, metadata));
    AtomicFile.createFolder(file.resolveSibling(""));
    SafeTensors.write(file, tensors, metadata);
  }

  /// The checkpoint of a run, if it has one.
  ///
  /// @param run the run's folder
  /// @throws RoteException if the file is damaged, or of another version
  public static Optional<Checkpoint> read(Path run) {
    Path file = run.resolve(FILE);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    requireWhole(file);
    SafeTensors.Tensors tensors = SafeTensors.read(file);
    String version = tensors.metadata().getOrDefault(VERSION_KEY, "none");
    if (!version.equals(VERSION) && !version.equals(VERSION_RECORDED)) {
      throw new RoteException(
          "read " + file,
          "a checkpoint of version " + VERSION + " or " + VERSION_RECORDED,
          "version " + version,
          "go on with the Rote that wrote it");
    }
    try {
      return Optional.of(split(tensors));
    } catch (RoteException e) {
      throw e.within("read " + file);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new RoteException("read " + file, "all fields", "" + e.getMessage(), "delete it", e);
    }
  }

  /// In the order of the file: weights, slots, what was recorded.
  private static List<Parameters> tensors(Checkpoint checkpoint) {
    List<Parameters> all = new ArrayList<>(List.of(checkpoint.weights()));
    checkpoint.state().slots().forEach((slot, values) -> all.add(named(slot + "/", values)));
    checkpoint.recorded().ifPresent(recorded -> all.add(named(RECORDED, recorded)));
    long values = all.stream().mapToLong(part -> part.values().length).sum();
    if (values > Integer.MAX_VALUE - 8) {
      throw new RoteException(
          "checkpoint", "at most 2147483639 values", "" + values, "use plain sgd, record nothing");
    }
    return all;
  }

  private static Parameters named(String prefix, Parameters parameters) {
    return new Parameters(named(prefix, parameters.tensors()), parameters.values());
  }

  private static List<TensorShape> named(String prefix, List<TensorShape> tensors) {
    return tensors.stream()
        .map(tensor -> new TensorShape(prefix + tensor.name(), tensor.shape()))
        .toList();
  }

  private static Checkpoint split(SafeTensors.Tensors file) {
    CheckpointText text = new CheckpointText(file.metadata());
    List<String> slots = text.slots();
    List<TensorShape> all = file.parameters().tensors();
    int trained = (int) all.stream().takeWhile(t -> !t.name().startsWith(RECORDED)).count();
    List<TensorShape> tensors = all.subList(0, trained / (1 + slots.size()));
    List<TensorShape> expected = new ArrayList<>(tensors);
    slots.forEach(slot -> expected.addAll(named(slot + "/", tensors)));
    if (!expected.equals(all.subList(0, trained))) {
      throw new IllegalArgumentException("tensors that are not those of " + slots);
    }
    float[] values = file.parameters().values();
    int size = Math.toIntExact(tensors.stream().mapToLong(TensorShape::size).sum());
    SequencedMap<String, Parameters> slabs = new LinkedHashMap<>();
    for (String slot : slots) {
      int from = (1 + slabs.size()) * size;
      slabs.put(slot, new Parameters(tensors, Arrays.copyOfRange(values, from, from + size)));
    }
    Parameters weights = new Parameters(tensors, Arrays.copyOf(values, size));
    List<TensorShape> recorded = unnamed(all.subList(trained, all.size()));
    int from = (1 + slots.size()) * size;
    return text.checkpoint(
        weights,
        slabs,
        recorded.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Parameters(recorded, Arrays.copyOfRange(values, from, values.length))));
  }

  private static List<TensorShape> unnamed(List<TensorShape> recorded) {
    if (!recorded.stream().allMatch(tensor -> tensor.name().startsWith(RECORDED))) {
      throw new IllegalArgumentException("tensors after those that were " + RECORDED);
    }
    return recorded.stream()
        .map(tensor -> new TensorShape(tensor.name().substring(RECORDED.length()), tensor.shape()))
        .toList();
  }

  private static String hash(List<Parameters> tensors, SortedMap<String, String> metadata) {
    MessageDigest digest = Sha256.digest();
    try {
      OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
      SafeTensors.write(out, tensors, metadata);
    } catch (IOException e) {
      throw new IllegalStateException("a digest does not fail", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Hashes the bytes as they lie, before anything in them is believed.
  private static void requireWhole(Path file) {
    MessageDigest digest = Sha256.digest();
    String written;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] length = in.readNBytes(Long.BYTES);
      digest.update(length);
      byte[] header = in.readNBytes(headerLength(length, Files.size(file)));
      String key = "\"" + SHA_256 + "\":\"";
      int found = new String(header, StandardCharsets.ISO_8859_1).indexOf(key) + key.length();
      int at = Math.min(found, header.length);
      int end = Math.min(at + ZEROS.length(), header.length);
      written = new String(header, at, end - at, StandardCharsets.ISO_8859_1);
      Arrays.fill(header, at, end, (byte) '0');
      digest.update(header);
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      throw RoteException.io("read " + file, "check the disk", e);
    }
    if (!written.equals(HexFormat.of().formatHex(digest.digest()))) {
      throw new RoteException(
          "read " + file,
          "the bytes that were written",
          "damage (their SHA-256 differs)",
          "restore it from a copy, or delete it to start anew");
    }
  }

  private static int headerLength(byte[] length, long size) {
    long told = ByteBuffer.wrap(Arrays.copyOf(length, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return told >= 0 && told < size ? (int) Math.min(told, SafeTensors.MAX_HEADER) : 0;
  }
}
