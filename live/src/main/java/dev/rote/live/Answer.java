package dev.rote.live;

import dev.rote.runs.Json;
import io.javalin.http.Context;
import java.util.Map;

/// What the server answers with.
final class Answer {
  private Answer() {}

  static void json(Context context, Object value) {
    context.contentType("application/json; charset=utf-8").result(Json.line(value));
  }

  /// One line: what was wrong.
  static void fault(Context context, int status, String text) {
    context.status(status);
    json(context, Map.of("error", text));
  }

  /// Nothing of that name.
  static void unknown(Context context) {
    String said = context.result();
    if (said == null || !said.startsWith("{\"error\"")) {
      fault(context, 404, "nothing of that name");
    }
  }
}
