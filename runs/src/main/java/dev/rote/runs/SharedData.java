package dev.rote.runs;

import dev.rote.data.DataSource;
import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Split;
import dev.rote.train.Recipe;
import java.util.HashMap;
import java.util.Map;

/// The data of many runs: a source is read once, and examples that are the same are made once.
///
/// Confined to one thread; the splits it hands out are not.
public final class SharedData {
  private final DataStore store;
  private final Map<DataSpec.Source, DataSource> sources = new HashMap<>();
  private final Map<Cut, Split> splits = new HashMap<>();

  /// What decides the examples; the seed is 0 where it does not.
  private record Cut(DataSpec data, long seed) {}

  /// @param store opens the recipes' data
  public SharedData(DataStore store) {
    this.store = store;
  }

  /// What a recipe learns from and is judged by.
  public Split split(Recipe recipe) {
    DataSpec data = recipe.data();
    DataSource source = sources.computeIfAbsent(data.source(), store::source);
    Cut cut = new Cut(data, data.seeded() ? recipe.seed() : 0);
    return splits.computeIfAbsent(cut, wanted -> data.split(source, wanted.seed()));
  }
}
