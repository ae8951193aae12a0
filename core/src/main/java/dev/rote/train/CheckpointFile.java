package dev.rote.train;

import dev.rote.engine.Parameters;
import dev.rote.exchange.AtomicFile;
import dev.rote.exchange.SafeTensors;
import dev.rote.exchange.Sha256;
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
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;

/// A [Checkpoint] on disk: `checkpoint/last.safetensors` in the folder of the run.
///
/// Any reader of safetensors finds the weights under their names; the optimiser's slots follow as
/// `velocity/0.weight` …; the rest is text in the metadata. `sha256` there is the SHA-256 of the
/// whole file with its own 64 digits taken as zeros, so no damage goes unseen.
///
/// Written in one step: a crash leaves the checkpoint before. Stateless; a run has one writer.
public final class CheckpointFile {

  /// Raised when the form changes so that older readers would misread it.
  static final int VERSION = 1;

  private static final String FILE = "checkpoint/last.safetensors";
  private static final String VERSION_KEY = "rote-checkpoint";
  private static final String SHA_256 = "sha256";
  private static final String ZEROS = "0".repeat(64);

  private CheckpointFile() {}

  /// Replaces the checkpoint of a run.
  ///
  /// @param run the run's folder; made if it is not there
  /// @throws RoteException if it cannot be written; the checkpoint before is then untouched
  public static void write(Path run, Checkpoint checkpoint) {
    Path file = run.resolve(FILE);
    Parameters tensors = join(checkpoint.weights(), checkpoint.state().slots());
    SortedMap<String, String> metadata = CheckpointText.of(checkpoint);
    metadata.put(VERSION_KEY, "" + VERSION);
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
    if (!version.equals("" + VERSION)) {
      throw new RoteException(
          "read " + file,
          "a checkpoint of version " + VERSION,
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

  /// Weights and slots in one slab.
  private static Parameters join(Parameters weights, SequencedMap<String, Parameters> slots) {
    int size = weights.values().length;
    long all = (1L + slots.size()) * size;
    if (all > Integer.MAX_VALUE - 8) {
      throw new RoteException("checkpoint", "at most 2147483639 values", "" + all, "use plain sgd");
    }
    List<TensorShape> tensors = new ArrayList<>(weights.tensors());
    float[] values = Arrays.copyOf(weights.values(), (int) all);
    int from = 0;
    for (Map.Entry<String, Parameters> slot : slots.entrySet()) {
      from += size;
      System.arraycopy(slot.getValue().values(), 0, values, from, size);
      tensors.addAll(named(slot.getKey(), weights.tensors()));
    }
    return new Parameters(tensors, values);
  }

  private static Checkpoint split(SafeTensors.Tensors file) {
    CheckpointText text = new CheckpointText(file.metadata());
    List<String> slots = text.slots();
    List<TensorShape> all = file.parameters().tensors();
    float[] values = file.parameters().values();
    List<TensorShape> tensors = all.subList(0, all.size() / (1 + slots.size()));
    int size = values.length / (1 + slots.size());
    List<TensorShape> expected = new ArrayList<>(tensors);
    slots.forEach(slot -> expected.addAll(named(slot, tensors)));
    if (!expected.equals(all)) {
      throw new IllegalArgumentException("tensors that are not those of " + slots);
    }
    SequencedMap<String, Parameters> slabs = new LinkedHashMap<>();
    for (String slot : slots) {
      int from = (1 + slabs.size()) * size;
      slabs.put(slot, new Parameters(tensors, Arrays.copyOfRange(values, from, from + size)));
    }
    return text.checkpoint(new Parameters(tensors, Arrays.copyOf(values, size)), slabs);
  }

  private static List<TensorShape> named(String slot, List<TensorShape> tensors) {
    return tensors.stream()
        .map(tensor -> new TensorShape(slot + "/" + tensor.name(), tensor.shape()))
        .toList();
  }

  private static String hash(Parameters tensors, SortedMap<String, String> metadata) {
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
