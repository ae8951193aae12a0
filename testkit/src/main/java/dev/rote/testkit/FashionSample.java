package dev.rote.testkit;

import dev.rote.data.Catalog;
import dev.rote.data.CatalogEntry;
import dev.rote.data.CatalogFile;
import dev.rote.data.CatalogFile.Role;
import dev.rote.data.Dataset;
import dev.rote.data.IdxArray;
import dev.rote.data.IdxReader;
import dev.rote.data.PictureShape;
import dev.rote.data.Split;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The first 800 training and 200 held-out pictures of Fashion-MNIST: real data that are always at
/// hand. MIT licence, see the README beside the files. Thread-safe.
public final class FashionSample {

  private FashionSample() {}

  /// The sample with its class names, pixels in [0, 1].
  public static Split split() {
    return new Split(
        dataset(Role.TRAIN_IMAGES, Role.TRAIN_LABELS),
        dataset(Role.HELD_OUT_IMAGES, Role.HELD_OUT_LABELS));
  }

  /// Writes the sample's four IDX files, under the names they have in Fashion-MNIST.
  ///
  /// @param folder exists; files of these names in it are replaced
  /// @throws IOException if it cannot be written to
  public static void copyTo(Path folder) throws IOException {
    for (CatalogFile file : fashion().files()) {
      Files.write(folder.resolve(file.name()), content(file.name()));
    }
  }

  private static CatalogEntry fashion() {
    return Catalog.standard().named("fashion-mnist");
  }

  private static Dataset dataset(Role imagesRole, Role labelsRole) {
    IdxArray images = read(imagesRole);
    return Dataset.of(
        "fashion-mnist sample",
        new PictureShape(images.size(1), images.size(2)),
        images.bytes(),
        read(labelsRole).ints(),
        fashion().classNames());
  }

  private static IdxArray read(Role role) {
    String name = fashion().file(role).name();
    return IdxReader.read(name, content(name));
  }

  private static byte[] content(String name) {
    try (InputStream in = FashionSample.class.getResourceAsStream("fashion-sample/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the testkit lacks its file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
