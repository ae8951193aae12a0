package dev.rote.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One file of a known data set, as it must be to the byte.
///
/// @param role what it holds
/// @param name of the file, in every place it may lie
/// @param forms any of which will do, the official one first
public record CatalogFile(Role role, String name, List<Form> forms) {

  public CatalogFile {
    forms = List.copyOf(forms);
  }

  /// What a file of a data set holds.
  public enum Role {
    TRAIN_IMAGES,
    TRAIN_LABELS,
    HELD_OUT_IMAGES,
    HELD_OUT_LABELS
  }

  /// One way in which a file is published. Those who repack one may leave name and time out of its
  /// gzip header, and so change its bytes but none of its data.
  ///
  /// @param size in bytes
  /// @param sha256 of the file, 64 lower-case hex digits
  public record Form(long size, String sha256) {
    @Override
    public String toString() {
      return size + " bytes with SHA-256 " + shortened(sha256);
    }
  }

  /// Bytes of the official form.
  public long size() {
    return forms.getFirst().size();
  }

  /// Bytes of the greatest form.
  long greatestSize() {
    return forms.stream().mapToLong(Form::size).max().orElseThrow();
  }

  boolean hasSize(long size) {
    return forms.stream().anyMatch(form -> form.size() == size);
  }

  /// What is found instead of a good copy of this file, if anything: "no such file", another size
  /// or another SHA-256.
  Optional<String> flaw(Path copy) {
    try {
      if (!Files.isRegularFile(copy)) {
        return Optional.of("no such file");
      }
      long size = Files.size(copy);
      if (!hasSize(size)) {
        return Optional.of(size + " bytes");
      }
      String hash = sha256(copy);
      return forms.contains(new Form(size, hash))
          ? Optional.empty()
          : Optional.of("SHA-256 " + shortened(hash));
    } catch (IOException e) {
      return Optional.of("a file that cannot be read (" + e + ")");
    }
  }

  /// What [#flaw] compares with, for messages.
  String wanted() {
    return forms.stream().map(Form::toString).collect(Collectors.joining(" or "));
  }

  private static String shortened(String hash) {
    return hash.substring(0, 8) + "…" + hash.substring(hash.length() - 8);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digest = new DigestInputStream(in, Sha256.digest())) {
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }
  }
}
