package dev.rote.cli;

import dev.rote.data.Split;
import dev.rote.train.Recipe;
import dev.rote.train.TrainEvent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// Shows a run while it goes.
interface TrainReporter extends Consumer<TrainEvent> {

  /// What is about to be trained, and on what.
  void recipe(Recipe recipe, Split split);

  /// The run is over and kept.
  ///
  /// @param folder where its files lie
  /// @param id its name in the store, if it was to be kept there
  void finished(Path folder, Optional<String> id);

  /// The run repeated another one.
  void repeated(Repetition.Outcome outcome);
}
