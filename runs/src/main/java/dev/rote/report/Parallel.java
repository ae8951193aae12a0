package dev.rote.report;

import dev.rote.fault.RoteException;
import java.util.List;

/// Parallel coordinates: an upright axis to each quantity, and a line to each thing across all of
/// them.
///
/// @param title what it shows
/// @param text how to read it, in a sentence or two; may be empty
/// @param dimensions from left to right, at least two; the last is what came out
/// @param rays best first
public record Parallel(String title, String text, List<Dimension> dimensions, List<Ray> rays)
    implements Exhibit {

  /// What stands for a value that there is not.
  public static final String NONE = "–";

  /// One axis.
  ///
  /// @param name of the quantity
  /// @param values one a ray: if all are numbers, the axis is a scale of numbers, else each value
  ///     has a place of its own. Of the last dimension, [#NONE] is a ray that ends before it
  public record Dimension(String name, List<String> values) {
    public Dimension {
      values = List.copyOf(values);
    }
  }

  /// One line.
  ///
  /// @param name what it is
  /// @param whole false for one that was stopped on the way
  public record Ray(String name, boolean whole) {}

  /// @throws RoteException if there are too few dimensions, or one has too few values or too many
  public Parallel {
    dimensions = List.copyOf(dimensions);
    rays = List.copyOf(rays);
    int count = rays.size();
    boolean fits = dimensions.stream().allMatch(d -> d.values().size() == count);
    if (dimensions.size() < 2 || !fits) {
      throw new RoteException(
          "report chart \"" + title + "\"",
          "two dimensions or more, with a value to each of " + count + " lines",
          "others",
          "give each line a value");
    }
  }
}
