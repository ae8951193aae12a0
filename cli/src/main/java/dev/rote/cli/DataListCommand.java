package dev.rote.cli;

import dev.rote.data.CatalogEntry;
import dev.rote.data.DataStore;
import dev.rote.runs.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `rote data list`.
@Command(name = "list", description = "Lists the known data sets and where they are.")
final class DataListCommand implements Runnable {
  private final Output output;
  @Mixin private DataOptions data = new DataOptions();

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  DataListCommand(Output output) {
    this.output = output;
  }

  @Override
  public void run() {
    DataStore store = data.store(output);
    Table table = new Table().row("name", "bytes", "licence", "place");
    for (CatalogEntry entry : store.entries()) {
      Optional<DataStore.Located> located = store.locate(entry.name());
      String place = located.map(found -> found.folder().toString()).orElse("not fetched");
      if (json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", entry.name());
        fields.put("bytes", entry.size());
        fields.put("licence", entry.about().licence());
        located.ifPresent(found -> fields.put("folder", found.folder().toString()));
        output.print(Json.line(fields));
      }
      table.row(entry.name(), ModelSummary.grouped(entry.size()), entry.about().licence(), place);
    }
    if (!json) {
      output.print(table.toString());
    }
  }
}
