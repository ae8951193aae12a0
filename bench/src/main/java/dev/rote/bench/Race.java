package dev.rote.bench;

import dev.rote.bench.Contest.Outcome;
import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.data.FetchListener;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
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

/// The program `bench/race`: engines side by side on the same work. See bench/README.md.
@Command(
    name = "bench/race",
    description = "Times engines side by side on full Fashion-MNIST; see bench/README.md.",
    mixinStandardHelpOptions = true)
final class Race implements Callable<Integer> {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--systems",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "jvm,torch",
      description = "Engines to race, the first against the others: ${DEFAULT-VALUE}.")
  private List<String> systems = List.of();

  @Option(
      names = "--only",
      paramLabel = "HEAT",
      split = ",",
      description = "These heats: 784-128-64-10@64x1, or just 784-128-64-10@64.")
  private List<String> only = List.of();

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds of a heat: 5.")
  private @Nullable Integer rounds;

  @Option(names = "--seconds", paramLabel = "S", description = "Seconds of a turn: 1.")
  private @Nullable Double seconds;

  @Option(names = "--quick", description = "A few heats of one short round, to see that it runs.")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where race.json and race.md go: bench/results, with --quick or --only nowhere.")
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
    List<Engine> engines = systems.stream().map(Engines::named).toList();
    List<Heat> heats =
        only.isEmpty() ? quick ? Heat.quick() : Heat.all() : Heat.only(Heat.all(), only);
    Pace pace =
        new Pace(
            Optional.ofNullable(rounds).orElse(quick ? 1 : 5),
            Optional.ofNullable(seconds).orElse(quick ? 0.2 : 1.0));
    Dataset data =
        DataStore.standard(Optional.empty(), FetchListener.SILENT)
            .open(DataSpec.named("fashion-mnist"), 0)
            .train();
    Results results = race(heats, engines, data, pace, spec.commandLine().getOut());
    folder().ifPresent(results::write);
    return 0;
  }

  private Optional<Path> folder() {
    boolean whole = !quick && only.isEmpty();
    return Optional.ofNullable(out)
        .or(() -> whole ? Optional.of(checkout.resolve("bench/results")) : Optional.empty());
  }

  /// Runs every heat, telling of each.
  static Results race(
      List<Heat> heats, List<Engine> engines, Dataset data, Pace pace, PrintWriter out) {
    List<String> names = engines.stream().map(Engine::name).toList();
    SequencedMap<String, String> versions = versions(engines, heats);
    versions.forEach((name, version) -> out.println(name + ": " + version));
    out.printf(
        Locale.ROOT,
        "%s on %s; heats: %d, rounds: %d, a turn: %s s; about %s in all%n",
        String.join(" and ", names),
        data.name(),
        heats.size(),
        pace.rounds(),
        RaceTable.plain(pace.seconds()),
        clock(pace.estimate(heats.size(), engines.size())));
    Contest contest = new Contest(data, engines, pace);
    List<Outcome> outcomes = new ArrayList<>();
    long started = System.nanoTime();
    for (Heat heat : heats) {
      outcomes.add(contest.run(heat));
      int left = heats.size() - outcomes.size();
      double elapsed = (System.nanoTime() - started) / 1e9;
      out.println(line(names, outcomes.getLast()) + left(left, elapsed * left / outcomes.size()));
    }
    Results results = new Results(names, versions, pace, outcomes, Machine.here(), Instant.now());
    out.println();
    out.print(new RaceTable(results).page());
    out.flush();
    return results;
  }

  private static SequencedMap<String, String> versions(List<Engine> engines, List<Heat> heats) {
    int threads = heats.stream().mapToInt(Heat::threads).max().orElse(1);
    int batch = heats.stream().mapToInt(Heat::batch).max().orElse(1);
    SequencedMap<String, String> versions = new LinkedHashMap<>();
    versions.put(
        "rote",
        Optional.ofNullable(Race.class.getModule().getDescriptor())
            .flatMap(ModuleDescriptor::rawVersion)
            .orElse("(unpackaged)"));
    for (Engine engine : engines) {
      String description = engine.description(new Resources(threads, "auto", batch));
      versions.put(engine.name(), description + engine.warning().map(w -> "; " + w).orElse(""));
    }
    return versions;
  }

  private static String line(List<String> names, Outcome outcome) {
    StringBuilder line = new StringBuilder(outcome.heat().toString());
    for (int s = 0; s < names.size(); s++) {
      String speed = RaceTable.spread(outcome.speeds().get(s));
      line.append("  ").append(names.get(s)).append(' ').append(speed);
    }
    for (int s = 1; s < names.size(); s++) {
      line.append("  ratio ").append(RaceTable.ratio(outcome.ratio(s)));
      line.append(
          String.format(Locale.ROOT, ", losses within %.1e", outcome.lossDifferences().get(s)));
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
