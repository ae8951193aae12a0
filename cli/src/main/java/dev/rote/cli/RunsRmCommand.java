package dev.rote.cli;

import dev.rote.fault.RoteException;
import dev.rote.runs.Json;
import dev.rote.runs.RunFiles;
import dev.rote.store.Run;
import dev.rote.store.RunRecord;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `rote runs rm`.
@Command(
    name = "rm",
    description = "Removes runs from the store. Their files stay, unless --files is given.")
final class RunsRmCommand implements Runnable {
  private final Output output;
  @Mixin private StoreOptions stores = new StoreOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "Runs, or as much of their names as is theirs alone.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--files",
      description = "Delete the files they wrote too; whatever else is in their folders stays.")
  private boolean files;

  @Option(names = "--json", description = "One JSON object a line for each run.")
  private boolean json;

  RunsRmCommand(Output output) {
    this.output = output;
  }

  /// Looks at all of them before it removes one.
  @Override
  public void run() {
    try (RunStore store = stores.open()) {
      List<Run> runs = ids.stream().map(store::find).distinct().toList();
      for (Run run : runs) {
        require(store, run);
      }
      for (Run run : runs) {
        List<String> deleted = files ? deleteFiles(store, run) : List.of();
        store.delete(run.id());
        print(run, deleted);
      }
    }
  }

  private void require(RunStore store, Run run) {
    String operation = "remove run " + run.id();
    if (run.status() == RunStatus.RUNNING) {
      throw new RoteException(operation, "a run that has ended", "one under way", "stop it first");
    }
    if (!files) {
      return;
    }
    Path folder = run.description().folder();
    if (!run.worker().isHere()) {
      throw new RoteException(
          operation,
          "files on this machine",
          "files on " + run.worker().host(),
          "leave --files out, or do it there");
    }
    String latest = store.inFolder(folder).map(Run::id).orElse(run.id());
    if (!latest.equals(run.id())) {
      throw new RoteException(
          operation, "its own files in " + folder, "those of run " + latest, "leave --files out");
    }
  }

  private static List<String> deleteFiles(RunStore store, Run run) {
    Map<String, String> artifacts =
        store.artifacts(run.id()).stream()
            .collect(
                Collectors.toMap(
                    RunRecord.Artifact::path, RunRecord.Artifact::sha256, (first, _) -> first));
    return RunFiles.delete(run.description().folder(), run.description().recipe(), artifacts);
  }

  private void print(Run run, List<String> deleted) {
    Path folder = run.description().folder();
    if (json) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("id", run.id());
      facts.put("folder", folder.toString());
      facts.put("deleted", deleted);
      output.print(Json.line(facts));
      return;
    }
    String many = deleted.size() == 1 ? "1 file" : deleted.size() + " files";
    String rest = files ? many + " deleted in " : "its files stay in ";
    output.print("removed run " + Table.plain(run.id() + "; " + rest + folder));
  }
}
