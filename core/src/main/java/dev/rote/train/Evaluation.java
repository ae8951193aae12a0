package dev.rote.train;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import dev.rote.data.Order;
import dev.rote.engine.Scores;
import dev.rote.engine.Session;
import dev.rote.engine.Tally;

/// Judges a session's present weights on a data set, learning nothing.
public final class Evaluation {

  /// Told of every example, in the order they are gone through.
  public interface Visitor {
    /// Takes one example's results.
    ///
    /// @param example its number in the data set
    /// @param row where its results stand in `scores`
    void visit(int example, int row, Scores scores);
  }

  private final Session session;
  private final int batch;
  private final Scores scores;

  /// @param batch examples at a time, at most the session's `maxBatch`; no part of the result
  public Evaluation(Session session, int batch) {
    this.session = session;
    this.batch = batch;
    scores = new Scores(batch);
  }

  /// Mean loss and accuracy over a whole data set.
  public Tally of(Dataset data) {
    return of(data, (_, _, _) -> {});
  }

  /// The same, handing every example's results to a visitor.
  public Tally of(Dataset data, Visitor visitor) {
    Tally tally = new Tally();
    Batch window = Batch.over(data, Order.natural(data.size()), batch);
    while (window.next()) {
      session.score(window, scores);
      for (int row = 0; row < window.size(); row++) {
        boolean right = scores.prediction(row) == window.label(row);
        tally.add(scores.loss(row), right ? 1 : 0, 1);
        visitor.visit(window.example(row), row, scores);
      }
    }
    return tally;
  }
}
