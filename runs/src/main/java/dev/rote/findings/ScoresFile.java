package dev.rote.findings;

import dev.rote.audit.Audit;
import dev.rote.audit.Examples;
import dev.rote.audit.Memorisation;
import dev.rote.audit.Trajectory;
import dev.rote.data.Dataset;
import dev.rote.exchange.AtomicFile;
import dev.rote.fault.RoteException;
import dev.rote.runs.RunFolder;
import dev.rote.runs.RunLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;

/// `scores.csv`: a row for every training example, of an audit or of a run that records; columns
/// that both have are the same measures.
///
/// Numbers are the shortest decimals that read back to the same float; equal trainings give equal
/// bytes. Stateless.
public final class ScoresFile {
  private ScoresFile() {}

  /// @param auditOnly whether it takes more than the training
  /// @param cell adds an example's to a row
  private record Column(String name, boolean auditOnly, ObjIntConsumer<StringBuilder> cell) {

    static Column whole(String name, IntUnaryOperator value) {
      return new Column(name, false, (row, i) -> row.append(value.applyAsInt(i)));
    }

    static Column number(String name, IntToDoubleFunction value) {
      return new Column(name, false, (row, i) -> row.append((float) value.applyAsDouble(i)));
    }

    static Column ofAudit(String name, IntFunction<String> value) {
      return new Column(name, true, (row, i) -> row.append(value.apply(i)));
    }
  }

  /// Writes an audit's. Columns that need more than depth quick are empty there.
  ///
  /// @throws RoteException if the file cannot be written
  public static void write(Path file, Audit audit) {
    write(
        file,
        columns(audit.split().train(), audit.examples(), Optional.of(audit)),
        audit.examples().size());
  }

  /// Writes a run's into its folder, and tells its log of it. A run that trained well is no failure
  /// because of a file that cannot be written.
  ///
  /// @param train what was learned from
  /// @param learned what became of it
  /// @param complaints told in one line if that is so
  public static void keep(
      RunFolder folder,
      Dataset train,
      Trajectory learned,
      RunLog log,
      Consumer<String> complaints) {
    Path file = folder.scores();
    try {
      write(file, columns(train, Examples.of(train, learned), Optional.empty()), train.size());
      Optional<String> _ = log.artifact("scores", file);
    } catch (RoteException e) {
      complaints.accept("what became of each training example is not saved: " + e.getMessage());
    }
  }

  private static List<Column> columns(Dataset train, Examples examples, Optional<Audit> audit) {
    Trajectory trained = examples.trajectory();
    Optional<float[]> memorised = audit.flatMap(Audit::memorisation).map(Memorisation::scores);
    List<Column> all =
        List.of(
            Column.whole("index", i -> i),
            Column.whole("given_label", train::label),
            Column.whole("predicted_label", i -> examples.proposed()[i]),
            Column.number("label_score", examples::labelScore),
            Column.ofAudit("is_label_issue", i -> "" + examples.issue()[i]),
            Column.number("mean_loss", trained::meanLoss),
            Column.number("disputed_score", i -> examples.disputedScore()[i]),
            Column.ofAudit("memorisation", i -> memorised.map(m -> "" + m[i]).orElse("")),
            Column.ofAudit(
                "out_of_sample_probability",
                i -> examples.unseen().map(u -> "" + u.probability()[i]).orElse("")),
            Column.whole("first_learned_epoch", trained::firstLearned),
            Column.number("confidence", trained::confidence),
            Column.number("variability", trained::variability),
            Column.number("error_share", trained::errorShare),
            Column.whole("forgettings", trained::forgettings),
            Column.number("mean_margin", trained::meanMargin));
    return all.stream().filter(column -> audit.isPresent() || !column.auditOnly()).toList();
  }

  private static void write(Path file, List<Column> columns, int rows) {
    AtomicFile.write(
        file,
        out -> {
          line(out, columns.stream().map(Column::name).collect(Collectors.joining(",")));
          StringBuilder row = new StringBuilder();
          for (int i = 0; i < rows; i++) {
            row.setLength(0);
            for (Column column : columns) {
              row.append(row.isEmpty() ? "" : ",");
              column.cell().accept(row, i);
            }
            line(out, row.toString());
          }
        });
  }

  private static void line(OutputStream out, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
