package dev.rote.live;

import dev.rote.fault.RoteException;
import dev.rote.runs.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.NotFoundResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every address the server knows. There is no other way to add one, so the test that walks this
/// list has walked them all.
final class Routes {
  private final WebFiles files;
  private final Door door;
  private final RunApi runs;
  private final ReviewApi reviews;
  private final Feed feed;
  private final Optional<Playground> playground;

  Routes(
      WebFiles files,
      Door door,
      RunApi runs,
      ReviewApi reviews,
      Feed feed,
      Optional<Playground> playground) {
    this.files = files;
    this.door = door;
    this.runs = runs;
    this.reviews = reviews;
    this.feed = feed;
    this.playground = playground;
  }

  /// @param changes whether it is a POST, which changes something
  record Route(boolean changes, String path, Handler handler) {
    void add(RoutesConfig routes) {
      var _ = changes ? routes.post(path, handler) : routes.get(path, handler);
    }
  }

  List<Route> all() {
    return List.of(
        new Route(false, "/", this::page),
        new Route(false, "/assets/{name}", this::asset),
        new Route(false, "/api/runs", runs::list),
        new Route(false, "/api/runs/{id}", runs::show),
        new Route(false, "/api/runs/{id}/confusion", runs::confusion),
        new Route(false, "/api/runs/{id}/examples", runs::examples),
        new Route(false, "/api/runs/{id}/pictures/{example}", runs::picture),
        new Route(false, "/api/runs/{id}/plane", runs::plane),
        new Route(true, "/api/runs/{id}/order", runs::order),
        new Route(false, "/api/audits", reviews::list),
        new Route(false, "/api/audits/{id}", reviews::show),
        new Route(false, "/api/audits/{id}/pictures/{example}", reviews::picture),
        new Route(false, "/api/audits/{id}/corrections.csv", reviews::corrections),
        new Route(true, "/api/audits/{id}/labels", reviews::label),
        new Route(false, "/api/events", feed::stream),
        new Route(true, "/api/play", this::play));
  }

  /// No redirect takes the token out of the address, the page does: a browser that was sent here by
  /// another program would not send the new cookie along with it.
  private void page(Context context) {
    String html = new String(content(WebFiles.PAGE), StandardCharsets.UTF_8);
    context
        .contentType(WebFiles.type(WebFiles.PAGE))
        .result(
            html.replace("%TOKEN%", door.token())
                .replace("%PLAY%", playground.isPresent() ? "yes" : "no"));
  }

  private void asset(Context context) {
    String name = context.pathParam("name");
    context.contentType(WebFiles.type(name)).result(content(name));
  }

  private byte[] content(String name) {
    return files.content(name).orElseThrow(() -> new NotFoundResponse("no such file"));
  }

  private void play(Context context) {
    Playground present =
        playground.orElseThrow(
            () -> new RoteException("play", "a playground", "none", "start rote live"));
    Choice choice = Choice.of(Json.object(context.body()));
    present.train(choice.keys());
    Answer.json(context, Map.of("keys", choice.keys()));
  }
}
