package dev.rote.runs;

import dev.rote.data.Dataset;
import dev.rote.data.Split;
import dev.rote.engine.Engine;
import dev.rote.engine.Parameters;
import dev.rote.engine.Resources;
import dev.rote.engine.Session;
import dev.rote.exchange.AtomicFile;
import dev.rote.fault.RoteException;
import dev.rote.report.ConfusionMatrix;
import dev.rote.train.Evaluation;
import dev.rote.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a trained network makes of every held-out example.
///
/// | file | a row to each | columns |
/// |---|---|---|
/// | `heldout.csv` | example, in the order of the data | `example,label,prediction,loss,margin` |
/// | `confusion.csv` | pair of classes | `given,predicted,count` |
///
/// Loss is by the recipe's objective; margin is the label's logit minus the largest other one.
/// Numbers are the shortest decimals that read back to the same float.
///
/// @param rows one an example, in order
public record Judgement(List<Row> rows) {
  /// Its files' names in a run's folder.
  public static final String EXAMPLES = "heldout.csv";

  /// The name of the file of counts.
  public static final String CONFUSION = "confusion.csv";

  private static final String HEAD = "example,label,prediction,loss,margin";
  private static final int AT_ONCE = 256;

  /// One example.
  ///
  /// @param label the class it has
  /// @param prediction the class it was taken for
  public record Row(int label, int prediction, float loss, float margin) {}

  public Judgement {
    rows = List.copyOf(rows);
  }

  /// Judges a data set, in one pass on one thread.
  public static Judgement of(Recipe recipe, Parameters weights, Dataset heldOut, Engine engine) {
    List<Row> rows = new ArrayList<>(heldOut.size());
    try (Session session = engine.open(recipe.job(), weights, Resources.single(AT_ONCE))) {
      new Evaluation(session, AT_ONCE)
          .of(
              heldOut,
              (example, row, scores) ->
                  rows.add(
                      new Row(
                          heldOut.label(example),
                          scores.prediction(row),
                          scores.loss(row),
                          scores.margin(row))));
    }
    return new Judgement(rows);
  }

  /// Judges a finished run's held-out split, writes both files into its folder, and tells its log
  /// of them. A run that trained well is no failure because of a file that cannot be written.
  ///
  /// @param complaints told in one line if that is so
  public static void keep(RunFolder folder, Finished run, RunLog log, Consumer<String> complaints) {
    try {
      Dataset heldOut = run.split().heldOut();
      of(run.recipe(), run.weights(), heldOut, run.engine())
          .write(folder.path(), heldOut.classNames());
      Optional<String> _ = log.artifact("examples", folder.path().resolve(EXAMPLES));
      Optional<String> _ = log.artifact("confusion", folder.path().resolve(CONFUSION));
    } catch (RoteException e) {
      complaints.accept("what became of each example is not saved: " + e.getMessage());
    }
  }

  /// What was trained, on what and by what.
  ///
  /// @param weights at the end
  public record Finished(Recipe recipe, Split split, Engine engine, Parameters weights) {}

  /// The names of the classes, from a file of counts.
  ///
  /// @throws RoteException if it cannot be read
  public static List<String> classNames(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .skip(1)
          .map(Judgement::firstCell)
          .distinct()
          .toList();
    } catch (IOException e) {
      throw RoteException.io("read " + file, "leave the run's folder as it is", e);
    }
  }

  /// In quotes a quote is doubled.
  private static String firstCell(String row) {
    if (!row.startsWith("\"")) {
      return row.substring(0, row.indexOf(','));
    }
    StringBuilder cell = new StringBuilder();
    for (int i = 1; row.charAt(i) != '"' || row.startsWith("\"\"", i); i++) {
      i += row.charAt(i) == '"' ? 1 : 0;
      cell.append(row.charAt(i));
    }
    return cell.toString();
  }

  /// How often each class was taken for each.
  ///
  /// @param classNames one name a class
  public ConfusionMatrix confusion(List<String> classNames) {
    ConfusionMatrix matrix = new ConfusionMatrix(classNames);
    rows.forEach(row -> matrix.add(row.label(), row.prediction()));
    return matrix;
  }

  /// Writes both files, each in one step.
  ///
  /// @throws RoteException if one cannot be written
  public void write(Path folder, List<String> classNames) {
    StringBuilder csv = new StringBuilder(HEAD).append('\n');
    for (int example = 0; example < rows.size(); example++) {
      Row row = rows.get(example);
      csv.append(example).append(',').append(row.label()).append(',').append(row.prediction());
      csv.append(',').append(row.loss()).append(',').append(row.margin()).append('\n');
    }
    AtomicFile.writeText(folder.resolve(EXAMPLES), csv.toString());
    AtomicFile.writeText(folder.resolve(CONFUSION), confusion(classNames).csv());
  }

  /// Reads what [#write] wrote.
  ///
  /// @throws RoteException if the file cannot be read or is another one
  public static Judgement read(Path file) {
    String operation = "read " + file;
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
        throw new RoteException(operation, HEAD, "another head", "give a file that Rote wrote");
      }
      List<Row> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",", -1);
        rows.add(
            new Row(
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                Float.parseFloat(cells[3]),
                Float.parseFloat(cells[4])));
      }
      return new Judgement(rows);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new RoteException(operation, "numbers", "others", "give a file that Rote wrote", e);
    } catch (IOException e) {
      throw RoteException.io(operation, "leave the run's folder as it is", e);
    }
  }
}
