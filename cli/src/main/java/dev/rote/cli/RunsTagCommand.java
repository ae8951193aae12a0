package dev.rote.cli;

import dev.rote.runs.Json;
import dev.rote.store.Run;
import dev.rote.store.RunStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rote runs tag`.
@Command(name = "tag", description = "Marks a run, and shows its tags.")
final class RunsTagCommand implements Runnable {
  private final Output output;
  @Mixin private StoreOptions stores = new StoreOptions();

  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The run, or as much of its name as is its alone.")
  private String id = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TAG",
      description = "Up to 100 characters each.")
  private List<String> tags = new ArrayList<>();

  @Option(names = "--remove", description = "Take the tags away instead.")
  private boolean remove;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  RunsTagCommand(Output output) {
    this.output = output;
  }

  @Override
  public void run() {
    try (RunStore store = stores.open()) {
      String name = store.find(id).id();
      String[] words = tags.toArray(String[]::new);
      if (remove) {
        store.untag(name, words);
      } else if (words.length > 0) {
        store.tag(name, words);
      }
      print(store.find(name));
    }
  }

  private void print(Run run) {
    if (json) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("id", run.id());
      facts.put("tags", run.tags());
      output.print(Json.line(facts));
      return;
    }
    String tagged = run.tags().isEmpty() ? "no tags" : "tags " + String.join(", ", run.tags());
    output.print("run " + Table.plain(run.id() + ": " + tagged));
  }
}
