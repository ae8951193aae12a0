package dev.rote.data;

import dev.rote.fault.RoteException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Turns IDX or npy files of pictures and labels into data sets.
final class PictureReader {

  static final int MOST_CLASSES = 1 << 16;

  private PictureReader() {}

  /// Files of the user, which have as many classes as the greatest label of both splits tells.
  ///
  /// @throws RoteException if a file is damaged, or fits neither its role nor the other files
  static Split read(DataSpec.Files files) {
    int[] train = labels(files.train().labels());
    int[] heldOut = labels(files.heldOut().labels());
    List<String> names = Dataset.numbered(1 + Math.max(greatest(train), greatest(heldOut)));
    return new Split(
        dataset(files.train().images().toString(), files.train(), train, names),
        dataset(files.heldOut().images().toString(), files.heldOut(), heldOut, names));
  }

  /// Files of a known data set, those of both splits at once.
  ///
  /// @throws RoteException as above, and if a label names no class
  static Split read(String name, DataSpec.Files files, List<String> classNames) {
    Ahead<Dataset> heldOut = Ahead.begin(() -> dataset(name, files.heldOut(), classNames));
    return new Split(dataset(name, files.train(), classNames), heldOut.get());
  }

  private static Dataset dataset(
      String name, DataSpec.PictureFiles files, List<String> classNames) {
    return dataset(name, files, labels(files.labels()), classNames);
  }

  private static int greatest(int[] labels) {
    return Arrays.stream(labels).max().orElse(0);
  }

  private static Dataset dataset(
      String name, DataSpec.PictureFiles files, int[] labels, List<String> classNames) {
    if (TableReader.endsWith(files.images(), ".npy")) {
      return NpyArray.read(files.images()).dataset(name, labels, classNames);
    }
    IdxArray pictures = IdxReader.read(files.images());
    String operation = "read pictures " + files.images();
    require(
        pictures.rank() == 3,
        operation,
        "pictures (a count, rows and columns)",
        "an array of " + pictures.shape() + (pictures.rank() == 1 ? ", as label files have" : ""),
        "give the picture file");
    require(
        pictures.type() == IdxType.U8,
        operation,
        "pixels that are " + IdxType.U8.words(),
        pictures.type().words(),
        "convert the pixels to 0 to 255");
    require(
        pictures.size(0) == labels.length,
        operation,
        labels.length + " pictures, one for each label in " + files.labels(),
        "" + pictures.size(0),
        "give picture and label files that belong together");
    PictureShape shape = new PictureShape(pictures.size(1), pictures.size(2));
    return Dataset.of(name, shape, pictures.bytes(), labels, classNames);
  }

  private static int[] labels(Path file) {
    if (TableReader.endsWith(file, ".npy")) {
      return NpyArray.read(file).labels(MOST_CLASSES);
    }
    IdxArray array = IdxReader.read(file);
    String operation = "read labels " + file;
    require(
        array.rank() == 1,
        operation,
        "labels (one count)",
        "an array of " + array.shape() + (array.rank() == 3 ? ", as picture files have" : ""),
        "give the label file");
    require(
        array.type().whole(),
        operation,
        "labels that are integers",
        array.type().words(),
        "convert the labels to 0, 1, 2 …");
    int[] labels = array.ints();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= MOST_CLASSES) {
        throw new RoteException(
            operation,
            "labels from 0 to " + (MOST_CLASSES - 1),
            labels[i] + " at example " + i,
            "number the classes 0, 1, 2 …");
      }
    }
    return labels;
  }

  private static void require(
      boolean holds, String operation, String expected, String found, String help) {
    if (!holds) {
      throw new RoteException(operation, expected, found, help);
    }
  }
}
