package dev.rote.data;

import dev.rote.fault.RoteException;
import java.nio.file.Path;

/// Which data a recipe asks for; what it stands for is found out when it is opened.
///
/// @param source a known data set or files
/// @param limit take the first so many training examples, [#ALL] for all
/// @param heldOutLimit the same for the held-out examples
/// @param pixels how bytes become numbers
public record DataSpec(Source source, int limit, int heldOutLimit, Pixels pixels) {

  /// No limit.
  public static final int ALL = Integer.MAX_VALUE;

  /// @throws RoteException if a limit is below 1
  public DataSpec {
    if (limit < 1 || heldOutLimit < 1) {
      throw new RoteException(
          "data", "limits of 1 or more", "" + Math.min(limit, heldOutLimit), "raise the limit");
    }
  }

  /// All of a known data set, pixels in [0, 1].
  public static DataSpec named(String name) {
    return new DataSpec(new Named(name), ALL, ALL, Pixels.UNIT);
  }

  /// Where examples come from.
  public sealed interface Source {}

  /// A data set of the catalog.
  public record Named(String name) implements Source {}

  /// IDX files of the user, plain or gzip.
  public record Files(PictureFiles train, PictureFiles heldOut) implements Source {}

  /// The two files of one split.
  public record PictureFiles(Path images, Path labels) {}
}
