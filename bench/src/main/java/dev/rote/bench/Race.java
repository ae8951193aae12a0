package dev.rote.bench;

import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.FetchListener;
import dev.rote.data.Split;
import dev.rote.fault.RoteException;
import dev.rote.runs.Machine;
import java.io.PrintWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The program `bench/race`: systems side by side on the same work. See bench/README.md.
@Command(
    name = "bench/race",
    description = "Times systems side by side on full Fashion-MNIST; see bench/README.md.",
    mixinStandardHelpOptions = true)
final class Race implements Callable<Integer> {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;
  private static final List<String> STANDARD = List.of("jvm", "torch", "numpy");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--systems",
      paramLabel = "NAME",
      split = ",",
      description = "Systems to race, the first against the others: jvm,torch,numpy.")
  private @Nullable List<String> systems;

  @Option(
      names = "--only",
      paramLabel = "HEAT",
      split = ",",
      description = "These heats: 784-128-64-10@64, or just 784-128-64-10.")
  private List<String> only = List.of();

  @Option(names = "--without-curves", description = "Leaves out the cost against size.")
  private boolean withoutCurves;

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds of a heat: 5.")
  private @Nullable Integer rounds;

  @Option(names = "--seconds", paramLabel = "S", description = "Seconds of a turn: 0.7.")
  private @Nullable Double seconds;

  @Option(names = "--quick", description = "A few heats of one short round, to see that it runs.")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results and charts go: bench/results, with --quick or --only nowhere.")
  private @Nullable Path out;

  @Option(
      names = "--checkout",
      hidden = true,
      description = "The folder of the project, which bench/race knows.")
  private Path checkout = Path.of("");

  /// Made for the command line to fill.
  Race() {}

  /// Runs the race and exits: 0 for success, 1 for a failure, 2 for wrong usage.
  public static void main(String[] arguments) {
    int code =
        run(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments);
    System.exit(code);
  }

  /// Runs the race and returns its exit code.
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Race())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(
            (problem, _) -> {
              err.println("race: " + problem.getMessage() + "; see bench/race --help");
              return USAGE;
            })
        .setExecutionExceptionHandler(
            (problem, _, _) -> {
              if (problem instanceof RoteException) {
                err.println("race: " + problem.getMessage());
                return FAILURE;
              }
              throw problem;
            })
        .execute(arguments);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Heat> heats =
        only.isEmpty() ? quick ? Heat.quick() : Heat.all() : Heat.only(Heat.all(), only);
    Pace pace =
        new Pace(
            Optional.ofNullable(rounds).orElse(quick ? 1 : 5),
            Optional.ofNullable(seconds).orElse(quick ? 0.1 : 0.7));
    Split split =
        DataStore.standard(Optional.empty(), FetchListener.SILENT)
            .open(DataSpec.named("fashion-mnist"), 0);
    boolean curves = !withoutCurves && only.isEmpty();
    Field field = field(new Entrants(checkout, Runtime.getRuntime().availableProcessors()), out);
    Results results = race(new Plan(heats, field, pace, curves, quick), split, out);
    folder().ifPresent(results::write);
    if (isWhole() && this.out == null) {
      ReadmeBlock.replace(checkout.resolve("README.md"), new RaceTable(results).readme());
    }
    return 0;
  }

  /// Who takes part.
  ///
  /// @param systems the names, in order
  /// @param entrants each system in each of its settings, in the order of the systems
  record Field(List<String> systems, List<Entrant> entrants) {}

  /// What is run.
  ///
  /// @param curves whether cost against size is measured after the heats
  /// @param quick whether it is to show that all works, and no more
  record Plan(List<Heat> heats, Field field, Pace pace, boolean curves, boolean quick) {

    /// Seconds that it is likely to take.
    double estimate() {
      double seconds = pace.estimate(heats.size(), field.entrants().size());
      return curves
          ? seconds + pace.brief().estimate(Curves.heats(quick), field.systems().size())
          : seconds;
    }
  }

  /// Those who are named; of those who are not, numpy takes part if it is installed.
  private Field field(Entrants known, PrintWriter out) {
    List<String> names = new ArrayList<>();
    List<Entrant> entrants = new ArrayList<>();
    for (String system : Optional.ofNullable(systems).orElse(STANDARD)) {
      try {
        entrants.addAll(known.of(system));
        names.add(system);
      } catch (RoteException e) {
        if (systems != null) {
          throw e;
        }
        out.println("without " + system + ": " + e.getMessage());
      }
    }
    return new Field(names, entrants);
  }

  private boolean isWhole() {
    return !quick && only.isEmpty();
  }

  private Optional<Path> folder() {
    return Optional.ofNullable(out)
        .or(() -> isWhole() ? Optional.of(checkout.resolve("bench/results")) : Optional.empty());
  }

  /// Runs every heat, telling of each. How far cores are apart is measured if there are several
  /// and the figures are meant to last.
  static Results race(Plan plan, Split split, PrintWriter out) {
    if (plan.quick() || Runtime.getRuntime().availableProcessors() == 1) {
      return race(plan, split, Optional.empty(), out);
    }
    try (Exchange exchange = new Exchange()) {
      Nearness nearness =
          new Nearness(exchange::nanosALine, plan.estimate(), Nearness.REST, out::println);
      return race(plan, split, Optional.of(nearness), out);
    }
  }

  private static Results race(
      Plan plan, Split split, Optional<Nearness> nearness, PrintWriter out) {
    SequencedMap<String, String> versions = new LinkedHashMap<>();
    versions.put("rote", version());
    List<Outcome> outcomes = new ArrayList<>();
    Peak peak;
    long started = System.nanoTime();
    try (WorkFolder work = new WorkFolder(split)) {
      Contest contest = new Contest(work, plan.field().entrants(), plan.pace(), nearness);
      versions.putAll(contest.descriptions(plan.heats().getFirst()));
      versions.forEach((name, words) -> out.println(name + ": " + words));
      peak = Peak.measure(Runtime.getRuntime().availableProcessors());
      announce(plan, out);
      nearness.ifPresent(Nearness::begin);
      for (Heat heat : plan.heats()) {
        outcomes.add(contest.run(heat));
        int left = plan.heats().size() - outcomes.size();
        double elapsed = (System.nanoTime() - started) / 1e9;
        out.println(
            line(heat.toString(), outcomes.getLast())
                + left(left, elapsed * left / outcomes.size()));
      }
    }
    List<CostCurve> curves =
        plan.curves() ? curves(plan, outcomes, split, nearness, out) : List.of();
    peak = peak.or(Peak.measure(Runtime.getRuntime().availableProcessors()));
    Results results =
        new Results(
            plan.field().systems(),
            versions,
            peak,
            plan.pace(),
            outcomes,
            curves,
            nearness.map(Nearness::seen).filter(Nearness.Seen::isMeasured),
            Machine.here(),
            Instant.now());
    out.println();
    out.print(new RaceTable(results).page());
    out.flush();
    return results;
  }

  private static void announce(Plan plan, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s; heats: %d, rounds: %d, a turn: %s s; about %s in all%n",
        String.join(" and ", plan.field().systems()),
        plan.heats().size(),
        plan.pace().rounds(),
        RaceTable.plain(plan.pace().seconds()),
        clock(plan.estimate()));
  }

  /// Each system in the setting that was best in the most heats of batches.
  private static List<CostCurve> curves(
      Plan plan,
      List<Outcome> outcomes,
      Split split,
      Optional<Nearness> nearness,
      PrintWriter out) {
    Outcome guide = outcomes.getLast();
    for (Outcome outcome : outcomes.reversed()) {
      guide = outcome.heat().batch() > 1 ? outcome : guide;
    }
    List<Entrant> entrants = new ArrayList<>();
    for (String system : plan.field().systems()) {
      guide.best(system).map(Result::entrant).ifPresent(entrants::add);
    }
    return new Curves(split, entrants, plan.pace().brief(), nearness, out::println)
        .all(plan.quick());
  }

  private static String version() {
    return Optional.ofNullable(Race.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("(unpackaged)");
  }

  /// A heat in a line: each system's best setting.
  static String line(String name, Outcome outcome) {
    StringBuilder line = new StringBuilder(name);
    outcome.results().stream()
        .map(result -> result.entrant().system())
        .distinct()
        .forEach(
            system ->
                line.append("  ")
                    .append(system)
                    .append(' ')
                    .append(
                        outcome
                            .best(system)
                            .flatMap(Result::speed)
                            .map(RaceTable::spread)
                            .orElse("–")));
    for (Result result : outcome.results()) {
      result.objection().ifPresent(why -> line.append("; ").append(result.entrant() + ": " + why));
    }
    return line.toString();
  }

  private static String left(int heats, double seconds) {
    return heats == 0 ? "" : "  ETA " + clock(seconds);
  }

  private static String clock(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }
}
