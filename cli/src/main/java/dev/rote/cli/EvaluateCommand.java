package dev.rote.cli;

import dev.rote.data.DataSpec;
import dev.rote.data.Dataset;
import dev.rote.data.Labels;
import dev.rote.data.Split;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;
import dev.rote.network.Network;
import dev.rote.runs.Json;
import dev.rote.runs.ModelFile;
import dev.rote.runs.RecipeFile;
import dev.rote.train.Evaluation;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rote evaluate`.
@Command(name = "evaluate", description = "Prints loss and accuracy of a trained model.")
final class EvaluateCommand implements Runnable {
  private static final int JUDGED_AT_ONCE = 256;

  private final Output output;
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private EngineOptions engines = new EngineOptions();

  @Parameters(paramLabel = "MODEL.safetensors", description = "Written by rote train, or torch's.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "NAME",
      description = "The data set; the one it was trained on if not given.")
  private @Nullable String name;

  @Option(names = "--train-split", description = "Judge on the training split.")
  private boolean trainSplit;

  @Option(
      names = "--network",
      paramLabel = "TEXT",
      description = "For weights of another program: 784-128:relu-64:relu-10.")
  private @Nullable String network;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  EvaluateCommand(Output output) {
    this.output = output;
  }

  @Override
  public void run() {
    ModelFile file = ModelFile.read(model);
    Recipe defaults = RecipeFile.parse("", "defaults", Path.of(""), List.of());
    Recipe recipe = file.judgedBy(Optional.ofNullable(network).map(Network::parse), defaults);
    DataSpec spec = recipe.data();
    if (name != null) {
      spec =
          new DataSpec(
              DataSpec.Source.named(name),
              DataSpec.ALL,
              DataSpec.ALL,
              spec.pixels(),
              new Labels.Given());
    }
    Split split = data.store(output).open(spec, recipe.seed());
    Dataset judged = trainSplit ? split.train() : split.heldOut();
    Resources resources = engines.resources(recipe).withMaxBatch(JUDGED_AT_ONCE);
    try (Session session =
        engines.engine(output).open(recipe.job(), file.parameters(), resources)) {
      Optional<String> labels = spec.labels().summary(split);
      print(judged, labels, recipe, new Evaluation(session, JUDGED_AT_ONCE).of(judged));
    }
  }

  private void print(Dataset judged, Optional<String> labels, Recipe recipe, Tally tally) {
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("data", judged.name());
      fields.put("split", trainSplit ? "train" : "heldout");
      fields.put("examples", judged.size());
      labels.ifPresent(text -> fields.put("labels", text));
      fields.put("loss", tally.meanLoss());
      fields.put("accuracy", tally.accuracy());
      output.print(Json.line(fields));
      return;
    }
    output.print(
        String.format(
            Locale.ROOT,
            "%s %s: %s %.6f, accuracy %.2f %% (%s of %s)",
            judged.name(),
            trainSplit ? "training" : "held out",
            recipe.objective().word(),
            tally.meanLoss(),
            100 * tally.accuracy(),
            ModelSummary.grouped(tally.correct()),
            ModelSummary.grouped(tally.examples())));
    labels.ifPresent(text -> output.print("labels: " + text));
  }
}
