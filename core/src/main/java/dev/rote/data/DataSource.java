package dev.rote.data;

/// Where examples come from, opened: what lies in files was read once and serves any number of
/// recipes and seeds.
///
/// Thread-safe.
public interface DataSource {

  /// The first examples of both splits, labelled as the source has them.
  ///
  /// @param limit of the training split, 1 or more; all of it if there are fewer
  /// @param heldOutLimit the same for the held-out split
  /// @param seed of the recipe; only sources that draw their pictures use it
  Split first(int limit, int heldOutLimit, long seed);
}
