package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.data.DataSpec.PictureFiles;
import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
  private final Path folder;
  private final PictureFiles train;
  private final PictureFiles heldOut;

  PictureFilesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    train = files("train", Idx.pictures(3, 2, 5), Idx.labels(0, 4, 1));
    heldOut = files("held-out", Idx.gzip(Idx.pictures(2, 2, 5)), Idx.gzip(Idx.labels(6, 2)));
  }

  private PictureFiles files(String name, byte[] images, byte[] labels) throws IOException {
    return new PictureFiles(
        Files.write(folder.resolve(name + ".images"), images),
        Files.write(folder.resolve(name + ".labels"), labels));
  }

  private Split open(PictureFiles train, PictureFiles heldOut) {
    DataPlaces nowhere = new DataPlaces(Optional.empty(), folder, folder, Optional.empty());
    return new DataStore(Catalog.standard(), nowhere, FetchListener.SILENT)
        .open(
            new DataSpec(
                new DataSpec.Files(train, heldOut),
                DataSpec.ALL,
                DataSpec.ALL,
                Pixels.UNIT,
                new Labels.Given()),
            0);
  }

  private void assertRefused(PictureFiles bad, String message) {
    assertThatThrownBy(() -> open(bad, heldOut))
        .isInstanceOf(RoteException.class)
        .hasMessage(message);
  }

  @Test
  void open_plainAndGzipFiles_givesPicturesAndAsManyClassesAsBothSplitsName() {
    Split split = open(train, heldOut);

    assertThat(split.train().shape()).isEqualTo(new PictureShape(2, 5));
    assertThat(split.train().name()).isEqualTo(train.images().toString());
    assertThat(split.train().label(1)).isEqualTo(4);
    assertThat(split.train().pixel(2, 9)).isEqualTo(29);
    assertThat(split.heldOut().size()).isEqualTo(2);
    assertThat(split.heldOut().classNames()).containsExactly("0", "1", "2", "3", "4", "5", "6");
    assertThat(split.train().classes()).isEqualTo(7);
  }

  @Test
  void open_labelsOfWiderIntegers_areTaken() throws IOException {
    byte[] wide = Idx.file(0x0C, new long[] {3}, new byte[] {0, 0, 1, 0, 0, 0, 0, 5, 0, 0, 0, 0});
    Split split = open(files("wide", Idx.pictures(3, 2, 5), wide), heldOut);

    assertThat(split.train().label(0)).isEqualTo(256);
    assertThat(split.train().classes()).isEqualTo(257);
  }

  @Test
  void open_labelsGivenAsPictures_saysSo() {
    assertRefused(
        new PictureFiles(train.labels(), train.labels()),
        "read pictures "
            + train.labels()
            + ": expected pictures (a count, rows and columns), "
            + "found an array of 3, as label files have; give the picture file");
  }

  @Test
  void open_picturesGivenAsLabels_saysSo() {
    assertRefused(
        new PictureFiles(train.images(), train.images()),
        "read labels "
            + train.images()
            + ": expected labels (one count), "
            + "found an array of 3 × 2 × 5, as picture files have; give the label file");
  }

  @Test
  void open_picturesAndLabelsSwapped_saysSo() {
    assertThatThrownBy(() -> open(new PictureFiles(train.labels(), train.images()), heldOut))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("as picture files have; give the label file");
  }

  @Test
  void open_countsThatDiffer_namesBothFiles() {
    assertRefused(
        new PictureFiles(train.images(), heldOut.labels()),
        "read pictures "
            + train.images()
            + ": expected 2 pictures, one for each label in "
            + heldOut.labels()
            + ", found 3; give picture and label files that belong together");
  }

  @Test
  void open_negativeLabel_saysWhere() throws IOException {
    PictureFiles bad =
        files(
            "negative",
            Idx.pictures(3, 2, 5),
            Idx.file(0x09, new long[] {3}, new byte[] {1, 2, -7}));
    assertRefused(
        bad,
        "read labels "
            + bad.labels()
            + ": expected labels from 0 to 65535, found -7 at example 2; "
            + "number the classes 0, 1, 2 …");
  }

  @Test
  void open_labelThatWouldTakeABillionClasses_saysWhere() throws IOException {
    PictureFiles bad =
        files(
            "huge",
            Idx.pictures(1, 2, 5),
            Idx.file(0x0C, new long[] {1}, new byte[] {127, -1, -1, -1}));
    assertRefused(
        bad,
        "read labels "
            + bad.labels()
            + ": expected labels from 0 to 65535, found 2147483647 at example 0; "
            + "number the classes 0, 1, 2 …");
  }

  @Test
  void open_labelsThatAreFloats_saysSo() throws IOException {
    PictureFiles bad =
        files("float", Idx.pictures(1, 2, 5), Idx.file(0x0D, new long[] {1}, new byte[4]));
    assertRefused(
        bad,
        "read labels "
            + bad.labels()
            + ": expected labels that are integers, found 32-bit floats; "
            + "convert the labels to 0, 1, 2 …");
  }

  @Test
  void open_pixelsThatAreFloats_saysSo() throws IOException {
    PictureFiles bad =
        files("pixels", Idx.file(0x0D, new long[] {1, 1, 1}, new byte[4]), Idx.labels(0));
    assertRefused(
        bad,
        "read pictures "
            + bad.images()
            + ": expected pixels that are unsigned bytes, found 32-bit floats; "
            + "convert the pixels to 0 to 255");
  }

  @Test
  void open_splitsOfDifferentPictures_saysSo() throws IOException {
    PictureFiles other = files("other", Idx.pictures(1, 5, 2), Idx.labels(0));
    assertThatThrownBy(() -> open(other, heldOut))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("5×2 pictures of 7 classes in both splits, found 2×5 pictures");
  }
}
