package dev.rote.cli;

import dev.rote.check.EngineCheck;
import dev.rote.check.GradientCheck;
import dev.rote.check.RandomPictures;
import dev.rote.check.ReferenceNetwork;
import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.data.Randomness;
import dev.rote.engine.Engine;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.network.Network;
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

  private long seed;

  CheckGradientsCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    Recipe recipe = RecipeWords.read(words);
    seed = recipe.seed();
    Job job = recipe.job();
    Parameters start = Parameters.initial(recipe.network(), recipe.init(), recipe.seed());
    GradientCheck.Report differences =
        GradientCheck.check(
            ReferenceNetwork.of(job),
            start,
            batch(recipe.network()),
            GradientCheck.Settings.standard(seed));
    Engine engine = engines.engine(output);
    EngineCheck.Report rounding = EngineCheck.check(engine, job, start, batch(recipe.network()));
    Network narrow = NarrowNetwork.of(recipe.network());
    EngineCheck.Report sharp =
        EngineCheck.check(
            engine,
            new Job(narrow, job.objective(), job.optimizer(), job.reduction()),
            Parameters.initial(narrow, recipe.init(), recipe.seed()),
            batch(narrow));
    output.print(recipe.network() + ", " + recipe.objective().word());
    output.print("");
    output.print(table(differences));
    output.print("");
    output.print(table(rounding));
    output.print("");
    output.print("and on " + narrow + ", where the bounds are sharper");
    output.print(table(sharp));
    boolean passed = differences.passed() && rounding.passed() && sharp.passed();
    output.print("");
    output.print(passed ? "all gradients hold" : "some gradients do not hold");
    return passed ? 0 : 1;
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

  private Batch batch(Network network) {
    Randomness random = new Randomness(seed, Randomness.Purpose.CHECK, -1);
    Dataset data = RandomPictures.of(network, examples, random);
    Batch batch = Batch.over(data, Order.natural(examples), examples);
    batch.next();
    return batch;
  }
}
