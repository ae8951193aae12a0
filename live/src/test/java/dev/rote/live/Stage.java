package dev.rote.live;

import dev.rote.data.DataStore;
import dev.rote.data.FetchListener;
import dev.rote.data.Split;
import dev.rote.engine.Engines;
import dev.rote.engine.Resources;
import dev.rote.runs.Machine;
import dev.rote.runs.Provenance;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.RunFolder;
import dev.rote.runs.RunKeeper;
import dev.rote.store.Recorder;
import dev.rote.store.RunDescription;
import dev.rote.store.RunRecord;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import dev.rote.store.RunWriter;
import dev.rote.store.StoreAddress;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import dev.rote.train.Trainer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A page over a store of its own, and someone who asks it things.
///
/// @param asked what the playground was told to train
record Stage(RunStore store, LivePage page, HttpClient client, List<List<String>> asked)
    implements AutoCloseable {

  static Stage in(Path folder) {
    StoreAddress address = new StoreAddress.SqliteFile(folder.resolve("runs.db"));
    RunStore store = RunStore.open(address);
    List<List<String>> asked = new ArrayList<>();
    DataStore data = DataStore.standard(Optional.empty(), FetchListener.SILENT);
    LivePage page = LivePage.open(address, 0, data, Optional.of(asked::add));
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return new Stage(store, page, client, asked);
  }

  /// A run with some epochs, under way and taking orders.
  RunWriter run(String name, int epochs, String... overrides) {
    Recipe recipe =
        RecipeFile.parse("{epochs: 20, batch: 16}", "sample", Path.of("/"), List.of(overrides));
    Provenance provenance = provenance(recipe);
    RunDescription plain = RunDescription.of(recipe, provenance, Path.of("rote-runs", "sample"));
    RunWriter writer =
        store.begin(
            new RunDescription(
                name,
                plain.recipe(),
                plain.epochs(),
                plain.batch(),
                provenance,
                plain.folder(),
                Optional.empty(),
                Optional.empty()));
    writer.listen();
    writer.write(IntStream.rangeClosed(1, epochs).mapToObj(Stage::epoch).toList());
    return writer;
  }

  /// An audit that has finished, with one label to look at: that of example 3, class 0 of two.
  ///
  /// @return its id
  String audit(Path folder) throws IOException {
    Path facts =
        Files.writeString(
            folder.resolve("audit.json"),
            """
            {"data": "sample", "depth": "quick", "verdict": "LEARNED", "sentence": "It learned.",
             "classes": ["one", "other"], "seed": 0, "training_examples": 8, "disputed": [],
             "wrong": [{"index": 3, "given_label": 0, "neighbours": []}]}
            """);
    Path scores = Files.writeString(folder.resolve("scores.csv"), "index,given_label\n3,0\n");
    Recipe recipe = RecipeFile.parse("{epochs: 1}", "sample", Path.of("/"), List.of());
    RunWriter writer = store.begin(RunDescription.of(recipe, provenance(recipe), folder));
    writer.write(
        RunRecord.Artifact.of("audit", folder, facts),
        RunRecord.Artifact.of("audit", folder, scores),
        finished());
    store.tag(writer.id(), "audit");
    return writer.id();
  }

  private static Provenance provenance(Recipe recipe) {
    return new Provenance(
        "0.1.0",
        "jvm: vector kernels",
        Optional.empty(),
        RecipeFile.fingerprint(recipe),
        "a".repeat(64),
        "b".repeat(64),
        Optional.empty(),
        recipe.seed(),
        new Machine("a processor", 2, "Linux 6 amd64", "25, somebody"),
        Instant.now());
  }

  /// Trains a small network on points of the plane, and keeps the run in store and folder.
  ///
  /// @return its id
  String train(String... overrides) {
    Recipe recipe =
        RecipeFile.parse(
            "{name: points, epochs: 60, batch: 10, optimizer: {name: adam, rate: 0.01},"
                + " network: {inputs: 2, layers: [{dense: 16}, {dense: 16}, {dense: 2}]}}",
            "points",
            Path.of("/"),
            List.of(overrides));
    Split split =
        DataStore.standard(Optional.empty(), FetchListener.SILENT)
            .open(recipe.data(), recipe.seed());
    Provenance provenance = provenance(recipe);
    StoreAddress.SqliteFile file = (StoreAddress.SqliteFile) store.address();
    RunFolder run = RunFolder.create(file.file().resolveSibling("points"));
    run.begin(recipe, provenance, split.train());
    RunDescription description = RunDescription.of(recipe, provenance, run.path());
    try (Recorder recorder = Recorder.begin(store.address(), description, _ -> {})) {
      Trainer trainer =
          new Trainer(recipe, split, Engines.named("jvm"), Resources.single(1))
              .keeper("points", new RunKeeper(run, _ -> {}, () -> false))
              .listener(recorder);
      var _ = recorder.watch(trainer::run);
      recorder.finished();
      return recorder.settle().orElseThrow();
    }
  }

  static RunRecord epoch(int number) {
    double x = 1.0 / (number + 2);
    return new RunRecord.Epoch(
        new EpochStats(number, x, 1 - x, 1.1 * x, 1 - 1.1 * x, 12345.678 * number, 0.1 + x));
  }

  static RunRecord finished() {
    return RunRecord.State.now(RunStatus.FINISHED);
  }

  URI uri(String path) {
    return URI.create(page.url()).resolve(path);
  }

  String token() {
    return page.url().replaceAll(".*token=", "");
  }

  /// A request of one who has been let in.
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .header("Cookie", "rote-" + uri("/").getPort() + "=" + token());
  }

  /// The same, to change something.
  HttpRequest.Builder change(String path, String body) {
    return request(path)
        .header("X-Rote-Token", token())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String get(String path) {
    return send(request(path)).body();
  }

  @Override
  public void close() {
    page.close();
    store.close();
    client.close();
  }
}
