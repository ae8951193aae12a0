package dev.rote.cli;

import dev.rote.check.EngineCheck;
import dev.rote.check.GradientCheck;
import dev.rote.check.ReferenceNetwork;
import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.PictureShape;
import dev.rote.data.Randomness;
import dev.rote.engine.Engine;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.train.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rote check gradients`.
@Command(
    name = "gradients",
    description = {
      "Proves the gradients of a recipe's network, in two steps: the backward pass in double",
      "against finite differences, and the engine against that backward pass, each element within",
      "what float rounding can explain. On random pictures; needs no data."
    })
final class CheckGradientsCommand implements Callable<Integer> {

  private final Output output;
  @Mixin private EngineOptions engines = new EngineOptions();

  @picocli.CommandLine.Parameters(
      paramLabel = "RECIPE.yaml [key=value …]",
      description = "The report's network if not given.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "5",
      description = "Examples in the batch: ${DEFAULT-VALUE} if not given.")
  private int examples = 5;

  CheckGradientsCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    Recipe recipe = RecipeWords.read(words);
    Job job = recipe.job();
    Parameters start = Parameters.initial(recipe.network(), recipe.init(), recipe.seed());
    GradientCheck.Report differences =
        GradientCheck.check(ReferenceNetwork.of(job), start, batch(recipe), settings(recipe));
    Engine engine = engines.engine(output);
    EngineCheck.Report rounding = EngineCheck.check(engine, job, start, batch(recipe));
    output.print(recipe.network() + ", " + recipe.objective().word());
    output.print("");
    output.print(table(differences));
    output.print("");
    output.print(table(rounding));
    boolean passed = differences.passed() && rounding.passed();
    output.print("");
    output.print(passed ? "all gradients hold" : "some gradients do not hold");
    return passed ? 0 : 1;
  }

  private GradientCheck.Settings settings(Recipe recipe) {
    return GradientCheck.Settings.standard(recipe.seed());
  }

  private static Table row(Table table, Object... cells) {
    String[] texts = new String[cells.length];
    for (int c = 0; c < cells.length; c++) {
      texts[c] =
          cells[c] instanceof Double d ? String.format(Locale.ROOT, "%.1e", d) : "" + cells[c];
    }
    return table.row(texts);
  }

  private static String table(GradientCheck.Report report) {
    Table table =
        new Table().row("double against differences", "checked", "at kinks", "relative error", "");
    for (GradientCheck.Row row : report.rows()) {
      row(
          table,
          row.tensor(),
          row.coordinates(),
          row.kinks(),
          row.maxRelativeError(),
          row.passed() ? "holds" : "does not hold, worst " + row.worst());
    }
    return table.toString();
  }

  private static String table(EngineCheck.Report report) {
    Table table = new Table().row(report.engine() + " against double", "error", "of its bound", "");
    for (EngineCheck.Row row : report.rows()) {
      row(
          table,
          row.tensor(),
          row.maxError(),
          row.maxRatio(),
          row.passed() ? "holds" : "does not hold, worst " + row.worst());
    }
    return table.toString();
  }

  /// Random pictures, half of their pixels dark, with random labels.
  private Batch batch(Recipe recipe) {
    int features = recipe.network().inputs();
    int classes = recipe.network().outputs();
    Randomness random = new Randomness(recipe.seed(), Randomness.Purpose.CHECK, -1);
    byte[] pixels = new byte[Math.multiplyExact(examples, features)];
    int[] labels = new int[examples];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.max(0, random.below(511) - 255);
    }
    for (int i = 0; i < examples; i++) {
      labels[i] = random.below(classes);
    }
    PictureShape shape = new PictureShape(1, features);
    Dataset data = Dataset.of("random pictures", shape, pixels, labels, classes);
    Batch batch = Batch.over(data, Order.natural(examples), examples);
    batch.next();
    return batch;
  }
}
