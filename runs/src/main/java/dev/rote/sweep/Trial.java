package dev.rote.sweep;

import dev.rote.data.Sha256;
import dev.rote.data.Split;
import dev.rote.runs.RecipeFile;
import dev.rote.train.Recipe;

/// One point from one seed, on its data.
///
/// @param id what it trains, whatever sweep it is in: equal ids end in equal weights
/// @param point whose values it has
/// @param recipe with its seed
/// @param split what it learns from
public record Trial(String id, Sweep.Point point, Recipe recipe, Split split) {

  static Trial of(String engine, Sweep.Point point, Recipe recipe, Split split) {
    String id =
        id(
            engine,
            RecipeFile.fingerprint(recipe),
            split.train().fingerprint(),
            split.heldOut().fingerprint());
    return new Trial(id, point, recipe, split);
  }

  /// The id of a run by its provenance: 16 hexadecimal digits of a SHA-256.
  ///
  /// @param engine its name
  public static String id(String engine, String recipe, String train, String heldOut) {
    return Sha256.hex(String.join("\n", engine, recipe, train, heldOut)).substring(0, 16);
  }
}
