package dev.rote.audit;

import dev.rote.data.Sha256;
import dev.rote.data.Split;
import dev.rote.exchange.AtomicFile;
import dev.rote.fault.RoteException;
import dev.rote.train.Recipe;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/// The finished trainings of audits, a file each, so that an audit that was interrupted goes on
/// after the last of them.
///
/// A file is named by all that decides what is in it: the seed, the examples with their labels and
/// scaling, and what the caller adds. So it counts for every audit that needs this very training,
/// one of another depth as well, and for no other. Written in one step. A file that is damaged or
/// another one's is told of in one line and taken for none.
///
/// Safe to use from several threads.
/*
 * Big-endian: MAGIC, the key's 32 bytes, the training as Rehearsal writes it, the SHA-256 of all
 * before it. The length follows from the numbers of epochs and examples, which the reader knows, so
 * a file of another length is refused before anything is read, and no number in it sizes an array.
 */
public final class Trainings {
  /// Its last byte is raised when the form changes, or the numbers that trainings come to.
  private static final byte[] MAGIC = "rote-au2".getBytes(StandardCharsets.US_ASCII);

  private static final int HASH_BYTES = 32;
  private static final int NAME_DIGITS = 32;

  private final Path folder;
  private final String circumstances;
  private final Consumer<String> notes;

  /// @param folder where the files are; made with the first of them
  /// @param circumstances what decides a training beside its seed and data: recipe, engine, version
  /// @param notes told in one line what cannot be read or written
  public Trainings(Path folder, String circumstances, Consumer<String> notes) {
    this.folder = folder;
    this.circumstances = circumstances;
    this.notes = notes;
  }

  /// The training, if it was kept.
  Optional<Rehearsal> find(Recipe recipe, Split split) {
    byte[] key = key(recipe, split);
    Path file = file(key);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(file, key, recipe, split));
    } catch (RoteException e) {
      notes.accept(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Rehearsal read(Path file, byte[] key, Recipe recipe, Split split) {
    String operation = "read " + file;
    long expected = MAGIC.length + 2L * HASH_BYTES + Rehearsal.bytes(recipe, split);
    MessageDigest digest = Sha256.digest();
    try (DataInputStream in =
        new DataInputStream(
            new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), digest))) {
      long size = Files.size(file);
      if (size != expected) {
        throw damaged(operation, expected + " bytes", "" + size);
      }
      byte[] head = in.readNBytes(MAGIC.length);
      if (!Arrays.equals(head, MAGIC) || !Arrays.equals(in.readNBytes(HASH_BYTES), key)) {
        throw damaged(operation, "this training", "another one");
      }
      Rehearsal kept = Rehearsal.read(in, recipe, split);
      byte[] hash = digest.digest();
      if (!Arrays.equals(in.readNBytes(HASH_BYTES), hash)) {
        throw damaged(operation, "the bytes that were written", "damage (their SHA-256 differs)");
      }
      return kept;
    } catch (IOException e) {
      throw RoteException.io(operation, "it is trained again", e);
    }
  }

  private static RoteException damaged(String operation, String expected, String found) {
    return new RoteException(operation, expected, found, "it is trained again");
  }

  /// Keeps a training; one that cannot be kept is told of, and nothing else happens.
  void keep(Recipe recipe, Split split, Rehearsal training) {
    byte[] key = key(recipe, split);
    try {
      AtomicFile.createFolder(folder);
      AtomicFile.write(file(key), out -> write(out, key, training));
    } catch (RoteException e) {
      notes.accept("a finished training is not kept: " + e.getMessage());
    }
  }

  private static void write(OutputStream out, byte[] key, Rehearsal training) throws IOException {
    MessageDigest digest = Sha256.digest();
    DataOutputStream data = new DataOutputStream(new DigestOutputStream(out, digest));
    data.write(MAGIC);
    data.write(key);
    training.write(data);
    data.write(digest.digest());
  }

  private Path file(byte[] key) {
    return folder.resolve(HexFormat.of().formatHex(key).substring(0, NAME_DIGITS) + ".training");
  }

  private byte[] key(Recipe recipe, Split split) {
    String all =
        String.join(
            "\n",
            circumstances,
            "" + recipe.seed(),
            split.train().fingerprint(),
            split.heldOut().fingerprint());
    return Sha256.digest().digest(all.getBytes(StandardCharsets.UTF_8));
  }
}
