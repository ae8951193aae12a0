package dev.rote.runs;

import dev.rote.data.DataSpec;
import dev.rote.data.Labels;
import dev.rote.data.Toy;
import dev.rote.network.Dense;
import dev.rote.network.Layer;
import dev.rote.network.Optimizer;
import dev.rote.network.Schedule;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// Writes a [Recipe] as YAML with every value in sight: the same recipe, the same text.
final class RecipeWriter {
  /// Text that every YAML reader takes for text as it stands.
  private static final Pattern PLAIN = Pattern.compile("[/A-Za-z][A-Za-z0-9._/-]*");

  private static final Pattern RESERVED = Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n");

  private RecipeWriter() {}

  /// All keys.
  static String yaml(Recipe recipe) {
    StringBuilder yaml = new StringBuilder(deciding(recipe));
    line(yaml, 0, "record", "" + recipe.record());
    return yaml.toString();
  }

  /// All but `record`, which decides nothing of the weights.
  static String deciding(Recipe recipe) {
    StringBuilder yaml = new StringBuilder();
    line(yaml, 0, "name", quoted(recipe.name()));
    data(yaml, recipe.data());
    line(yaml, 0, "network", "");
    line(yaml, 1, "inputs", "" + recipe.network().inputs());
    line(yaml, 1, "layers", "");
    for (Layer layer : recipe.network().layers()) {
      yaml.append("    - ").append(layer(layer)).append('\n');
    }
    line(yaml, 0, "objective", recipe.objective().word());
    line(yaml, 0, "optimizer", optimizer(recipe.optimizer()));
    line(yaml, 0, "schedule", schedule(recipe.schedule()));
    line(yaml, 0, "init", recipe.init().word());
    line(yaml, 0, "reduction", recipe.reduction().word());
    line(yaml, 0, "measure", recipe.measure().word());
    line(yaml, 0, "epochs", "" + recipe.epochs());
    line(yaml, 0, "batch", "" + recipe.batch());
    line(yaml, 0, "seed", "" + recipe.seed());
    return yaml.toString();
  }

  private static void line(StringBuilder yaml, int depth, String key, String value) {
    yaml.append("  ".repeat(depth)).append(key).append(value.isEmpty() ? ":" : ": ");
    yaml.append(value).append('\n');
  }

  private static void data(StringBuilder yaml, DataSpec data) {
    line(yaml, 0, "data", "");
    switch (data.source()) {
      case DataSpec.Named(String name) -> line(yaml, 1, "name", quoted(name));
      case DataSpec.Noise _ -> line(yaml, 1, "name", DataSpec.Noise.NAME);
      case DataSpec.Points(Toy toy) -> line(yaml, 1, "name", toy.word());
      case DataSpec.Files(DataSpec.PictureFiles train, DataSpec.PictureFiles heldOut) -> {
        files(yaml, "train", train);
        files(yaml, "heldout", heldOut);
      }
      case DataSpec.Tables tables -> tables(yaml, tables);
    }
    line(yaml, 1, "limit", limit(data.limit()));
    line(yaml, 1, "heldout-limit", limit(data.heldOutLimit()));
    if (!(data.source() instanceof DataSpec.Tables)) {
      line(yaml, 1, "pixels", data.pixels().word());
    }
    line(yaml, 1, "labels", labels(data.labels()));
    line(yaml, 1, "noise", noise(data.labels()));
  }

  private static void files(StringBuilder yaml, String split, DataSpec.PictureFiles files) {
    line(yaml, 1, split, "");
    line(yaml, 2, "images", quoted(absolute(files.images())));
    line(yaml, 2, "labels", quoted(absolute(files.labels())));
  }

  private static void tables(StringBuilder yaml, DataSpec.Tables tables) {
    line(yaml, 1, "table", quoted(absolute(tables.file())));
    tables
        .heldOut()
        .ifPresentOrElse(
            file -> line(yaml, 1, "heldout-table", quoted(absolute(file))),
            () -> line(yaml, 1, "heldout-share", number(tables.share())));
    tables.label().ifPresent(label -> line(yaml, 1, "label", quoted(label)));
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }

  private static String limit(int limit) {
    return limit == DataSpec.ALL ? "all" : "" + limit;
  }

  private static String labels(Labels labels) {
    return switch (labels) {
      case Labels.Random(int classes) -> {
        String number = classes == Labels.Random.AS_GIVEN ? "given" : "" + classes;
        yield flow("name", labels.word(), "classes", number);
      }
      case Labels.Given _, Labels.Noise _ -> new Labels.Given().word();
    };
  }

  private static String noise(Labels labels) {
    return switch (labels) {
      case Labels.Given _, Labels.Random _ -> "0";
      case Labels.Symmetric(double share) -> flow("name", labels.word(), "share", number(share));
      case Labels.Pairs(double share) -> flow("name", labels.word(), "share", number(share));
      case Labels.Swaps(double share, Map<Integer, Integer> map) -> {
        StringJoiner swaps = new StringJoiner(", ", "{", "}");
        map.forEach((from, to) -> swaps.add(from + ": " + to));
        yield flow("name", labels.word(), "share", number(share), "map", swaps.toString());
      }
    };
  }

  private static String layer(Layer layer) {
    return switch (layer) {
      case Dense(int _, int outputs, var activation) ->
          flow("dense", "" + outputs, "activation", activation.word());
    };
  }

  private static String optimizer(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd(double rate, double momentum, boolean nesterov, double weightDecay) ->
          flow(
              "name", optimizer.word(),
              "rate", number(rate),
              "momentum", number(momentum),
              "nesterov", "" + nesterov,
              "weight-decay", number(weightDecay));
      case Optimizer.Adam adam -> adam(adam.word(), adam);
      case Optimizer.AdamW(double rate, double beta1, double beta2, double epsilon, double decay) ->
          adam(optimizer.word(), new Optimizer.Adam(rate, beta1, beta2, epsilon, decay));
    };
  }

  private static String adam(String name, Optimizer.Adam adam) {
    return flow(
        "name", name,
        "rate", number(adam.rate()),
        "beta1", number(adam.beta1()),
        "beta2", number(adam.beta2()),
        "epsilon", number(adam.epsilon()),
        "weight-decay", number(adam.weightDecay()));
  }

  private static String schedule(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Constant constant -> constant.word();
      case Schedule.Step(int every, double decay) ->
          flow("name", schedule.word(), "every", "" + every, "decay", number(decay));
      case Schedule.Cosine(double floor) -> flow("name", schedule.word(), "floor", number(floor));
      case Schedule.WarmUp(int steps, Schedule then) ->
          flow("name", schedule.word(), "steps", "" + steps, "then", schedule(then));
    };
  }

  /// `{key: value, …}` from keys and values in turn.
  private static String flow(String... keysAndValues) {
    StringJoiner flow = new StringJoiner(", ", "{", "}");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      flow.add(keysAndValues[i] + ": " + keysAndValues[i + 1]);
    }
    return flow.toString();
  }

  /// The shortest text that reads back to the same bits, with the point that YAML 1.1 wants.
  private static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e7;
    return whole ? "" + (long) value : Double.toString(value).toLowerCase(Locale.ROOT);
  }

  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches()) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              boolean control = point < 0x20 || point == 0x7F;
              quoted.append(control ? String.format("\\x%02x", point) : escaped(point));
            });
    return quoted.append('"').toString();
  }

  private static String escaped(int point) {
    return (point == '"' || point == '\\' ? "\\" : "") + Character.toString(point);
  }
}
