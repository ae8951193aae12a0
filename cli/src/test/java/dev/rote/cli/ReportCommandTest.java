package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.store.Run;
import dev.rote.store.RunQuery;
import dev.rote.store.RunStore;
import dev.rote.store.StoreAddress;
import dev.rote.train.EpochStats;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// `rote report`: pages and figures of stored runs, read back and held against the store.
class ReportCommandTest {
  @TempDir private Path folder = Path.of("");
  private Sample sample = new Sample(Path.of(""), Path.of(""));

  @BeforeEach
  void copySample() throws IOException {
    sample = Sample.in(folder);
  }

  private String file() {
    return folder.resolve("runs.db").toString();
  }

  private Run train(String out, String... more) {
    List<String> words =
        new ArrayList<>(List.of("train", sample.recipe().toString(), "--store", file(), "-q"));
    words.addAll(List.of("--out", folder.resolve(out).toString(), "data.limit=200"));
    words.addAll(List.of(more));
    Session session = Session.of(words);
    assertThat(session.err()).isEmpty();
    try (RunStore store = store()) {
      return store.inFolder(folder.resolve(out)).orElseThrow();
    }
  }

  private RunStore store() {
    return RunStore.openExisting(new StoreAddress.SqliteFile(Path.of(file())));
  }

  private Document report(String... names) throws Exception {
    List<String> words = new ArrayList<>(List.of("report"));
    words.addAll(List.of(names));
    Path page = folder.resolve("page.html");
    words.addAll(List.of("--store", file(), "--out", page.toString()));
    words.addAll(List.of("--figures", folder.resolve("figures").toString()));
    Session session = Session.of(words);
    assertThat(session.code()).as(session.err()).isZero();
    String html = Files.readString(page);
    String xml = html.substring(html.indexOf('\n') + 1);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private List<String> csv(String name) throws IOException {
    return Files.readAllLines(folder.resolve("figures").resolve(name + ".csv"));
  }

  /// What pointing at a mark says.
  private static List<String> marks(Document page) {
    List<String> titles = new ArrayList<>();
    NodeList polygons = page.getElementsByTagName("polygon");
    for (int i = 0; i < polygons.getLength(); i++) {
      NodeList title = ((Element) polygons.item(i)).getElementsByTagName("title");
      if (title.getLength() > 0) {
        titles.add(title.item(0).getTextContent());
      }
    }
    return titles;
  }

  @Test
  void report_oneRun_drawsTheStoresNumbers() throws Exception {
    Run run = train("a");
    Document page = report(run.id().substring(0, 15));
    String text = page.getDocumentElement().getTextContent();
    List<String> marks = marks(page);
    try (RunStore store = store()) {
      List<EpochStats> epochs = store.epochs(run.id());
      assertThat(epochs).hasSize(3);
      List<String> rows = new ArrayList<>(List.of("experiment,seed,epoch,held out,training"));
      for (EpochStats stats : epochs) {
        assertThat(marks)
            .contains(
                String.format(
                    Locale.ROOT, "held out: %.3f at epoch %d", stats.heldOutLoss(), stats.epoch()));
        rows.add(
            "sample,0,%d,%s,%s".formatted(stats.epoch(), stats.heldOutLoss(), stats.trainLoss()));
      }
      assertThat(csv("runs-1")).isEqualTo(rows);
      EpochStats last = epochs.getLast();
      assertThat(text)
          .contains(
              String.format(
                  Locale.ROOT,
                  "It came to held-out loss %.4f and accuracy %.2f\u00a0%% after epoch 3.",
                  last.heldOutLoss(),
                  100 * last.heldOutAccuracy()))
          .contains(run.id())
          .contains(run.description().provenance().trainFingerprint())
          .contains("taken for");
      assertThat(shareOnTheDiagonal()).isEqualTo(last.heldOutAccuracy());
    }
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getElementsByTagName("img").getLength()).isPositive();
  }

  /// Of the confusion matrix, as its figure has it.
  private double shareOnTheDiagonal() throws IOException {
    List<String[]> counts =
        csv("confusion").stream().skip(1).map(line -> line.split(",", -1)).toList();
    double all = counts.stream().mapToLong(cells -> Long.parseLong(cells[2])).sum();
    double right =
        counts.stream()
            .filter(cells -> cells[0].equals(cells[1]))
            .mapToLong(cells -> Long.parseLong(cells[2]))
            .sum();
    return right / all;
  }

  @Test
  void report_figures_areReadablePicturesInThreeForms() throws Exception {
    train("a");
    train("b", "optimizer.rate=0.01");
    train("c", "optimizer.rate=0.001", "batch=50");
    try (RunStore store = store()) {
      store.list(RunQuery.all()).forEach(run -> store.tag(run.id(), "mine"));
    }
    Document page = report("mine");
    assertThat(page.getElementsByTagName("h1").item(0).getTextContent()).isEqualTo("mine");
    List<String> names;
    try (Stream<Path> files = Files.list(folder.resolve("figures"))) {
      names = files.map(path -> "" + path.getFileName()).sorted().toList();
    }
    assertThat(names).hasSize(18).contains("runs-1.svg", "runs-1.png", "confusion.csv");
    for (String name : names) {
      Path file = folder.resolve("figures").resolve(name);
      if (name.endsWith(".png")) {
        requirePng(Files.readAllBytes(file));
      } else if (name.endsWith(".svg")) {
        Document svg =
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        assertThat(svg.getDocumentElement().getAttribute("xmlns"))
            .isEqualTo("http://www.w3.org/2000/svg");
      }
    }
    assertThat(csv("runs-1").getFirst()).isEqualTo("name,optimizer.rate,batch,held-out loss");
    assertThat(csv("runs-1")).hasSize(4);
  }

  /// The signature, then the width and height of the first chunk.
  private static void requirePng(byte[] file) {
    ByteBuffer png = ByteBuffer.wrap(file);
    assertThat(png.getLong(0)).isEqualTo(0x89504E470D0A1A0AL);
    assertThat(png.getInt(16)).isGreaterThan(600);
    assertThat(png.getInt(20)).isGreaterThan(600);
    assertThat(file.length).isGreaterThan(5000);
  }

  @Test
  void report_runsOfSeveralSeeds_areOneLineWithABand() throws Exception {
    Run first = train("a", "seed=1");
    Run second = train("b", "seed=2");
    Document page = report(first.id(), second.id());
    assertThat(page.getDocumentElement().getTextContent()).contains("Mean of 2 seeds");
    assertThat(csv("runs-1").stream().skip(1).map(line -> line.split(",", -1)[1]).distinct())
        .containsExactly("1", "2");
  }

  @Test
  void report_filesThatAreNotTheRuns_areSaidAndLeftOut() throws Exception {
    Run run = train("a");
    Files.writeString(folder.resolve("a/heldout.csv"), "other\n");
    Session session =
        Session.of(
            "report", run.id(), "--store", file(), "--out", folder.resolve("p.html").toString());
    assertThat(session.code()).isZero();
    assertThat(session.err()).startsWith("no confusion matrix of run " + run.id());
    assertThat(Files.readString(folder.resolve("p.html"))).doesNotContain("id=\"confusion\"");
  }

  @Test
  void report_divergedRun_saysWhy() throws Exception {
    Session _ =
        Session.of(
            "train",
            sample.recipe().toString(),
            "--store",
            file(),
            "optimizer.rate=1e30",
            "-q",
            "--out",
            folder.resolve("a").toString());
    String id;
    try (RunStore store = store()) {
      id = store.list(RunQuery.all()).getFirst().id();
    }
    assertThat(report(id).getDocumentElement().getTextContent()).contains("diverged from 1 of 1");
  }

  @Test
  void report_unknownRun_isOneLineAndNoFile() {
    train("a");
    Path page = folder.resolve("p.html");
    Session session = Session.of("report", "x", "--store", file(), "--out", page.toString());
    assertThat(session.code()).isEqualTo(1);
    assertThat(session.err().lines()).hasSize(1);
    assertThat(session.err()).contains("expected a run \"x\"");
    assertThat(page).doesNotExist();
  }
}
