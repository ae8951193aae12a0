package dev.rote.data;

import dev.rote.fault.RoteException;
import java.nio.file.Path;

/// Which data a recipe asks for; what it stands for is found out when it is opened.
///
/// @param source a known data set, files, or noise
/// @param limit take the first so many training examples, [#ALL] for all
/// @param heldOutLimit the same for the held-out examples
/// @param pixels how bytes become numbers
/// @param labels what becomes of the labels
public record DataSpec(Source source, int limit, int heldOutLimit, Pixels pixels, Labels labels) {

  /// No limit.
  public static final int ALL = Integer.MAX_VALUE;

  /// @throws RoteException if a limit is below 1
  public DataSpec {
    if (limit < 1 || heldOutLimit < 1) {
      throw new RoteException(
          "data", "limits of 1 or more", "" + Math.min(limit, heldOutLimit), "raise the limit");
    }
  }

  /// All of the data that recipes call by a name, pixels in [0, 1], labels as given.
  public static DataSpec named(String name) {
    return new DataSpec(Source.named(name), ALL, ALL, Pixels.UNIT, new Labels.Given());
  }

  /// Where examples come from.
  public sealed interface Source {
    /// What recipes call by a name: `noise`, or a data set of the catalog.
    static Source named(String name) {
      return name.equals(Noise.NAME) ? new Noise() : new Named(name);
    }
  }

  /// A data set of the catalog.
  public record Named(String name) implements Source {}

  /// IDX files of the user, plain or gzip.
  public record Files(PictureFiles train, PictureFiles heldOut) implements Source {}

  /// The two files of one split.
  public record PictureFiles(Path images, Path labels) {}

  /// Pictures of noise, drawn from the recipe's seed: 60,000 to learn from and 10,000 held out,
  /// each 28 × 28 independent, uniformly distributed bytes, and labels drawn from 10 classes. Under
  /// [Pixels#GAUSSIAN] they are Gaussian noise.
  public record Noise() implements Source {
    /// The name in recipes.
    public static final String NAME = "noise";
  }

  /// Whether another seed gives other data.
  public boolean seeded() {
    return source instanceof Noise || !(labels instanceof Labels.Given);
  }

  /// The data asked for: first the limits are applied, then labels drawn, then pixels scaled by
  /// what is left of the training split.
  ///
  /// @param opened this spec's source
  /// @param seed of the recipe
  /// @throws RoteException if the labels do not fit the source's classes
  public Split split(DataSource opened, long seed) {
    Split given = opened.first(limit, heldOutLimit, seed);
    Split labelled = Relabelling.of(given, labels, seed);
    Dataset train = labelled.train();
    return new Split(train.scaledLike(pixels, train), labelled.heldOut().scaledLike(pixels, train));
  }
}
