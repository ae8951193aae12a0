package dev.rote.cli;

import dev.rote.data.DataStore;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What is done on a thread beside the one that looks at the command line. First it begins to read
/// the data of the recipe that the words seem to name, then it runs through the smallest training
/// there is, of one example: so that classes are loaded and kernels chosen when the first batch
/// comes. Nobody sees its result, nor a failure, of which the command itself will tell.
final class Prelude {
  private static final String RECIPE =
      "{network: {inputs: 4, layers: [{dense: 2, activation: relu}, {dense: 2}]}, epochs: 1}";

  private final Output output;
  private Optional<DataStore> store = Optional.empty();
  private boolean late;

  /// One that has not begun, and need not.
  ///
  /// @param output what the store reports to, if it is asked to fetch
  Prelude(Output output) {
    this.output = output;
  }

  /// Begins if the command is to train, and returns at once. Keeps no program from ending.
  void begin(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals("train")) {
      List<String> words = List.of(arguments).subList(1, arguments.length);
      Thread.ofPlatform().name("rote-prelude").daemon().start(() -> play(words));
    }
  }

  /// The store in which data are being read, if any are. After that none will be.
  synchronized Optional<DataStore> store() {
    late = true;
    return store;
  }

  private void play(List<String> words) {
    try {
      expect(words.stream().takeWhile(word -> !word.startsWith("-")).toList());
    } catch (RuntimeException _) {
      // Nothing is read ahead.
    }
    try {
      train();
    } catch (RoteException _) {
      // Nothing is loaded ahead.
    }
  }

  /// Of a recipe that can be read once only, as out of a pipe, nothing is read here.
  private void expect(List<String> words) {
    if (RecipeWords.of(words).file().filter(Files::isRegularFile).isPresent()) {
      Recipe recipe = RecipeWords.read(words);
      DataStore begun = new DataOptions().store(output);
      synchronized (this) {
        if (!late) {
          begun.expect(recipe.data().source());
          store = Optional.of(begun);
        }
      }
    }
  }

  private static void train() {
    Recipe recipe = RecipeFile.parse(RECIPE, "prelude", Path.of(""), List.of("batch=1"));
    Dataset one = Dataset.of("prelude", new PictureShape(2, 2), new byte[4], new int[1], 2);
    Split split = new Split(one, one);
    Engine engine = Engines.named("jvm");
    Resources resources = Resources.single(1);
    String _ = Json.pretty(TrainCommand.provenance(recipe, split, engine, resources).facts());
    TextReporter reporter = new TextReporter(Output.nowhere());
    reporter.recipe(recipe, split);
    new Trainer(recipe, split, engine, resources).listener(reporter).run();
  }
}
