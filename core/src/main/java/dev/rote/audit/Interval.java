package dev.rote.audit;

/// A number with what sampling of examples leaves open.
///
/// @param estimate the number itself
/// @param low lower end at 99 % confidence
/// @param high upper end
public record Interval(double estimate, double low, double high) {

  /// How wide it is.
  public double width() {
    return high - low;
  }

  /// Whether a number lies in it.
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
