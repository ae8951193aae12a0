package dev.rote.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A data set of the catalog's kind that is small: 30 training and 10 held-out pictures of noise,
/// 9 × 11, in 3 classes.
final class TinyData {
  static final String NAME = "tiny";
  static final String TRAIN_IMAGES = "train-images-idx3-ubyte.gz";

  private final Map<CatalogFile.Role, byte[]> contents = new EnumMap<>(CatalogFile.Role.class);

  TinyData() {
    Random random = new Random(7);
    contents.put(CatalogFile.Role.TRAIN_IMAGES, pictures(30, random));
    contents.put(CatalogFile.Role.TRAIN_LABELS, labels(30));
    contents.put(CatalogFile.Role.HELD_OUT_IMAGES, pictures(10, random));
    contents.put(CatalogFile.Role.HELD_OUT_LABELS, labels(10));
  }

  private static byte[] pictures(int count, Random random) {
    byte[] pixels = new byte[count * 9 * 11];
    random.nextBytes(pixels);
    return Idx.gzip(Idx.file(0x08, new long[] {count, 9, 11}, pixels));
  }

  private static byte[] labels(int count) {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 3;
    }
    return Idx.gzip(Idx.labels(labels));
  }

  /// This data set alone, with these origins.
  Catalog catalog(CatalogEntry.Origin... origins) {
    List<CatalogFile> files =
        contents.entrySet().stream()
            .map(
                file ->
                    new CatalogFile(
                        file.getKey(),
                        name(file.getKey()),
                        List.of(form(file.getValue()), form(repacked(file.getValue())))))
            .toList();
    return new Catalog(
        List.of(
            new CatalogEntry(
                NAME,
                new CatalogEntry.About("noise", "none", URI.create("https://example.invalid/")),
                List.of("ant", "bee", "cat"),
                files,
                List.of(origins))));
  }

  private static CatalogFile.Form form(byte[] content) {
    return new CatalogFile.Form(content.length, sha256(content));
  }

  /// The same data with a name in the gzip header.
  static byte[] repacked(byte[] packed) {
    byte[] header = Idx.with(Idx.cut(packed, 10), 3, 8);
    return Idx.join(header, new byte[] {'x', 0}, Arrays.copyOfRange(packed, 10, packed.length));
  }

  byte[] content(String fileName) {
    return contents.entrySet().stream()
        .filter(file -> name(file.getKey()).equals(fileName))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static String name(CatalogFile.Role role) {
    return switch (role) {
      case TRAIN_IMAGES -> TRAIN_IMAGES;
      case TRAIN_LABELS -> "train-labels-idx1-ubyte.gz";
      case HELD_OUT_IMAGES -> "t10k-images-idx3-ubyte.gz";
      case HELD_OUT_LABELS -> "t10k-labels-idx1-ubyte.gz";
    };
  }

  /// Writes the four files.
  ///
  /// @return the folder, made if need be
  Path writeTo(Path folder) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<CatalogFile.Role, byte[]> file : contents.entrySet()) {
        Files.write(folder.resolve(name(file.getKey())), file.getValue());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Flips one bit in the middle of a file.
  static void damage(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2] ^= 1;
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
