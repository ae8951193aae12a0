package dev.rote.runs;

import dev.rote.data.DataSpec;
import dev.rote.data.Labels;
import dev.rote.data.Pixels;
import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Dense;
import dev.rote.network.Init;
import dev.rote.network.Layer;
import dev.rote.network.Network;
import dev.rote.network.Objective;
import dev.rote.network.Optimizer;
import dev.rote.network.Reduction;
import dev.rote.network.Schedule;
import dev.rote.train.Measure;
import dev.rote.train.Recipe;
import dev.rote.yaml.Node;
import dev.rote.yaml.Section;
import dev.rote.yaml.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns the tree of a recipe file into a [Recipe]; the keys and defaults of [RecipeFile] are here.
final class RecipeReader {
  private static final String LAYERS = "[{dense: 128}, {dense: 64}, {dense: 10}]";
  private static final int MAX_LAYERS = 1000;
  private static final int MAX_NAME = 100;

  private RecipeReader() {}

  /// Reads the outermost map.
  ///
  /// @param name used if the recipe has none
  /// @param base folder that relative files are in
  static Recipe recipe(Section root, String name, Path base) {
    String given = root.text("name", name);
    DataSpec data = data(root.section("data"), base);
    Network network = network(root.section("network"));
    Objective objective =
        root.choice(
            "objective", Objective.all(), Objective::word, new Objective.SoftmaxCrossEntropy());
    Optimizer optimizer = optimizer(root.named("optimizer"));
    Schedule schedule = schedule(root.named("schedule"));
    Init init = root.choice("init", List.of(Init.values()), Init::word, Init.XAVIER_UNIFORM);
    Reduction reduction =
        root.choice("reduction", List.of(Reduction.values()), Reduction::word, Reduction.MEAN);
    Measure measure =
        root.choice("measure", List.of(Measure.values()), Measure::word, Measure.FOLDED);
    int epochs = (int) root.whole("epochs", 20, 1, Integer.MAX_VALUE);
    int batch = (int) root.whole("batch", 64, 1, Integer.MAX_VALUE);
    long seed = root.whole("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE);
    boolean record = root.choice("record", List.of(true, false), String::valueOf, false);
    return root.build(
        () ->
            new Recipe(
                checked(given),
                data,
                network,
                objective,
                optimizer,
                schedule,
                init,
                reduction,
                measure,
                epochs,
                batch,
                seed,
                record));
  }

  private static String checked(String name) {
    if (name.length() > MAX_NAME || name.matches("(?s).*[\\p{C}\\p{Zl}\\p{Zp}].*")) {
      throw new RoteException(
          "name",
          "at most " + MAX_NAME + " printable characters",
          Node.quoted(name),
          "choose another name");
    }
    return name;
  }

  private static DataSpec data(Section data, Path base) {
    DataSpec.Source source = source(data, base);
    int limit = data.whole("limit", "all", DataSpec.ALL, 1, DataSpec.ALL);
    int heldOutLimit = data.whole("heldout-limit", "all", DataSpec.ALL, 1, DataSpec.ALL);
    boolean table = source instanceof DataSpec.Tables;
    Pixels pixels =
        table
            ? Pixels.STANDARD
            : data.choice("pixels", List.of(Pixels.values()), Pixels::word, Pixels.UNIT);
    Labels drawn = drawn(data.named("labels"));
    Labels noisy = noisy(data.named("noise", "share"));
    return data.build(
        () -> new DataSpec(source, limit, heldOutLimit, pixels, either(drawn, noisy)));
  }

  private static Labels drawn(Section labels) {
    Labels given = new Labels.Given();
    Labels random = new Labels.Random(Labels.Random.AS_GIVEN);
    if (labels.choice("name", List.of(given, random), Labels::word, given).equals(given)) {
      return labels.build(() -> given);
    }
    int classes = labels.whole("classes", "given", Labels.Random.AS_GIVEN, 2, Integer.MAX_VALUE);
    return labels.build(() -> new Labels.Random(classes));
  }

  /// A share of 0 is no noise, of whatever kind; who names a kind has to name the share.
  private static Labels noisy(Section noise) {
    Labels.Noise usual = new Labels.Symmetric(1);
    List<Labels.Noise> kinds =
        List.of(usual, new Labels.Pairs(1), new Labels.Swaps(1, Map.of(0, 1)));
    Labels.Noise kind = noise.choice("name", kinds, Labels::word, usual);
    double share = noise.has("name") ? noise.number("share") : noise.number("share", 0);
    Map<Integer, Integer> map =
        kind instanceof Labels.Swaps ? noise.wholes("map", 0, Integer.MAX_VALUE) : Map.of();
    if (share == 0) {
      return noise.build(Labels.Given::new);
    }
    return switch (kind) {
      case Labels.Symmetric _ -> noise.build(() -> new Labels.Symmetric(share));
      case Labels.Pairs _ -> noise.build(() -> new Labels.Pairs(share));
      case Labels.Swaps _ -> noise.build(() -> new Labels.Swaps(share, map));
    };
  }

  private static Labels either(Labels drawn, Labels noisy) {
    if (drawn instanceof Labels.Given) {
      return noisy;
    }
    if (noisy instanceof Labels.Given) {
      return drawn;
    }
    throw new RoteException(
        "data", "random labels or label noise", "both", "leave the labels or the noise out");
  }

  /// With files, a name is an unknown key.
  private static DataSpec.Source source(Section data, Path base) {
    if (data.has("table")) {
      return tables(data, base);
    }
    if (!data.has("train") && !data.has("heldout")) {
      return DataSpec.Source.named(data.text("name", "fashion-mnist"));
    }
    return new DataSpec.Files(
        files(data.section("train"), base), files(data.section("heldout"), base));
  }

  private static DataSpec.Source tables(Section data, Path base) {
    Path table = data.file("table", base);
    Optional<Path> heldOut =
        data.has("heldout-table")
            ? Optional.of(data.file("heldout-table", base))
            : Optional.empty();
    double share =
        heldOut.isPresent()
            ? DataSpec.Tables.USUAL_SHARE
            : data.number("heldout-share", DataSpec.Tables.USUAL_SHARE);
    Optional<String> label =
        data.has("label") ? Optional.of(data.text("label", "")) : Optional.empty();
    return new DataSpec.Tables(table, heldOut, share, label);
  }

  private static DataSpec.PictureFiles files(Section files, Path base) {
    Path images = files.file("images", base);
    Path labels = files.file("labels", base);
    return files.build(() -> new DataSpec.PictureFiles(images, labels));
  }

  private static Network network(Section network) {
    int inputs = (int) network.whole("inputs", 784, 1, Integer.MAX_VALUE);
    Activation hidden = activation(network, Activation.RELU);
    List<Section> sections = network.sections("layers", defaultLayers(), MAX_LAYERS);
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    for (Section section : sections) {
      boolean last = layers.size() == sections.size() - 1;
      Layer layer = dense(section, width, last ? Activation.IDENTITY : hidden);
      layers.add(layer);
      width = layer.outputs();
    }
    return network.build(() -> new Network(inputs, layers));
  }

  /// The layers of a recipe that has none.
  static Node defaultLayers() {
    return Yaml.parse(LAYERS, "default layers", true).orElseThrow();
  }

  private static Dense dense(Section layer, int width, Activation usual) {
    int outputs = (int) layer.whole("dense", 1, Integer.MAX_VALUE);
    int inputs = (int) layer.whole("inputs", width, 1, Integer.MAX_VALUE);
    Activation activation = activation(layer, usual);
    return layer.build(() -> new Dense(inputs, outputs, activation));
  }

  private static Activation activation(Section section, Activation otherwise) {
    return section.choice("activation", List.of(Activation.values()), Activation::word, otherwise);
  }

  private static Optimizer optimizer(Section optimizer) {
    Optimizer.Sgd sgd = new Optimizer.Sgd(0.01);
    Optimizer.Adam adam = new Optimizer.Adam(0.001);
    Optimizer.AdamW adamw = new Optimizer.AdamW(0.001);
    return switch (optimizer.choice("name", List.of(sgd, adam, adamw), Optimizer::word, sgd)) {
      case Optimizer.Sgd usual -> sgd(optimizer, usual);
      case Optimizer.Adam usual -> adam(optimizer, usual);
      case Optimizer.AdamW(
              double rate,
              double beta1,
              double beta2,
              double epsilon,
              double decay) -> {
        Optimizer.Adam as = adam(optimizer, new Optimizer.Adam(rate, beta1, beta2, epsilon, decay));
        yield new Optimizer.AdamW(
            as.rate(), as.beta1(), as.beta2(), as.epsilon(), as.weightDecay());
      }
    };
  }

  private static Optimizer sgd(Section section, Optimizer.Sgd usual) {
    double rate = section.number("rate", usual.rate());
    double momentum = section.number("momentum", usual.momentum());
    boolean nesterov =
        section.choice("nesterov", List.of(true, false), String::valueOf, usual.nesterov());
    double weightDecay = section.number("weight-decay", usual.weightDecay());
    return section.build(() -> new Optimizer.Sgd(rate, momentum, nesterov, weightDecay));
  }

  private static Optimizer.Adam adam(Section section, Optimizer.Adam usual) {
    double rate = section.number("rate", usual.rate());
    double beta1 = section.number("beta1", usual.beta1());
    double beta2 = section.number("beta2", usual.beta2());
    double epsilon = section.number("epsilon", usual.epsilon());
    double weightDecay = section.number("weight-decay", usual.weightDecay());
    return section.build(() -> new Optimizer.Adam(rate, beta1, beta2, epsilon, weightDecay));
  }

  private static Schedule schedule(Section schedule) {
    Schedule constant = new Schedule.Constant();
    List<Schedule> usual =
        List.of(
            constant,
            new Schedule.Step(5, 0.5),
            new Schedule.Cosine(0),
            new Schedule.WarmUp(100, constant));
    return switch (schedule.choice("name", usual, Schedule::word, constant)) {
      case Schedule.Constant none -> schedule.build(() -> none);
      case Schedule.Step(int usualEvery, double usualDecay) -> {
        int every = (int) schedule.whole("every", usualEvery, 1, Integer.MAX_VALUE);
        double decay = schedule.number("decay", usualDecay);
        yield schedule.build(() -> new Schedule.Step(every, decay));
      }
      case Schedule.Cosine(double usualFloor) -> {
        double floor = schedule.number("floor", usualFloor);
        yield schedule.build(() -> new Schedule.Cosine(floor));
      }
      case Schedule.WarmUp(int usualSteps, Schedule _) -> {
        int steps = (int) schedule.whole("steps", usualSteps, 1, Integer.MAX_VALUE);
        Schedule then = schedule(schedule.named("then"));
        yield schedule.build(() -> new Schedule.WarmUp(steps, then));
      }
    };
  }
}
