package dev.rote.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.data.FetchListener;
import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.report.Fact;
import dev.rote.runs.Machine;
import dev.rote.runs.Provenance;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.RunFolder;
import dev.rote.testkit.FashionSample;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/// The whole study on a sample of the real pictures, from recipes to a report that is read back.
class ReproductionTest {
  private static final Engine ENGINE = Engines.named("jvm");
  private static final String SAMPLE =
      "data={train: {images: train-images-idx3-ubyte.gz, labels: train-labels-idx1-ubyte.gz},"
          + " heldout: {images: t10k-images-idx3-ubyte.gz, labels: t10k-labels-idx1-ubyte.gz}}";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void copySample() throws IOException {
    FashionSample.copyTo(folder);
  }

  /// The shipped recipes, on the sample and for two epochs.
  private Study study() {
    List<Study.Item> items =
        Study.full().experiments().stream()
            .map(
                item ->
                    new Study.Item(
                        item.id(),
                        RecipeFile.parse(
                            RecipeFile.write(item.recipe()),
                            item.id(),
                            folder,
                            List.of(SAMPLE, "epochs=2"))))
            .toList();
    return new Study(items, List.of(0L, 1L));
  }

  private Reproduction.Outcome run(Study study, AtomicInteger epochs, int stopAfter) {
    Reproduction.Listener counter =
        new Reproduction.Listener() {
          @Override
          public void epochEnded(String experiment, long seed, EpochStats stats) {
            epochs.incrementAndGet();
          }

          @Override
          public void diverged(String experiment, long seed, String why) {}
        };
    DataStore data = DataStore.standard(Optional.empty(), FetchListener.SILENT);
    return new Reproduction(
            study, ENGINE, folder.resolve("out"), counter, () -> epochs.get() >= stopAfter)
        .run(
            data,
            (path, recipe, split) -> {
              RunFolder begun = RunFolder.create(path);
              begun.begin(
                  recipe,
                  new Provenance(
                      "test",
                      "jvm",
                      Optional.empty(),
                      RecipeFile.fingerprint(recipe),
                      split.train().fingerprint(),
                      split.heldOut().fingerprint(),
                      recipe.data().labels().summary(split),
                      recipe.seed(),
                      Machine.here(),
                      Instant.now()));
              return begun;
            });
  }

  @Test
  void run_wholeStudy_endsInClaimsAndAReportOfWhatWasMeasured() throws Exception {
    Study study = study();
    Reproduction.Outcome outcome = run(study, new AtomicInteger(), Integer.MAX_VALUE);
    assertThat(outcome.interrupted()).isFalse();
    Writeup writeup = Writeup.of(study, outcome, ENGINE, List.of(new Fact("machine", "here")));
    Path out = folder.resolve("out");
    writeup.write(out);

    assertThat(writeup.claims()).extracting("id").containsExactly("accuracy", "sigmoid", "rate");
    assertThat(Files.readString(out.resolve("claims.json")))
        .contains("\"id\" : \"accuracy\"")
        .contains("\"verdict\" : \"" + writeup.claims().getFirst().verdict().words() + "\"");
    Document page = parse(Files.readString(out.resolve("report.html")));
    assertThat(page.getElementsByTagName("svg").getLength()).isGreaterThan(10);
    assertThat(page.getElementsByTagName("img").getLength()).isPositive();
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getDocumentElement().getTextContent())
        .contains(writeup.claims().getFirst().measured());
    for (Study.Item item : study.experiments()) {
      assertThat(out.resolve("runs/" + item.id() + "-seed-1/model.safetensors")).isRegularFile();
    }
  }

  @Test
  void run_randomLabels_trainsEachSeedOnItsOwn() throws IOException {
    Recipe recipe =
        RecipeFile.parse(
            "", "q2", folder, List.of(SAMPLE, "data.labels=random", "batch=100", "epochs=1"));
    Study study = new Study(List.of(new Study.Item("q2", recipe)), List.of(3L, 4L));
    Reproduction.Outcome outcome = run(study, new AtomicInteger(), Integer.MAX_VALUE);

    DataStore data = DataStore.standard(Optional.empty(), FetchListener.SILENT);
    Dataset three = data.open(recipe.data(), 3).train();
    Dataset four = data.open(recipe.data(), 4).train();
    assertThat(three.fingerprint()).isNotEqualTo(four.fingerprint());
    Path runs = folder.resolve("out/runs");
    assertThat(Files.readString(runs.resolve("q2-seed-3/provenance.json")))
        .contains(three.fingerprint());
    assertThat(Files.readString(runs.resolve("q2-seed-4/provenance.json")))
        .contains(four.fingerprint());
    assertThat(outcome.results().getFirst().split().train().fingerprint())
        .isEqualTo(three.fingerprint());
  }

  private static Document parse(String html) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
  }

  @Test
  void run_stopped_saysSoAndKeepsNoUnfinishedModel() {
    AtomicInteger epochs = new AtomicInteger();
    Reproduction.Outcome outcome = run(study(), epochs, 3);
    assertThat(outcome.interrupted()).isTrue();
    assertThat(epochs.get()).isLessThan(2 * 2 * study().experiments().size());
  }
}
