package dev.rote.data;

import dev.rote.fault.RoteException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Labelled examples: n grey pictures, kept as the bytes they came as, and their classes.
///
/// A network sees byte v as `scale()[v]`, so pixels take a quarter of the room of floats and any
/// scaling is exact and free. Immutable and safe to share between threads, as long as nobody writes
/// to an array that was handed in.
public final class Dataset {
  private final String name;
  private final PictureShape shape;
  private final byte[] pixels;
  private final float[] scale;
  private final int[] labels;
  private final int[] given;
  private volatile @Nullable String fingerprint;
  private final List<String> classNames;

  private Dataset(
      String name,
      PictureShape shape,
      byte[] pixels,
      float[] scale,
      int[] labels,
      int[] given,
      List<String> classNames) {
    this.name = name;
    this.shape = shape;
    this.pixels = pixels;
    this.scale = scale;
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
    int classes = classNames.size();
    String operation = "data set " + name;
    if (labels.length == 0) {
      throw new RoteException(operation, "at least one example", "none", "give more data");
    }
    if ((long) labels.length * shape.size() != pixels.length) {
      throw new RoteException(
          operation,
          labels.length + " pictures, one for each label",
          pixels.length / Math.max(1, shape.size()) + " pictures",
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
    return new Dataset(
        name, shape, pixels, Pixels.UNIT.table(pixels), labels, labels, List.copyOf(classNames));
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
    return new Dataset(
        name, shape, this.pixels, pixels.table(training.pixels), labels, given, classNames);
  }

  /// The same examples under other labels of the same classes; what the source gave is kept in
  /// mind.
  ///
  /// @param labels one for each example, each naming a class; kept, not copied
  public Dataset withLabels(int[] labels) {
    return relabelled(labels, classNames);
  }

  /// Some of the examples, seen through the same scaling.
  ///
  /// @param examples their numbers, at least one, in the order they are to have
  public Dataset part(int[] examples) {
    byte[] chosen = new byte[Math.multiplyExact(examples.length, shape.size())];
    int[] label = new int[examples.length];
    int[] source = new int[examples.length];
    for (int i = 0; i < examples.length; i++) {
      copyTo(examples[i], chosen, i * shape.size());
      label[i] = labels[examples[i]];
      source[i] = given[examples[i]];
    }
    return new Dataset(name, shape, chosen, scale, label, source, classNames);
  }

  /// The same pictures under other labels; what the source gave is kept in mind.
  ///
  /// @param labels one for each example, each naming a class; kept, not copied
  /// @param classNames what the classes are called now
  Dataset relabelled(int[] labels, List<String> classNames) {
    return new Dataset(name, shape, pixels, scale, labels, given, classNames);
  }

  /// The first `count` examples, or all of them if there are fewer.
  public Dataset first(int count) {
    if (count >= size()) {
      return this;
    }
    return new Dataset(
        name,
        shape,
        Arrays.copyOf(pixels, count * shape.size()),
        scale,
        Arrays.copyOf(labels, count),
        Arrays.copyOf(given, count),
        classNames);
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

  /// The stored byte of one pixel, 0 to 255.
  public int pixel(int example, int position) {
    return pixels[example * shape.size() + position] & 0xFF;
  }

  /// Writes one example as a network sees it.
  ///
  /// @param example 0 to n − 1
  /// @param x written from `offset` on, `features()` numbers
  public void copyTo(int example, float[] x, int offset) {
    int start = example * shape.size();
    for (int i = 0; i < shape.size(); i++) {
      x[offset + i] = scale[pixels[start + i] & 0xFF];
    }
  }

  /// Writes one example as it is stored, for those who scale it themselves.
  ///
  /// @param example 0 to n − 1
  /// @param x written from `offset` on, `features()` bytes, each 0 to 255 without its sign
  public void copyTo(int example, byte[] x, int offset) {
    System.arraycopy(pixels, example * shape.size(), x, offset, shape.size());
  }

  /// Whether byte v is seen as v / 255, rounded once to float.
  public boolean isUnit() {
    for (int v = 0; v < scale.length; v++) {
      if (scale[v] != v / 255f) {
        return false;
      }
    }
    return true;
  }

  /// The share of its features that a network does not see as 0, of the first `examples` or all.
  public double density(int examples) {
    int end = Math.min(examples, size()) * shape.size();
    int seen = 0;
    for (int i = 0; i < end; i++) {
      seen += scale[pixels[i] & 0xFF] == 0 ? 0 : 1;
    }
    return (double) seen / end;
  }

  /// SHA-256 over shape, number of classes, scaling, labels and pixels, in hex: data sets that
  /// train alike have the same, whatever they and their classes are called. Computed once.
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = hash();
      fingerprint = known;
    }
    return known;
  }

  private String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer head = ByteBuffer.allocate(4 * 4 + 4 * scale.length + 4 * labels.length);
      head.putInt(size()).putInt(shape.rows()).putInt(shape.columns()).putInt(classes());
      for (float x : scale) {
        head.putFloat(x);
      }
      for (int label : labels) {
        head.putInt(label);
      }
      digest.update(head.array());
      return HexFormat.of().formatHex(digest.digest(pixels));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
