package dev.rote.live;

import dev.rote.runs.Json;
import dev.rote.store.Changes;
import dev.rote.store.Run;
import dev.rote.store.RunQuery;
import dev.rote.store.RunStatus;
import dev.rote.store.RunStore;
import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The stream of what moves in the store, as server-sent events.
///
/// An event's id is the store's change number, so a browser that lost its line names the last one
/// it saw and gets all that came after it. Each stream reads the store for itself, from where its
/// browser stands: a slow one gets more in one event, and nobody waits for it.
///
/// Each stream is served by a thread of its own.
final class Feed implements AutoCloseable {
  private static final int MOST_STREAMS = 64;
  private static final long BETWEEN_MILLIS = 400;
  private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final RunStore store;
  private final Rows rows;
  private final Semaphore places = new Semaphore(MOST_STREAMS);
  private volatile boolean closed;

  Feed(RunStore store) {
    this.store = store;
    rows = new Rows(store);
  }

  Rows rows() {
    return rows;
  }

  /// Sends events until the browser goes away.
  void stream(Context context) throws IOException, InterruptedException {
    if (!places.tryAcquire()) {
      throw new ServiceUnavailableResponse("too many pages are open; close some");
    }
    try {
      context.res().setContentType("text/event-stream; charset=utf-8");
      send(context.res().getOutputStream(), since(context));
    } finally {
      places.release();
    }
  }

  private static long since(Context context) {
    String last = context.header("Last-Event-ID");
    return number(last == null ? context.queryParam("since") : last);
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : Changes.BEGINNING;
  }

  private void send(OutputStream out, long since) throws IOException, InterruptedException {
    long cursor = since;
    long alive = System.nanoTime() - ALIVE_NANOS;
    while (!closed) {
      Changes changes = store.changesSince(cursor);
      if (changes.cursor() != cursor) {
        cursor = changes.cursor();
        event(out, "id: " + cursor + "\nevent: runs\n", moved(changes));
      }
      if (System.nanoTime() - alive >= ALIVE_NANOS) {
        alive = System.nanoTime();
        event(out, "event: alive\n", running());
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
    }
  }

  private Map<String, Object> moved(Changes changes) {
    return Map.of("runs", rows.of(changes.touched()), "removed", changes.removed());
  }

  /// Names of the runs that are under way: a lost one tells nobody.
  private List<String> running() {
    return store.list(RunQuery.all().status(RunStatus.RUNNING)).stream().map(Run::id).toList();
  }

  private static void event(OutputStream out, String head, Object data) throws IOException {
    out.write((head + "data: " + Json.line(data) + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    closed = true;
  }
}
