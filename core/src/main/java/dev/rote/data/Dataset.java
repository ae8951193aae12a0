package dev.rote.data;

import dev.rote.fault.RoteException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Labelled examples: n grey pictures or rows of a table, kept as they came, and their classes.
///
/// A network sees byte v of a picture as entry v of a table of 256 numbers, so pixels take a
/// quarter of the room of floats and any scaling is exact and free. Numbers of a table are floats,
/// scaled on their way to the network. Immutable and safe to share between threads, as long as
/// nobody writes to an array that was handed in.
public final class Dataset {
  private final String name;
  private final PictureShape shape;
  private final Features features;
  private final int[] labels;
  private final int[] given;
  private @Nullable String fingerprint;
  private final List<String> classNames;

  private Dataset(
      String name,
      PictureShape shape,
      Features features,
      int[] labels,
      int[] given,
      List<String> classNames) {
    this.name = name;
    this.shape = shape;
    this.features = features;
    this.labels = labels;
    this.given = given;
    this.classNames = classNames;
  }

  /// Pictures with their labels, scaled to [0, 1]; see [#scaledLike] for other scalings.
  ///
  /// @param name for messages and provenance
  /// @param shape of each picture
  /// @param pixels n × rows × columns bytes, picture by picture, row by row; kept, not copied
  /// @param labels n class indices; kept, not copied
  /// @param classNames what the classes are called, in the order of the labels
  /// @throws RoteException if there is no example, the counts differ, or a label names no class
  public static Dataset of(
      String name, PictureShape shape, byte[] pixels, int[] labels, List<String> classNames) {
    return of(
        name,
        shape,
        new ByteFeatures(pixels, Pixels.UNIT.table(pixels)),
        labels,
        List.copyOf(classNames));
  }

  private static Dataset of(
      String name, PictureShape shape, Features features, int[] labels, List<String> classNames) {
    int classes = classNames.size();
    String operation = "data set " + name;
    if (labels.length == 0) {
      throw new RoteException(operation, "at least one example", "none", "give more data");
    }
    if ((long) labels.length * shape.size() != features.stored()) {
      throw new RoteException(
          operation,
          labels.length + " pictures, one for each label",
          features.stored() / Math.max(1, shape.size()) + " pictures",
          "give matching picture and label files");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new RoteException(
            operation,
            "labels from 0 to " + (classes - 1),
            labels[i] + " at example " + i,
            "correct the labels or widen the network's last layer");
      }
    }
    return new Dataset(name, shape, features, labels, labels, classNames);
  }

  /// Rows of a table, not standardised yet; see [#scaledLike].
  ///
  /// @param values n rows of as many finite numbers as there are inputs; kept, not copied
  /// @param labels n class indices; kept, not copied
  static Dataset ofTable(
      String name, float[] values, List<TableInput> inputs, int[] labels, List<String> classNames) {
    PictureShape row = new PictureShape(1, inputs.size());
    return of(
        name, row, RealFeatures.of(values, List.copyOf(inputs)), labels, List.copyOf(classNames));
  }

  /// The same, with classes that are called "0", "1", "2" …
  ///
  /// @param classes number of classes, above every label
  public static Dataset of(
      String name, PictureShape shape, byte[] pixels, int[] labels, int classes) {
    return of(name, shape, pixels, labels, numbered(classes));
  }

  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }

  /// The same examples seen through a scaling that is fitted to the training split.
  ///
  /// @param pixels the kind of scaling
  /// @param training the split whose mean and deviation count, never the held-out one
  public Dataset scaledLike(Pixels pixels, Dataset training) {
    Features scaled = features.scaledLike(pixels, training.features, shape.size());
    return new Dataset(name, shape, scaled, labels, given, classNames);
  }

  /// Some of the examples, seen through the same scaling.
  ///
  /// @param examples their numbers, at least one, in the order they are to have
  public Dataset part(int[] examples) {
    int[] label = new int[examples.length];
    int[] source = new int[examples.length];
    for (int i = 0; i < examples.length; i++) {
      label[i] = labels[examples[i]];
      source[i] = given[examples[i]];
    }
    Features chosen = features.rows(examples, shape.size());
    return new Dataset(name, shape, chosen, label, source, classNames);
  }

  /// The same examples under other labels of the same classes; what the source gave is kept in
  /// mind.
  ///
  /// @param labels one for each example, each naming a class; kept, not copied
  public Dataset withLabels(int[] labels) {
    return relabelled(labels, classNames);
  }

  /// The same pictures under other labels; what the source gave is kept in mind.
  ///
  /// @param labels one for each example, each naming a class; kept, not copied
  /// @param classNames what the classes are called now
  Dataset relabelled(int[] labels, List<String> classNames) {
    return new Dataset(name, shape, features, labels, given, classNames);
  }

  /// The first `count` examples, or all of them if there are fewer.
  public Dataset first(int count) {
    if (count >= size()) {
      return this;
    }
    return part(Order.natural(count));
  }

  public String name() {
    return name;
  }

  /// Number of examples, n.
  public int size() {
    return labels.length;
  }

  /// Width of one example: rows × columns.
  public int features() {
    return shape.size();
  }

  public PictureShape shape() {
    return shape;
  }

  public int classes() {
    return classNames.size();
  }

  /// What the classes are called, in the order of the labels.
  public List<String> classNames() {
    return classNames;
  }

  /// The class of one example.
  public int label(int example) {
    return labels[example];
  }

  /// How many labels are not those that the source gave; no part of the fingerprint.
  public int changedLabels() {
    int changed = 0;
    for (int i = 0; i < labels.length; i++) {
      changed += labels[i] == given[i] ? 0 : 1;
    }
    return changed;
  }

  /// Whether the examples are pictures; if not, they are rows of a table.
  public boolean pictures() {
    return features instanceof ByteFeatures;
  }

  /// How a table's columns of numbers are standardised, in their order; nothing of pictures.
  public List<Standardisation> standardised() {
    return features instanceof RealFeatures real ? real.standardised() : List.of();
  }

  /// The stored byte of one pixel, 0 to 255; of a table, a number as a shade of grey.
  public int pixel(int example, int position) {
    return features.shade(example * shape.size() + position);
  }

  /// Writes one example as a network sees it.
  ///
  /// @param example 0 to n − 1
  /// @param x written from `offset` on, `features()` numbers
  public void copyTo(int example, float[] x, int offset) {
    features.copyTo(example * shape.size(), x, offset, shape.size());
  }

  /// Writes one picture as it is stored, for those who scale it themselves; of a table, its numbers
  /// as shades of grey.
  ///
  /// @param example 0 to n − 1
  /// @param x written from `offset` on, `features()` bytes, each 0 to 255 without its sign
  public void copyTo(int example, byte[] x, int offset) {
    features.copyTo(example * shape.size(), x, offset, shape.size());
  }

  /// Whether these are pictures, and byte v is seen as v / 255, rounded once to float.
  public boolean isUnit() {
    return features instanceof ByteFeatures bytes && bytes.isUnit();
  }

  /// The share of its features that a network does not see as 0, of the first `examples` or all.
  public double density(int examples) {
    int counted = Math.min(examples, size());
    float[] x = new float[shape.size()];
    int seen = 0;
    for (int example = 0; example < counted; example++) {
      copyTo(example, x, 0);
      for (float one : x) {
        seen += one == 0 ? 0 : 1;
      }
    }
    return (double) seen / counted / shape.size();
  }

  /// SHA-256 over shape, number of classes, scaling, labels and what is stored, in hex: data sets
  /// that train alike have the same, whatever they and their classes are called. Computed once.
  public synchronized String fingerprint() {
    if (fingerprint == null) {
      fingerprint = hash();
    }
    return fingerprint;
  }

  private String hash() {
    MessageDigest digest = Sha256.digest();
    ByteBuffer head = ByteBuffer.allocate(4 * 4);
    head.putInt(size()).putInt(shape.rows()).putInt(shape.columns()).putInt(classes());
    digest.update(head.array());
    features.hashScaling(digest);
    ByteBuffer classOfEach = ByteBuffer.allocate(4 * labels.length);
    classOfEach.asIntBuffer().put(labels);
    digest.update(classOfEach.array());
    features.hashStored(digest);
    return HexFormat.of().formatHex(digest.digest());
  }
}
