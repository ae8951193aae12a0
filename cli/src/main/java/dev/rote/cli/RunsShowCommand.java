package dev.rote.cli;

import dev.rote.runs.Json;
import dev.rote.runs.RunFiles;
import dev.rote.store.Run;
import dev.rote.store.RunFacts;
import dev.rote.store.RunHistory;
import dev.rote.store.RunRecord;
import dev.rote.store.RunStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rote runs show`.
@Command(
    name = "show",
    description = "Shows all that is known of a run.",
    footer = {"", "Its recipe as a file: rote runs show ID --recipe > mine.yaml"})
final class RunsShowCommand implements Runnable {
  private final Output output;
  @Mixin private StoreOptions stores = new StoreOptions();

  @Parameters(paramLabel = "ID", description = "The run, or as much of its name as is its alone.")
  private String id = "";

  @Option(names = "--recipe", description = "Its recipe and nothing else.")
  private boolean recipe;

  @Option(names = "--verify", description = "Read its files, and say which are not what they were.")
  private boolean verify;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  RunsShowCommand(Output output) {
    this.output = output;
  }

  @Override
  public void run() {
    RunHistory history;
    try (RunStore store = stores.open()) {
      history = store.history(id);
    }
    if (recipe) {
      output.print(history.run().description().recipe().stripTrailing());
      return;
    }
    List<Optional<RunFiles.State>> states = states(history);
    if (json) {
      output.print(Json.line(facts(history, states)));
    } else {
      output.print(new RunPage(output, history, states).text());
    }
  }

  /// What became of each artifact; unknown if they are another machine's.
  private List<Optional<RunFiles.State>> states(RunHistory history) {
    Run run = history.run();
    return history.artifacts().stream()
        .map(file -> run.worker().isHere() ? Optional.of(state(run, file)) : none())
        .toList();
  }

  private static Optional<RunFiles.State> none() {
    return Optional.empty();
  }

  private RunFiles.State state(Run run, RunRecord.Artifact file) {
    return verify
        ? RunFiles.verify(run.description().folder(), file.path(), file.sha256())
        : RunFiles.look(run.description().folder(), file.path(), file.bytes());
  }

  private static Map<String, Object> facts(
      RunHistory history, List<Optional<RunFiles.State>> states) {
    SequencedMap<String, Object> facts = RunFacts.whole(history);
    List<Map<String, Object>> files = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      Map<String, Object> file = new LinkedHashMap<>(RunFacts.artifact(history.artifacts().get(i)));
      states.get(i).ifPresent(state -> file.put("state", state.word()));
      files.add(file);
    }
    facts.put("artifacts", files);
    return facts;
  }
}
