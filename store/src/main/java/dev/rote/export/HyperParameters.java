package dev.rote.export;

import dev.rote.runs.RecipeKeys;
import dev.rote.store.Run;
import dev.rote.store.RunHistory;
import dev.rote.store.RunStatus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What TensorBoard's table of hyper-parameters wants: of all runs together which keys and metrics
/// there are, and of each run its values and how it ended. The messages are those of TensorBoard's
/// `plugin_data.proto` and `api.proto`.
///
/// TensorBoard takes the description of the whole from any one run, so every run gets the same. A
/// key is a number only if it is one in every run.
final class HyperParameters {
  private static final String PLUGIN = "hparams";

  private enum Type {
    TEXT(1),
    TRUTH(2),
    NUMBER(3);

    /// TensorBoard's own.
    private final int number;

    Type(int number) {
      this.number = number;
    }
  }

  private final SequencedMap<String, Type> types = new LinkedHashMap<>();
  private final List<String> metrics;

  /// @param metrics tags of the curves whose last value the table shows
  HyperParameters(List<RunHistory> runs, List<String> metrics) {
    this.metrics = List.copyOf(metrics);
    List<SequencedMap<String, String>> recipes = runs.stream().map(RunHistory::recipe).toList();
    for (String key : RecipeKeys.union(recipes)) {
      types.put(
          key,
          recipes.stream()
              .filter(recipe -> recipe.containsKey(key))
              .map(recipe -> type(recipe.get(key)))
              .distinct()
              .reduce((_, _) -> Type.TEXT)
              .orElse(Type.TEXT));
    }
  }

  private static Type type(String value) {
    if (value.equals("true") || value.equals("false")) {
      return Type.TRUTH;
    }
    return value.matches("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d+)?") ? Type.NUMBER : Type.TEXT;
  }

  /// The description of the whole, and how the run began.
  void begin(EventFile file, RunHistory run, double wallTime) throws IOException {
    ProtoWriter experiment = new ProtoWriter();
    types.forEach(
        (key, type) ->
            experiment.message(4, new ProtoWriter().text(1, key).number(4, type.number)));
    for (String metric : metrics) {
      experiment.message(5, new ProtoWriter().message(1, new ProtoWriter().text(2, metric)));
    }
    plugin(file, "experiment", wallTime, 2, experiment);
    ProtoWriter session = new ProtoWriter();
    for (Map.Entry<String, String> entry : run.recipe().entrySet()) {
      session.message(1, new ProtoWriter().text(1, entry.getKey()).message(2, value(entry)));
    }
    plugin(file, "session_start_info", wallTime, 3, session.real(5, wallTime));
  }

  private ProtoWriter value(Map.Entry<String, String> entry) {
    String text = entry.getValue();
    return switch (types.getOrDefault(entry.getKey(), Type.TEXT)) {
      case NUMBER -> new ProtoWriter().real(2, Double.parseDouble(text));
      case TEXT -> new ProtoWriter().text(3, text);
      case TRUTH -> new ProtoWriter().number(4, text.equals("true") ? 1 : 0);
    };
  }

  /// How the run ended.
  void end(EventFile file, Run run, double wallTime) throws IOException {
    ProtoWriter session = new ProtoWriter().number(1, status(run.status())).real(2, wallTime);
    plugin(file, "session_end_info", wallTime, 4, session);
  }

  /// TensorBoard knows of unknown, success, failure and running, from 0.
  private static int status(RunStatus status) {
    return switch (status) {
      case INTERRUPTED, STOPPED -> 0;
      case FINISHED -> 1;
      case DIVERGED, FAILED, LOST -> 2;
      case RUNNING -> 3;
    };
  }

  private static void plugin(
      EventFile file, String tag, double wallTime, int field, ProtoWriter content)
      throws IOException {
    ProtoWriter data = new ProtoWriter().number(1, 0).message(field, content);
    file.plugin(PLUGIN, "_hparams_/" + tag, wallTime, data);
  }
}
