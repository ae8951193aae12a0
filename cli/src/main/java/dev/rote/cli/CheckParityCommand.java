package dev.rote.cli;

import dev.rote.check.ParityCheck;
import dev.rote.check.ParityPlan;
import dev.rote.check.ParityReport;
import dev.rote.check.ParityReport.Divergence;
import dev.rote.check.ParityReport.Moment;
import dev.rote.check.ParityReport.Row;
import dev.rote.check.RandomPictures;
import dev.rote.data.Dataset;
import dev.rote.data.Randomness;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Job;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.fault.RoteException;
import dev.rote.network.Network;
import dev.rote.train.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `rote check parity`.
@Command(
    name = "parity",
    description = {
      "Trains a recipe's network with two engines side by side and proves that what",
      "comes between them, in the loss, every gradient and every weight, is no more",
      "than float rounding can explain. On random pictures; needs no data. An epoch of",
      "the schedule is ten batches here, and the run ends with the last step.",
      "Disagreements are to be seen against the loss, the largest element of the",
      "gradient, and the farthest that a weight has moved."
    })
final class CheckParityCommand implements Callable<Integer> {
  private static final int LARGEST_BATCH = 16;
  private static final int BATCHES_PER_EPOCH = 10;

  private final Output output;

  @picocli.CommandLine.Parameters(
      paramLabel = "RECIPE.yaml [key=value …]",
      description = "The report's network if not given.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--engines",
      paramLabel = "A,B",
      defaultValue = "jvm,torch",
      description = {
        "Which two, each NAME or NAME:KERNELS: ${DEFAULT-VALUE} if not given;",
        "jvm,jvm:scalar compares two kinds of kernels."
      })
  private String engines = "jvm,torch";

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "100",
      description = "Steps to train: ${DEFAULT-VALUE} if not given; 1, 10, 100 and N are shown.")
  private int steps = 100;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "0",
      description = "Examples a step; 0, the default: the recipe's batch, but not above 16.")
  private int examples;

  CheckParityCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    Recipe recipe = RecipeWords.read(words);
    Network narrow = NarrowNetwork.of(recipe.network());
    int batch = examples == 0 ? Math.min(recipe.batch(), LARGEST_BATCH) : examples;
    ParityPlan plan = plan(recipe, recipe.network(), batch);
    List<ParityCheck.Side> sides = sides(batch);
    ParityReport report = check(sides, plan);
    ParityReport sharp = check(sides, plan(recipe, narrow, batch));
    output.print(
        "%s, %s, %s, %d examples a step: %s against %s"
            .formatted(
                recipe.network(),
                recipe.objective().word(),
                recipe.optimizer().word(),
                batch,
                report.first(),
                report.second()));
    for (Moment moment : report.reported()) {
      output.print("");
      output.print(table(moment));
    }
    output.print("");
    output.print(verdict(report));
    output.print("on " + narrow + ", where tolerances are sharper, " + verdict(sharp));
    return report.passed() && sharp.passed() ? 0 : 1;
  }

  private ParityPlan plan(Recipe recipe, Network network, int batch) {
    Randomness random = new Randomness(recipe.seed(), Randomness.Purpose.CHECK, -1);
    int count = Math.multiplyExact(batch, BATCHES_PER_EPOCH);
    Dataset data = RandomPictures.of(network, count, random);
    return new ParityPlan(
        new Job(network, recipe.objective(), recipe.optimizer(), recipe.reduction()),
        recipe.schedule(),
        Parameters.initial(network, recipe.init(), recipe.seed()),
        data,
        batch,
        ParityPlan.steps(steps));
  }

  private List<ParityCheck.Side> sides(int batch) {
    List<String> names = Arrays.asList(engines.split(",", -1));
    if (names.size() != 2) {
      throw new RoteException(
          "check parity", "two engines", "\"" + engines + "\"", "write --engines jvm,jvm:scalar");
    }
    return names.stream().map(name -> side(name, batch)).toList();
  }

  private ParityCheck.Side side(String name, int batch) {
    int colon = name.indexOf(':');
    String kernels = colon < 0 ? "auto" : name.substring(colon + 1);
    Engine engine = Engines.named(colon < 0 ? name : name.substring(0, colon));
    if (!kernels.equals("scalar")) {
      engine.warning().ifPresent(output::note);
    }
    return new ParityCheck.Side(name, engine, new Resources(1, kernels, batch));
  }

  private ParityReport check(List<ParityCheck.Side> sides, ParityPlan plan) {
    SignOfLife progress = new SignOfLife(output);
    return ParityCheck.between(
        sides.getFirst(),
        sides.getLast(),
        plan,
        step -> progress.show("step " + step + "/" + steps + " of " + plan.job().network()));
  }

  private static String table(Moment moment) {
    Table table =
        new Table()
            .row("step " + moment.step(), "disagreement", "tolerance", "share", "seen against", "");
    for (Row row : moment.rows()) {
      table.row(
          row.name(),
          number(row.disagreement()),
          number(row.tolerance()),
          number(row.share()),
          number(row.size()),
          row.passed() ? "" : ("too far " + row.worst()).strip());
    }
    return table.toString();
  }

  private static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
  }

  /// What came out, in one line.
  static String verdict(ParityReport report) {
    if (report.parted().isPresent()) {
      Moment moment = report.parted().get();
      Row row = moment.failed().orElseThrow();
      return "the engines part at step %d: %s%s differs by %s, tolerance %s"
          .formatted(
              moment.step(),
              row.name(),
              row.worst().isEmpty() ? "" : " at " + row.worst(),
              number(row.disagreement()),
              number(row.tolerance()));
    }
    if (report.divergences().size() == 1) {
      Divergence divergence = report.divergences().getFirst();
      return "the engines part at step %d: only %s diverges: %s"
          .formatted(divergence.step(), divergence.engine(), divergence.message());
    }
    return "the engines agree: loss, gradients and weights, " + extent(report);
  }

  /// How far the comparison went.
  private static String extent(ParityReport report) {
    int compared = report.moments().size();
    if (!report.divergences().isEmpty()) {
      return "for %d steps, and both diverge at step %d".formatted(compared, compared + 1);
    }
    if (report.lost().isPresent()) {
      return "for %d steps; then training is chaotic, rounding alone leads anywhere, and nothing"
              .formatted(compared)
          + " can be compared; lower the rate";
    }
    return "for %d steps".formatted(compared);
  }
}
