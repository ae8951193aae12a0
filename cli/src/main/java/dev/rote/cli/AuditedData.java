package dev.rote.cli;

import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.data.Labels;
import dev.rote.data.Split;
import dev.rote.fault.RoteException;
import dev.rote.findings.Corrections;
import dev.rote.findings.LabelFile;
import dev.rote.findings.Sixth;
import dev.rote.runs.RecipeFile;
import dev.rote.train.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What an audit is of: a recipe with its data, or under a recipe of ours a known data set, a
/// table, or pictures in a user's files, of which a sixth is held out.
final class AuditedData {
  @Option(names = "--images", paramLabel = "FILE", description = "Pictures, an IDX file.")
  private @Nullable Path images;

  @Option(names = "--labels", paramLabel = "FILE", description = "Their labels, an IDX file.")
  private @Nullable Path labels;

  AuditedData() {}

  /// A recipe and the data it is trained on.
  ///
  /// @param files what the examples were read from, if it is pictures
  /// @param place of an example of the training split in its file
  record Subject(
      Recipe recipe, Split split, Optional<DataSpec.Files> files, IntUnaryOperator place) {

    Subject(Recipe recipe, Split split, DataStore store) {
      this(recipe, split, store.files(recipe.data().source()), IntUnaryOperator.identity());
    }

    /// The file of the training split's labels.
    ///
    /// @throws RoteException if there is none that can be corrected
    Path labels() {
      boolean given = recipe.data().labels() instanceof Labels.Given;
      boolean pictures = files.isPresent() && !("" + labelFile()).endsWith(".npy");
      if (!given || !pictures) {
        throw new RoteException(
            "audit --apply",
            "an IDX file of labels, and labels as it gives them",
            given ? "a table, or noise, or npy files" : "labels drawn anew",
            "correct the data themselves, then audit them");
      }
      LabelFile.read(labelFile());
      return labelFile();
    }

    private Path labelFile() {
      return files.orElseThrow().train().labels();
    }

    /// The same with corrected labels, which are written down too.
    ///
    /// @param folder where the new file of labels goes
    Subject corrected(Corrections corrections, Path folder) {
      Path old = labels();
      Map<Integer, Integer> inFile = new TreeMap<>();
      corrections.changes().forEach((i, label) -> inFile.put(place.applyAsInt(i), label));
      Path copy = LabelFile.write(old, folder, inFile);
      DataSpec.Files was = files.orElseThrow();
      DataSpec.PictureFiles train = new DataSpec.PictureFiles(was.train().images(), copy);
      boolean oneFile = was.heldOut().equals(was.train());
      DataSpec.Files now = new DataSpec.Files(train, oneFile ? train : was.heldOut());
      DataSpec spec = recipe.data();
      Recipe again =
          recipe.withData(
              new DataSpec(now, spec.limit(), spec.heldOutLimit(), spec.pixels(), spec.labels()));
      Split labelled = new Split(corrections.applyTo(split.train()), split.heldOut());
      return new Subject(again, labelled, Optional.of(now), place);
    }
  }

  /// Opens what the words and options name.
  ///
  /// @param seed of the choice of what is held out of files
  Subject open(List<String> words, DataStore store, long seed) {
    RecipeWords parsed = RecipeWords.of(words);
    if (images != null || labels != null) {
      return ofFiles(parsed, store, seed);
    }
    Path file =
        parsed
            .file()
            .orElseThrow(
                () ->
                    new RoteException(
                        "audit",
                        "a data set, a recipe, or --images and --labels",
                        "none",
                        "name one, as in rote audit fashion-mnist"));
    String name = file.toString();
    if (name.matches("(?i).*\\.(csv|npz)")) {
      return ofTable(file, parsed, store);
    }
    if (store.entries().stream().noneMatch(entry -> entry.name().equals(name))) {
      Recipe recipe = RecipeFile.read(file, parsed.overrides());
      return new Subject(recipe, store.open(recipe.data(), recipe.seed()), store);
    }
    Split plain = store.open(DataSpec.named(name), 0);
    String source = "{name: %s}".formatted(name);
    Recipe recipe = standard(name, source, plain.train(), parsed.overrides());
    return new Subject(recipe, store.open(recipe.data(), recipe.seed()), store);
  }

  private static Subject ofTable(Path file, RecipeWords parsed, DataStore store) {
    String source = "{table: '%s'}".formatted(quoted(file));
    Recipe asked = read(source, parsed.overrides());
    Split split = store.open(asked.data(), asked.seed());
    String name = String.valueOf(file.getFileName()).replaceAll("[^A-Za-z0-9._-]+", "-");
    return new Subject(standard(name, source, split.train(), parsed.overrides()), split, store);
  }

  private Subject ofFiles(RecipeWords parsed, DataStore store, long seed) {
    if (images == null || labels == null) {
      throw new RoteException(
          "audit", "--images and --labels", "one of them", "give both, or neither");
    }
    String pair = "{images: '%s', labels: '%s'}".formatted(quoted(images), quoted(labels));
    String source = "{train: %s, heldout: %s}".formatted(pair, pair);
    DataSpec spec = read(source, List.of()).data();
    Dataset whole = store.open(spec, 0).train();
    Sixth sixth = Sixth.of(whole.size(), seed);
    Split split = sixth.split(whole);
    String name = String.valueOf(images.getFileName()).replaceAll("[^A-Za-z0-9._-]+", "-");
    Recipe recipe =
        parsed.file().isPresent()
            ? RecipeFile.read(parsed.file().get(), parsed.overrides())
            : standard(name, source, whole, parsed.overrides());
    return new Subject(recipe, split, store.files(spec.source()), sixth::place);
  }

  private static String quoted(Path file) {
    return file.toAbsolutePath().toString().replace("'", "''");
  }

  private static Recipe read(String data, List<String> overrides) {
    return RecipeFile.parse("data: " + data + "\n", "of the audit", Path.of(""), overrides);
  }

  /// The report's network, briefly trained: wrong labels show best before they are learned by
  /// heart.
  private static Recipe standard(
      String name, String data, Dataset example, List<String> overrides) {
    String yaml =
        """
        name: %s
        data: %s
        network:
          inputs: %d
          activation: relu
          layers: [{dense: 128}, {dense: 64}, {dense: %d}]
        objective: softmax-cross-entropy
        optimizer: {name: sgd, rate: 0.02, momentum: 0.9}
        init: he-uniform
        epochs: 20
        batch: 128
        """
            .formatted(name, data, example.features(), Math.max(2, example.classes()));
    return RecipeFile.parse(yaml, "of the audit", Path.of(""), overrides);
  }
}
