package dev.rote.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.DataStore;
import dev.rote.data.FetchListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every check, on every address the server knows.
@Timeout(60)
class DoorTest {
  @TempDir private Path folder = Path.of("");

  /// All there is: what the server adds, it adds from this list.
  private static List<Routes.Route> routes(Stage stage) {
    Feed feed = new Feed(stage.store());
    DataStore data = DataStore.standard(Optional.empty(), FetchListener.SILENT);
    RunApi runs = new RunApi(stage.store(), feed, data);
    ReviewApi reviews = new ReviewApi(stage.store(), runs, data);
    return new Routes(WebFiles.load(), Door.withNewToken(), runs, reviews, feed, Optional.empty())
        .all();
  }

  private static String path(Routes.Route route) {
    return route.path().replace("{id}", "20261123-1246-k3f9").replaceAll("\\{\\w+\\}", "1");
  }

  /// Bytes as no client would send them, and the answer's first line.
  private static String raw(Stage stage, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.uri("/").getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\r' && c >= 0; c = in.read()) {
        line.append((char) c);
      }
      return line.toString();
    }
  }

  /// A change whose body is only announced. The server refuses a long one without reading it and
  /// hangs up, so a client that is still sending it may meet a closed connection, not the answer.
  private static String announced(Stage stage, String path, int bytes) {
    int port = stage.uri("/").getPort();
    return """
        POST %s HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Cookie: rote-%d=%s\r
        X-Rote-Token: %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
        .formatted(path, port, port, stage.token(), stage.token(), bytes);
  }

  @Test
  void everyRoute_foreignHost_is403() throws IOException {
    try (Stage stage = Stage.in(folder)) {
      int port = stage.uri("/").getPort();
      for (Routes.Route route : routes(stage)) {
        for (String host : List.of("evil.example", "evil.example:" + port, "127.0.0.1:1")) {
          String request =
              "%s %s?token=%s HTTP/1.1\r\nHost: %s\r\nCookie: rote-%d=%s\r\nContent-Length: 0\r\n\r\n"
                  .formatted(
                      route.changes() ? "POST" : "GET",
                      path(route),
                      stage.token(),
                      host,
                      port,
                      stage.token());
          assertThat(raw(stage, request)).as(route.path() + " " + host).contains(" 403 ");
        }
      }
    }
  }

  @Test
  void everyRoute_foreignOrigin_is403() {
    try (Stage stage = Stage.in(folder)) {
      for (Routes.Route route : routes(stage)) {
        HttpRequest.Builder request =
            route.changes() ? stage.change(path(route), "{}") : stage.request(path(route));
        HttpResponse<String> answer = stage.send(request.header("Origin", "http://evil.example"));
        assertThat(answer.statusCode()).as(route.path()).isEqualTo(403);
      }
    }
  }

  @Test
  void everyRoute_withoutOrWithWrongToken_is401() {
    try (Stage stage = Stage.in(folder)) {
      for (Routes.Route route : routes(stage)) {
        for (String token : List.of("", "0".repeat(32), stage.token() + "0")) {
          HttpRequest.Builder request = HttpRequest.newBuilder(stage.uri(path(route)));
          if (!token.isEmpty()) {
            request.header("Cookie", "rote-" + stage.uri("/").getPort() + "=" + token);
          }
          if (route.changes()) {
            request
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .header("Content-Type", "application/json");
          }
          assertThat(stage.send(request).statusCode()).as(route.path()).isEqualTo(401);
        }
      }
    }
  }

  /// Only where one comes in: elsewhere a token in the address is in the history for nothing.
  @Test
  void token_inTheAddress_countsAtTheEntranceAlone() {
    try (Stage stage = Stage.in(folder)) {
      HttpResponse<String> entrance =
          stage.send(HttpRequest.newBuilder(URI.create(stage.page().url())));
      assertThat(entrance.statusCode()).isEqualTo(200);
      assertThat(entrance.headers().firstValue("Set-Cookie").orElse(""))
          .contains("HttpOnly", "SameSite=Strict", "Path=/");
      String api = "/api/runs?token=" + stage.token();
      assertThat(stage.send(HttpRequest.newBuilder(stage.uri(api))).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void everyChange_withoutHeaderOrJsonOrShortBody_isRefused() throws IOException {
    try (Stage stage = Stage.in(folder)) {
      List<Routes.Route> changing = routes(stage).stream().filter(Routes.Route::changes).toList();
      assertThat(changing).isNotEmpty();
      for (Routes.Route route : changing) {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{}");
        HttpRequest.Builder noHeader =
            stage.request(path(route)).header("Content-Type", "application/json").POST(body);
        assertThat(stage.send(noHeader).statusCode()).as(route.path()).isEqualTo(403);
        HttpRequest.Builder form =
            stage
                .request(path(route))
                .header("X-Rote-Token", stage.token())
                .header("Content-Type", "text/plain")
                .POST(body);
        assertThat(stage.send(form).statusCode()).as(route.path()).isEqualTo(415);
        assertThat(raw(stage, announced(stage, path(route), 70_000)))
            .as(route.path())
            .contains(" 413 ");
      }
    }
  }

  @Test
  void everyRoute_otherMethod_changesNothing() {
    try (Stage stage = Stage.in(folder)) {
      for (Routes.Route route : routes(stage)) {
        for (String method : List.of("PUT", "DELETE", "PATCH", route.changes() ? "GET" : "POST")) {
          HttpRequest.Builder request =
              stage
                  .change(path(route), "{}")
                  .method(method, HttpRequest.BodyPublishers.ofString("{}"));
          assertThat(stage.send(request).statusCode()).as(method + path(route)).isIn(404, 405);
        }
      }
    }
  }

  @Test
  void everyAnswer_hasThePolicy() {
    try (Stage stage = Stage.in(folder)) {
      for (Routes.Route route : routes(stage)) {
        if (route.path().equals("/api/events")) {
          continue; // Never ends; its headers are looked at in PageTest.
        }
        HttpRequest.Builder request =
            route.changes() ? stage.change(path(route), "{}") : stage.request(path(route));
        HttpResponse<String> answer = stage.send(request);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
            .as(route.path())
            .hasValueSatisfying(
                policy ->
                    assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.body()).doesNotContain("Exception", "at dev.rote", "java.");
      }
    }
  }

  @Test
  void ids_thatArePaths_areNoRuns() {
    try (Stage stage = Stage.in(folder)) {
      for (String id : List.of("..%2F..%2Fetc%2Fpasswd", "%2e%2e", "a%00b", "x'OR'1'='1", "%25")) {
        int status = stage.send(stage.request("/api/runs/" + id)).statusCode();
        assertThat(status).as(id).isIn(400, 404);
        assertThat(stage.send(stage.request("/assets/" + id)).statusCode()).isIn(400, 404);
      }
    }
  }

  /// As many as the system gives this process files for.
  @Test
  void halfOpenConnections_twoThousand_keepNobodyWaiting() throws IOException {
    List<Socket> open = new ArrayList<>();
    try (Stage stage = Stage.in(folder)) {
      var _ = stage.run("one", 3);
      for (int i = 0; i < 2000; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.uri("/").getPort());
        open.add(socket);
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: half".getBytes(StandardCharsets.US_ASCII));
      }
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        long began = System.nanoTime();
        assertThat(stage.get("/api/runs")).contains("one");
        best = Math.min(best, System.nanoTime() - began);
      }
      assertThat(best / 1e6).as("milliseconds").isLessThan(50);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }
}
