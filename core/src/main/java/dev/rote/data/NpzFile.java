package dev.rote.data;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Examples and labels in an archive that numpy's `savez` or `savez_compressed` wrote: arrays `x`
/// and `y`, or `x_train`, `y_train`, `x_test` and `y_test`.
final class NpzFile implements AutoCloseable {
  private static final int MOST_CLASSES = 1000;

  private final Path file;
  private final ZipFile zip;

  /// @throws RoteException if it is no archive
  NpzFile(Path file) {
    this.file = file;
    try {
      zip = new ZipFile(file.toFile());
    } catch (IOException e) {
      throw RoteException.io("read " + file, "give an npz file", e);
    }
  }

  /// Whether the archive says itself what is held out.
  boolean isSplit() {
    return zip.getEntry("x_train.npy") != null;
  }

  /// All examples of an archive of `x` and `y`.
  Dataset whole() {
    int[] labels = labels("y");
    return array("x").dataset(file.toString(), labels, names(labels));
  }

  /// Both splits of an archive that [#isSplit].
  Split split() {
    int[] train = labels("y_train");
    int[] heldOut = labels("y_test");
    List<String> names = names(train);
    return new Split(
        array("x_train").dataset(file.toString(), train, names),
        array("x_test").dataset(file.toString(), heldOut, names));
  }

  private static List<String> names(int[] labels) {
    return Dataset.numbered(1 + Arrays.stream(labels).max().orElse(0));
  }

  private int[] labels(String name) {
    return array(name).labels(MOST_CLASSES);
  }

  private NpyArray array(String name) {
    String operation = "read " + name + " of " + file;
    ZipEntry entry = zip.getEntry(name + ".npy");
    if (entry == null) {
      throw new RoteException(
          "read " + file,
          "arrays x and y, or x_train, y_train, x_test and y_test",
          String.join(", ", names()),
          "write it with numpy.savez(file, x=x, y=y)");
    }
    CRC32 crc = new CRC32();
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
      long most = Math.min(entry.getSize(), entry.getCompressedSize() * Gunzip.GREATEST_RATIO);
      NpyArray array = NpyArray.read(in, most, operation);
      if (crc.getValue() != entry.getCrc()) {
        throw new RoteException(operation, "the CRC-32 of the data", "another", "copy it anew");
      }
      return array;
    } catch (IOException e) {
      throw RoteException.io(operation, "copy the file anew", e);
    }
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      names.add(entries.nextElement().getName().replaceFirst("\\.npy$", ""));
    }
    return names;
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw RoteException.io("read " + file, "check the file", e);
    }
  }
}
