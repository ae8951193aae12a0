package dev.rote.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// One file of a known data set, as it must be to the byte.
///
/// @param role what it holds
/// @param name of the file, in every place it may lie
/// @param size in bytes
/// @param sha256 of the file, 64 lower-case hex digits
public record CatalogFile(Role role, String name, long size, String sha256) {

  /// What a file of a data set holds.
  public enum Role {
    TRAIN_IMAGES,
    TRAIN_LABELS,
    HELD_OUT_IMAGES,
    HELD_OUT_LABELS
  }

  /// What is found instead of a good copy of this file, if anything: "no such file", another size
  /// or another SHA-256.
  Optional<String> flaw(Path copy) {
    try {
      if (!Files.isRegularFile(copy)) {
        return Optional.of("no such file");
      }
      if (Files.size(copy) != size) {
        return Optional.of(Files.size(copy) + " bytes");
      }
      String found = sha256(copy);
      return found.equals(sha256) ? Optional.empty() : Optional.of("SHA-256 " + shortened(found));
    } catch (IOException e) {
      return Optional.of("a file that cannot be read (" + e + ")");
    }
  }

  /// What [#flaw] compares with, for messages.
  String wanted() {
    return size + " bytes with SHA-256 " + shortened(sha256);
  }

  private static String shortened(String hash) {
    return hash.substring(0, 12) + "…";
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digest =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
