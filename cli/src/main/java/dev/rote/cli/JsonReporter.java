package dev.rote.cli;

import dev.rote.data.Split;
import dev.rote.runs.Json;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.TrainEvent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A run as JSON Lines: `recipe`, `started`, `epoch` for each epoch, `finished`, and of a run that
/// repeats another `repeated`.
final class JsonReporter implements TrainReporter {
  private final Output output;

  JsonReporter(Output output) {
    this.output = output;
  }

  @Override
  public void recipe(Recipe recipe, Split split) {
    Map<String, Object> fields = event("recipe");
    fields.put("name", recipe.name());
    fields.put("network", recipe.network().toString());
    fields.put("parameters", recipe.network().parameterCount());
    fields.put("train_examples", split.train().size());
    fields.put("heldout_examples", split.heldOut().size());
    recipe.data().labels().summary(split).ifPresent(text -> fields.put("labels", text));
    output.print(Json.line(fields));
  }

  @Override
  public void finished(Path folder, Optional<String> id) {
    Map<String, Object> fields = event("finished");
    fields.put("run", folder.toString());
    id.ifPresent(name -> fields.put("run_id", name));
    output.print(Json.line(fields));
  }

  @Override
  public void repeated(Repetition.Outcome outcome) {
    Map<String, Object> fields = event("repeated");
    fields.put("run_id", outcome.original());
    outcome.equal().ifPresent(equal -> fields.put("models_equal", equal));
    outcome.parting().ifPresent(epoch -> fields.put("parting_epoch", epoch));
    Map<String, Object> different = new LinkedHashMap<>();
    outcome
        .different()
        .forEach(
            fact ->
                different.put(
                    fact.key(), fact.values().stream().map(value -> value.orElse("")).toList()));
    fields.put("surroundings", different);
    output.print(Json.line(fields));
  }

  @Override
  public void accept(TrainEvent event) {
    switch (event) {
      case TrainEvent.Started(String engine, int examples, int epochs, int finished) -> {
        Map<String, Object> fields = event("started");
        fields.put("engine", engine);
        fields.put("examples", examples);
        fields.put("epochs", epochs);
        fields.put("finished_epochs", finished);
        output.print(Json.line(fields));
      }
      case TrainEvent.Progress _, TrainEvent.Probed _ -> {}
      case TrainEvent.EpochEnded(EpochStats stats) -> output.print(Json.line(epoch(stats)));
    }
  }

  /// The fields are the columns of metrics.csv.
  private static Map<String, Object> epoch(EpochStats stats) {
    Map<String, Object> fields = event("epoch");
    fields.put("epoch", stats.epoch());
    fields.put("train_loss", stats.trainLoss());
    fields.put("train_accuracy", stats.trainAccuracy());
    fields.put("heldout_loss", stats.heldOutLoss());
    fields.put("heldout_accuracy", stats.heldOutAccuracy());
    fields.put("examples_per_second", stats.examplesPerSecond());
    fields.put("seconds", stats.seconds());
    return fields;
  }

  /// The beginning of every line.
  private static Map<String, Object> event(String name) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", name);
    return fields;
  }
}
