package dev.rote.report;

import dev.rote.data.Dataset;
import dev.rote.fault.RoteException;
import java.util.List;

/// Names of a data set's classes, in the order of the class indices.
final class ClassNames {
  private ClassNames() {}

  /// A copy of the names.
  ///
  /// @throws RoteException if there is not one name a class
  static List<String> of(Dataset data, List<String> names) {
    if (names.size() != data.classes()) {
      throw new RoteException(
          "class names of " + data.name(),
          data.classes() + " names",
          "" + names.size(),
          "give one name a class");
    }
    return List.copyOf(names);
  }
}
