package dev.rote.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.data.FetchListener;
import dev.rote.report.Experiment;
import dev.rote.report.Fact;
import dev.rote.runs.Machine;
import dev.rote.runs.Provenance;
import dev.rote.runs.RecipeFile;
import dev.rote.runs.RunFolder;
import dev.rote.runs.SilentLog;
import dev.rote.testkit.FashionSample;
import dev.rote.train.EpochStats;
import dev.rote.train.Recipe;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
  private static final List<String> SAMPLE =
      List.of(
          "data.train={images: train-images-idx3-ubyte.gz, labels: train-labels-idx1-ubyte.gz}",
          "data.heldout={images: t10k-images-idx3-ubyte.gz, labels: t10k-labels-idx1-ubyte.gz}");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void copySample() throws IOException {
    FashionSample.copyTo(folder);
  }

  /// The shipped recipes and a small search, on the sample and for two epochs.
  private Study study() {
    Study full = Study.full(List.of("jvm"), List.of("jvm"));
    List<Trial> search =
        Trial.grid("jvm", List.of(20, 1000)).stream()
            .map(t -> new Trial(t.inputs(), t.training(), t.examples(), onSample(t.item())))
            .toList();
    return new Study(
        full.experiments().stream().map(this::onSample).toList(), search, List.of(0L, 1L));
  }

  /// Noise stays noise.
  private Study.Item onSample(Study.Item item) {
    List<String> overrides = new ArrayList<>(List.of("epochs=2"));
    if (!(item.recipe().data().source() instanceof DataSpec.Noise)) {
      overrides.addAll(SAMPLE);
    }
    String yaml = RecipeFile.write(item.recipe()).replaceFirst("(?m)^  name: fashion-mnist\n", "");
    return new Study.Item(
        item.name(), item.engine(), RecipeFile.parse(yaml, item.id(), folder, overrides));
  }

  private Reproduction.Outcome run(Study study, AtomicInteger epochs, int stopAfter) {
    Reproduction.Listener counter =
        new Reproduction.Listener() {
          @Override
          public void epochEnded(Study.Item item, long seed, EpochStats stats) {
            epochs.incrementAndGet();
          }

          @Override
          public void diverged(Study.Item item, long seed, String why) {}

          @Override
          public void complain(String line) {}
        };
    DataStore data = DataStore.standard(Optional.empty(), FetchListener.SILENT);
    return new Reproduction(study, folder.resolve("out"), counter, () -> epochs.get() >= stopAfter)
        .run(
            data,
            (path, recipe, split, engine) -> {
              RunFolder begun = RunFolder.create(path);
              begun.begin(
                  recipe,
                  new Provenance(
                      "test",
                      engine.name(),
                      Optional.empty(),
                      RecipeFile.fingerprint(recipe),
                      split.train().fingerprint(),
                      split.heldOut().fingerprint(),
                      recipe.data().labels().summary(split),
                      recipe.seed(),
                      Machine.here(),
                      Instant.now()),
                  split.train());
              return new Reproduction.Begun(begun, new SilentLog());
            });
  }

  @Test
  void run_wholeStudy_endsInClaimsAndAReportOfWhatWasMeasured() throws Exception {
    Study study = study();
    Reproduction.Outcome outcome = run(study, new AtomicInteger(), Integer.MAX_VALUE);
    assertThat(outcome.interrupted()).isFalse();
    Writeup writeup = Writeup.of(study, outcome, List.of(new Fact("machine", "here")));
    Path out = folder.resolve("out");
    writeup.write(out);

    assertThat(writeup.claims())
        .extracting("id")
        .containsExactly("accuracy", "sigmoid", "rate", "by-heart", "overfit", "coin");
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
    for (Trial.Found one : outcome.found()) {
      Path kept = out.resolve(Reproduction.folder(one.trial().item(), 0));
      assertThat(kept.resolve("model.safetensors")).isRegularFile();
      assertThat(Files.readString(kept.resolve("metrics.csv")))
          .contains("\n2," + one.loss().orElseThrow() + ",");
    }
  }

  @Test
  void run_trialThatIsTheRecipeAsWritten_comesToTheSameLoss() throws Exception {
    Study study = study();
    Reproduction.Outcome outcome = run(study, new AtomicInteger(), Integer.MAX_VALUE);
    EpochStats asWritten =
        outcome
            .results("q2-random-labels")
            .getFirst()
            .experiment()
            .runs()
            .getFirst()
            .epochs()
            .get(1);
    EpochStats onNoise =
        outcome.results("q2-gaussian").getFirst().experiment().runs().getFirst().epochs().get(1);

    List<Trial.Found> same =
        outcome.found().stream()
            .filter(one -> one.trial().examples() == 1000)
            .filter(one -> one.trial().training().equals("sgd 0.01, batch 1"))
            .toList();
    assertThat(same).hasSize(3);
    assertThat(same.getFirst().loss()).contains(asWritten.trainLoss());
    assertThat(same.getLast().loss()).contains(onNoise.trainLoss());
    assertThat(same.get(1).loss()).isPresent().get().isNotEqualTo(asWritten.trainLoss());
  }

  /// What the search and question 2 came to stands in the report as it was measured; results of one
  /// recipe on two engines are drawn side by side.
  @Test
  void writeup_twoEngines_showsBothAndTheSearch() throws Exception {
    Reproduction.Outcome once = run(study(), new AtomicInteger(), Integer.MAX_VALUE);
    Study study = onTwo(study());
    List<Reproduction.Result> results = new ArrayList<>(once.results());
    once.results().stream()
        .filter(result -> result.item().random())
        .forEach(result -> results.add(onTorch(result)));
    Reproduction.Result own = once.results("q2-random-labels").getFirst();
    // the engine at hand against itself: the same bits, so it never parts
    EnginePair pair = EnginePair.of(own, own, 0);
    Reproduction.Outcome outcome =
        new Reproduction.Outcome(results, once.found(), List.of(pair), false);
    Path out = folder.resolve("out");
    Writeup.of(study, outcome, List.of()).write(out);
    String page =
        parse(Files.readString(out.resolve("report.html"))).getDocumentElement().getTextContent();

    assertThat(outcome.results("q2-gaussian"))
        .extracting(result -> result.item().engine())
        .containsExactly("jvm", "torch");
    assertThat(page).contains("torch, held out").contains("chance, ln\u00a010");
    assertThat(page).contains("Two engines, one recipe").contains("0.0e+00, 0.0\u00a0%");
    assertThat(pair.parting()).isEmpty();
    assertThat(page).contains(String.format("not in %,d steps", pair.searched()));
    String search = Files.readString(out.resolve("search.json"));
    for (Trial.Found one : once.found()) {
      double loss = one.loss().orElseThrow();
      assertThat(page).contains(Curves.loss(loss));
      assertThat(search).contains("\"trainLoss\" : " + loss + ",");
    }
    for (Reproduction.Result result : once.results("q2-random-labels")) {
      List<Double> ends =
          result.experiment().runs().stream().map(r -> r.epochs().getLast().heldOutLoss()).toList();
      assertThat(page).contains(Curves.loss(Curves.mean(ends)));
    }
  }

  private static Study onTwo(Study study) {
    List<Study.Item> items = new ArrayList<>(study.experiments());
    study.experiments().stream()
        .filter(Study.Item::random)
        .forEach(item -> items.add(onTorch(item)));
    return new Study(items, study.search(), study.seeds());
  }

  private static Study.Item onTorch(Study.Item item) {
    return new Study.Item(item.name(), "torch", item.recipe());
  }

  /// Numbers of the engine at hand under the name of another, which this module does without.
  private static Reproduction.Result onTorch(Reproduction.Result result) {
    Study.Item item = onTorch(result.item());
    Experiment of = result.experiment();
    return new Reproduction.Result(
        item,
        new Experiment(item.id(), of.title() + ", torch", of.regime(), of.recipeYaml(), of.runs()),
        result.split(),
        result.first());
  }

  @Test
  void run_randomLabels_trainsEachSeedOnItsOwn() throws IOException {
    List<String> overrides = new ArrayList<>(SAMPLE);
    overrides.addAll(List.of("data.labels=random", "batch=100", "epochs=1"));
    Recipe recipe = RecipeFile.parse("", "q2", folder, overrides);
    Study study =
        new Study(List.of(new Study.Item("q2", "jvm", recipe)), List.of(), List.of(3L, 4L));
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
