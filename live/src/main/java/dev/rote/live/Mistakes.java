package dev.rote.live;

import dev.rote.data.DataSpec;
import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.fault.RoteException;
import dev.rote.runs.Judgement;
import dev.rote.runs.RecipeFile;
import dev.rote.store.Run;
import dev.rote.store.RunRecord;
import dev.rote.store.RunStore;
import dev.rote.train.Recipe;
import io.javalin.http.NotFoundResponse;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// What finished runs made of each held-out example, and the pictures. Read from files only if they
/// are on this machine and have the bytes the run wrote; the last run asked for is kept in memory.
final class Mistakes {
  private final RunStore store;
  private final DataStore data;
  private Optional<Judged> last = Optional.empty();
  private Optional<Dataset> pictures = Optional.empty();

  Mistakes(RunStore store, DataStore data) {
    this.store = store;
    this.data = data;
  }

  private record Judged(String run, List<Judgement.Row> rows, List<String> classNames) {}

  /// Counts by given and predicted class.
  Map<String, Object> confusion(Run run) {
    Judged judged = judged(run);
    int classes = judged.classNames().size();
    int[][] counts = new int[classes][classes];
    judged.rows().forEach(row -> counts[row.label()][row.prediction()]++);
    return Map.of("classes", judged.classNames(), "counts", counts);
  }

  /// The examples with the highest loss.
  ///
  /// @param label only those of this class
  /// @param prediction only those taken for this class
  Map<String, Object> examples(Run run, OptionalInt label, OptionalInt prediction, int limit) {
    List<Judgement.Row> rows = judged(run).rows();
    List<Map<String, Object>> worst =
        IntStream.range(0, rows.size())
            .filter(i -> label.isEmpty() || rows.get(i).label() == label.getAsInt())
            .filter(i -> prediction.isEmpty() || rows.get(i).prediction() == prediction.getAsInt())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -rows.get(i).loss()))
            .limit(limit)
            .map(i -> example(i, rows.get(i)))
            .toList();
    return Map.of(
        "examples", worst, "pictures", heldOut(run).filter(Dataset::pictures).isPresent());
  }

  private static Map<String, Object> example(int number, Judgement.Row row) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("example", number);
    facts.put("label", row.label());
    facts.put("prediction", row.prediction());
    facts.put("loss", row.loss());
    facts.put("margin", row.margin());
    return facts;
  }

  private synchronized Judged judged(Run run) {
    if (last.filter(known -> known.run().equals(run.id())).isEmpty()) {
      last = Optional.of(read(run));
    }
    return last.orElseThrow();
  }

  private Judged read(Run run) {
    Path folder = run.description().folder();
    List<RunRecord.Artifact> kept =
        store.artifacts(run.id()).stream()
            .filter(file -> Set.of("examples", "confusion").contains(file.kind()))
            .toList();
    if (kept.size() < 2 || !run.worker().isHere()) {
      throw new NotFoundResponse("a run is judged example by example when it has finished");
    }
    for (RunRecord.Artifact artifact : kept) {
      Path file =
          folder.resolve(
              artifact.kind().equals("examples") ? Judgement.EXAMPLES : Judgement.CONFUSION);
      if (!RunRecord.Artifact.of(artifact.kind(), folder, file).equals(artifact)) {
        throw new NotFoundResponse("the run's files have changed since");
      }
    }
    return new Judged(
        run.id(),
        Judgement.read(folder.resolve(Judgement.EXAMPLES)).rows(),
        Judgement.classNames(folder.resolve(Judgement.CONFUSION)));
  }

  /// An example as a PNG file in grey.
  byte[] picture(Run run, int example) {
    Dataset heldOut =
        heldOut(run).orElseThrow(() -> new NotFoundResponse("its data are not on this machine"));
    if (example >= heldOut.size()) {
      throw new NotFoundResponse("no such example");
    }
    return png(heldOut, example);
  }

  static byte[] png(Dataset data, int example) {
    PictureShape shape = data.shape();
    BufferedImage image =
        new BufferedImage(shape.columns(), shape.rows(), BufferedImage.TYPE_BYTE_GRAY);
    for (int p = 0; p < shape.size(); p++) {
      image
          .getRaster()
          .setSample(p % shape.columns(), p / shape.columns(), 0, data.pixel(example, p));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// The examples a run was judged on, if they are on this machine and still the same.
  private synchronized Optional<Dataset> heldOut(Run run) {
    String wanted = run.description().provenance().heldOutFingerprint();
    if (pictures.filter(known -> known.fingerprint().equals(wanted)).isEmpty()) {
      pictures = open(run).filter(found -> found.fingerprint().equals(wanted));
    }
    return pictures;
  }

  private Optional<Dataset> open(Run run) {
    try {
      Recipe recipe =
          RecipeFile.parse(run.description().recipe(), "of the run", Path.of(""), List.of());
      boolean missing =
          recipe.data().source() instanceof DataSpec.Named(String name)
              && data.locate(name).isEmpty();
      return missing
          ? Optional.empty()
          : Optional.of(data.open(recipe.data(), recipe.seed()).heldOut());
    } catch (RoteException _) {
      return Optional.empty();
    }
  }
}
