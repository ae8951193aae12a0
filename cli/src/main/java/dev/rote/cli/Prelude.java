package dev.rote.cli;

import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import dev.rote.runs.Json;
import dev.rote.runs.RecipeFile;
import dev.rote.train.Recipe;
import dev.rote.train.Trainer;
import java.nio.file.Path;
import java.util.List;

/// The smallest training there is, of one example, on a thread beside the one that looks at the
/// command line and waits for data: so that classes are loaded and kernels chosen when the first
/// batch comes. Nobody sees its result.
final class Prelude {
  private static final String RECIPE =
      "{network: {inputs: 4, layers: [{dense: 2, activation: relu}, {dense: 2}]}, epochs: 1}";

  private Prelude() {}

  /// Returns at once. Keeps no program from ending.
  static void begin() {
    Thread.ofPlatform().name("rote-prelude").daemon().start(Prelude::play);
  }

  private static void play() {
    try {
      Recipe recipe = RecipeFile.parse(RECIPE, "prelude", Path.of(""), List.of("batch=1"));
      Dataset one = Dataset.of("prelude", new PictureShape(2, 2), new byte[4], new int[1], 2);
      Split split = new Split(one, one);
      Engine engine = Engines.named("jvm");
      Resources resources = Resources.single(1);
      String _ = Json.pretty(TrainCommand.provenance(recipe, split, engine, resources).facts());
      TextReporter reporter = new TextReporter(Output.nowhere());
      reporter.recipe(recipe, split);
      new Trainer(recipe, split, engine, resources).listener(reporter).run();
    } catch (RoteException _) {
      // The training itself will say so.
    }
  }
}
