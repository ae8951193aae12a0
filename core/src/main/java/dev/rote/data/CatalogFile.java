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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One file of a known data set, as it must be to the byte.
///
/// A gzip file has more than one faithful form: Debian packs the published ones anew, without the
/// names and dates in their headers. Every form that is known is as good as the published one.
///
/// @param role what it holds
/// @param name of the file, in every place it may lie
/// @param published as the project offers it
/// @param repacked the same content in other forms
public record CatalogFile(Role role, String name, Form published, List<Form> repacked) {
  public CatalogFile {
    repacked = List.copyOf(repacked);
  }

  /// A file with no other form than the published one.
  public CatalogFile(Role role, String name, long size, String sha256) {
    this(role, name, new Form(size, sha256), List.of());
  }

  /// The bytes of a file.
  ///
  /// @param size how many
  /// @param sha256 their digest, 64 lower-case hex digits
  public record Form(long size, String sha256) {}

  /// Size of the published form in bytes.
  public long size() {
    return published.size();
  }

  /// SHA-256 of the published form.
  public String sha256() {
    return published.sha256();
  }

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
      long size = Files.size(copy);
      List<Form> alike = forms().filter(form -> form.size() == size).toList();
      if (alike.isEmpty()) {
        return Optional.of(size + " bytes");
      }
      String found = sha256(copy);
      return alike.stream().anyMatch(form -> form.sha256().equals(found))
          ? Optional.empty()
          : Optional.of("SHA-256 " + shortened(found));
    } catch (IOException e) {
      return Optional.of("a file that cannot be read (" + e + ")");
    }
  }

  /// What [#flaw] compares with, for messages.
  String wanted() {
    return forms()
        .map(form -> form.size() + " bytes with SHA-256 " + shortened(form.sha256()))
        .collect(Collectors.joining(" or "));
  }

  private Stream<Form> forms() {
    return Stream.concat(Stream.of(published), repacked.stream());
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
