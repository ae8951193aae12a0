package dev.rote.data;

import dev.rote.fault.RoteException;

/// The examples a network learns from, and those it is only judged by.
///
/// @param train what it learns from
/// @param heldOut what it never learns from
public record Split(Dataset train, Dataset heldOut) {

  /// @throws RoteException if the two differ in picture size or number of classes
  public Split {
    if (!train.shape().equals(heldOut.shape())
        || train.classes() != heldOut.classes()
        || train.pictures() != heldOut.pictures()) {
      throw new RoteException(
          "split " + train.name(),
          describe(train) + " in both splits",
          describe(heldOut) + " held out",
          "give files of one data set");
    }
  }

  private static String describe(Dataset data) {
    PictureShape shape = data.shape();
    String examples =
        data.pictures()
            ? shape.rows() + "×" + shape.columns() + " pictures"
            : "rows of " + shape.columns() + " numbers";
    return examples + " of " + data.classes() + " classes";
  }
}
