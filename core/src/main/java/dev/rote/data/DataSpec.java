package dev.rote.data;

import dev.rote.fault.RoteException;
import java.nio.file.Path;
import java.util.Optional;

/// Which data a recipe asks for; what it stands for is found out when it is opened.
///
/// @param source a known data set, files, noise, or points of the plane
/// @param limit take the first so many training examples, [#ALL] for all
/// @param heldOutLimit the same for the held-out examples
/// @param pixels how bytes become numbers; tables are standardised, whatever it says
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
    /// What recipes call by a name: `noise`, a toy, or a data set of the catalog.
    static Source named(String name) {
      for (Toy toy : Toy.values()) {
        if (toy.word().equals(name)) {
          return new Points(toy);
        }
      }
      return name.equals(Noise.NAME) ? new Noise() : new Named(name);
    }
  }

  /// A data set of the catalog.
  public record Named(String name) implements Source {}

  /// IDX files of the user, plain or gzip, or npy files.
  public record Files(PictureFiles train, PictureFiles heldOut) implements Source {}

  /// A CSV or npz file of the user.
  ///
  /// @param heldOut a CSV file of the same columns; if none, rows of the first are held out
  /// @param share of the rows that the seed draws to be held out, unless the files say which
  /// @param label the column of a CSV file that has the classes; if not given, the one called
  ///     `label`, or the last
  public record Tables(Path file, Optional<Path> heldOut, double share, Optional<String> label)
      implements Source {
    /// One row in five.
    public static final double USUAL_SHARE = 0.2;

    /// @throws RoteException if the share is none
    public Tables {
      if (!(share > 0 && share < 1)) {
        throw new RoteException(
            "held-out share", "more than 0 and less than 1", "" + share, "set it to 0.2, say");
      }
    }
  }

  /// The two files of one split.
  public record PictureFiles(Path images, Path labels) {}

  /// Pictures of noise, drawn from the recipe's seed: 60,000 to learn from and 10,000 held out,
  /// each 28 × 28 independent, uniformly distributed bytes, and labels drawn from 10 classes. Under
  /// [Pixels#GAUSSIAN] they are Gaussian noise.
  public record Noise() implements Source {
    /// The name in recipes.
    public static final String NAME = "noise";
  }

  /// Points of the plane, drawn from the recipe's seed. They are numbers of a table, but not
  /// standardised.
  public record Points(Toy toy) implements Source {}

  /// Whether another seed gives other data.
  public boolean seeded() {
    return switch (source) {
      case Noise _, Points _ -> true;
      case Tables(Path _, Optional<Path> heldOut, double _, Optional<String> _) ->
          heldOut.isEmpty() || !(labels instanceof Labels.Given);
      case Named _, Files _ -> !(labels instanceof Labels.Given);
    };
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
