package dev.rote.live;

import dev.rote.data.DataStore;
import dev.rote.fault.RoteException;
import dev.rote.runs.Json;
import dev.rote.store.Order;
import dev.rote.store.Run;
import dev.rote.store.RunFacts;
import dev.rote.store.RunHistory;
import dev.rote.store.RunQuery;
import dev.rote.store.RunStore;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Runs, one or all, as JSON. A run is named by its id, which no path is made of.
final class RunApi {
  private static final String ID = "[0-9a-z-]{1,40}";
  private static final int MOST_EXAMPLES = 200;

  private final RunStore store;
  private final Rows rows;
  private final Mistakes mistakes;
  private final Plane plane;

  RunApi(RunStore store, Feed feed, DataStore data) {
    this.store = store;
    rows = feed.rows();
    mistakes = new Mistakes(store, data);
    plane = new Plane(data);
  }

  /// `GET /api/runs`
  void list(Context context) {
    int limit = number(context.queryParam("limit")).orElse(Integer.MAX_VALUE);
    long change = store.changesSince(Long.MAX_VALUE).cursor();
    RunQuery query = RunQuery.all().limit(Math.max(1, limit));
    Answer.json(context, Map.of("change", change, "runs", rows.of(store.list(query))));
  }

  /// `GET /api/runs/{id}`
  void show(Context context) {
    Run run = run(context);
    RunHistory history = store.history(run.id());
    Answer.json(context, rows.row(RunFacts.whole(history), run, store.orders()));
  }

  /// `GET /api/runs/{id}/confusion`
  void confusion(Context context) {
    Answer.json(context, mistakes.confusion(run(context)));
  }

  /// `GET /api/runs/{id}/examples`
  void examples(Context context) {
    int limit = Math.clamp(number(context.queryParam("limit")).orElse(60), 1, MOST_EXAMPLES);
    Answer.json(
        context,
        mistakes.examples(
            run(context),
            number(context.queryParam("label")),
            number(context.queryParam("prediction")),
            limit));
  }

  /// `GET /api/runs/{id}/pictures/{example}`
  void picture(Context context) {
    int example =
        number(context.pathParam("example"))
            .orElseThrow(() -> new BadRequestResponse("expected the number of an example"));
    context.contentType("image/png").result(mistakes.picture(run(context), example));
  }

  /// `GET /api/runs/{id}/plane`
  void plane(Context context) {
    Answer.json(context, plane.of(run(context)));
  }

  /// `POST /api/runs/{id}/order`
  void order(Context context) {
    Run run = run(context);
    Order order = order(context.body());
    store.order(run.id(), order);
    Answer.json(context, Map.of("id", run.id(), "order", order.word()));
  }

  private static Order order(String body) {
    Object word = Json.object(body).get("order");
    for (Order order : Order.values()) {
      if (order.word().equals(word)) {
        return order;
      }
    }
    throw new BadRequestResponse("expected {\"order\": \"pause\"}, or go or stop");
  }

  /// The run that a path names, whole.
  Run run(Context context) {
    String id = context.pathParam("id");
    if (!id.matches(ID)) {
      throw new NotFoundResponse("no such run");
    }
    try {
      Run run = store.find(id);
      if (run.id().equals(id)) {
        return run;
      }
    } catch (RoteException _) {
      // None, or several begin so.
    }
    throw new NotFoundResponse("no such run");
  }

  static OptionalInt number(@Nullable String text) {
    if (text == null) {
      return OptionalInt.empty();
    }
    if (!text.matches("\\d{1,9}")) {
      throw new BadRequestResponse("expected a whole number");
    }
    return OptionalInt.of(Integer.parseInt(text));
  }
}
