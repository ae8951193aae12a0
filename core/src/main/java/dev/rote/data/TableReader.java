package dev.rote.data;

import dev.rote.fault.RoteException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// Turns a user's CSV or npz file into examples, of which some are held out.
final class TableReader {
  private static final int MOST_CLASSES = 1000;

  private TableReader() {}

  /// Reads the files once.
  ///
  /// @throws RoteException if they are no such tables, do not fit together, or have one class
  static DataSource read(DataSpec.Tables tables) {
    if (endsWith(tables.file(), ".npz")) {
      return ofNpz(tables);
    }
    if (!endsWith(tables.file(), ".csv")) {
      throw new RoteException(
          "read " + tables.file(), "a file *.csv or *.npz", "another name", "rename or convert it");
    }
    CsvTable train = CsvTable.read(tables.file(), tables.label());
    Dataset whole = checked(train.dataset(train));
    return tables
        .heldOut()
        .map(file -> given(whole, CsvTable.read(file, tables.label()).dataset(train)))
        .orElseGet(() -> drawn(whole, tables.share()));
  }

  private static DataSource ofNpz(DataSpec.Tables tables) {
    if (tables.heldOut().isPresent() || tables.label().isPresent()) {
      throw new RoteException(
          "read " + tables.file(),
          "an npz file alone, its held-out examples as x_test and y_test",
          "a label's name, or a file of held-out examples",
          "leave it out");
    }
    try (NpzFile npz = new NpzFile(tables.file())) {
      if (npz.isSplit()) {
        Split split = npz.split();
        return given(checked(split.train()), split.heldOut());
      }
      return drawn(checked(npz.whole()), tables.share());
    }
  }

  static boolean endsWith(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private static Dataset checked(Dataset train) {
    if (train.classes() < 2 || train.classes() > MOST_CLASSES) {
      throw new RoteException(
          "read " + train.name(),
          "2 to " + MOST_CLASSES + " classes",
          "" + train.classes(),
          "check which column is the label");
    }
    return train;
  }

  private static DataSource given(Dataset train, Dataset heldOut) {
    return (limit, heldOutLimit, _) -> new Split(train.first(limit), heldOut.first(heldOutLimit));
  }

  /// Held out are rows that the seed draws; limits leave a part of what was drawn. Both splits are
  /// in the file's order.
  private static DataSource drawn(Dataset whole, double share) {
    int heldOut = (int) Math.clamp(Math.round(share * whole.size()), 1L, whole.size());
    if (heldOut == whole.size()) {
      throw new RoteException(
          "split " + whole.name(),
          "rows to learn from and rows held out",
          "" + whole.size(),
          "give more rows, or a smaller heldout-share");
    }
    return (limit, heldOutLimit, seed) -> {
      int[] order = Order.drawn(whole.size(), new Randomness(seed, Randomness.Purpose.HELD_OUT, 0));
      int end = (int) Math.min(whole.size(), (long) heldOut + limit);
      return new Split(
          part(whole, order, heldOut, end), part(whole, order, 0, Math.min(heldOut, heldOutLimit)));
    };
  }

  private static Dataset part(Dataset whole, int[] order, int from, int to) {
    int[] rows = Arrays.copyOfRange(order, from, to);
    Arrays.sort(rows);
    return whole.part(rows);
  }
}
