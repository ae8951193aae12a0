package dev.rote.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.DataStore;
import dev.rote.data.FetchListener;
import dev.rote.runs.Json;
import dev.rote.store.Order;
import dev.rote.store.RunWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the server answers, and streams.
@Timeout(60)
class PageTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void runs_showWhatTheStoreHas_seedsInOneGroup() {
    try (Stage stage = Stage.in(folder)) {
      var _ = stage.run("one", 3, "seed=1");
      var _ = stage.run("two", 3, "seed=2");
      var _ = stage.run("other", 3, "optimizer.rate=0.5");
      String runs = stage.get("/api/runs");
      assertThat(runs).contains("\"name\":\"one\"", "\"order\":\"go\"", "\"status\":\"running\"");
      assertThat(runs.split("\"group\":\"").length - 1).isEqualTo(3);
      assertThat(Pattern.compile("\"group\":\"(\\w+)\"").matcher(runs).results())
          .extracting(match -> match.group(1))
          .satisfies(groups -> assertThat(groups.stream().distinct()).hasSize(2));
      assertThat(stage.get("/api/runs?limit=1")).contains("other").doesNotContain("\"one\"");
    }
  }

  @Test
  void order_posted_reachesTheStore() {
    try (Stage stage = Stage.in(folder)) {
      RunWriter run = stage.run("one", 1);
      String path = "/api/runs/" + run.id() + "/order";
      assertThat(stage.send(stage.change(path, "{\"order\":\"pause\"}")).statusCode())
          .isEqualTo(200);
      assertThat(run.order()).isEqualTo(Order.PAUSE);
      assertThat(stage.send(stage.change(path, "{\"order\":\"rm\"}")).statusCode()).isEqualTo(400);
      run.write(Stage.finished());
      HttpResponse<String> late = stage.send(stage.change(path, "{\"order\":\"stop\"}"));
      assertThat(late.statusCode()).isEqualTo(409);
      assertThat(late.body()).contains("one that is finished");
    }
  }

  @Test
  void play_takesOnlyWhatThePageOffers() {
    try (Stage stage = Stage.in(folder)) {
      String good =
          "{\"data\":\"moons\",\"activation\":\"tanh\",\"rate\":0.1,\"noise\":0.5,"
              + "\"examples\":100,\"epochs\":5}";
      assertThat(stage.send(stage.change("/api/play", good)).statusCode()).isEqualTo(200);
      assertThat(stage.asked()).hasSize(1);
      assertThat(stage.asked().getFirst()).contains("optimizer.rate=0.1", "data.noise.share=0.5");
      for (String bad :
          new String[] {
            good.replace("tanh", "tanh --out /"),
            good.replace("moons", "../moons"),
            good.replace("0.1", "1e400"),
            good.replace("100", "\"100\""),
            good.replace("0.5", "-1"),
            "[]",
            "{",
            ""
          }) {
        assertThat(stage.send(stage.change("/api/play", bad)).statusCode()).as(bad).isEqualTo(409);
      }
      assertThat(stage.asked()).hasSize(1);
    }
  }

  @Test
  void plane_ofARunOnPoints_hasTheModelsSharesAndThePoints() {
    try (Stage stage = Stage.in(folder)) {
      String other = stage.run("pictures", 1).id();
      assertThat(stage.send(stage.request("/api/runs/" + other + "/plane")).statusCode())
          .isEqualTo(404);
      String id = stage.train("data.name=xor", "data.limit=100", "data.noise.share=0.1");
      Map<String, Object> plane = Json.object(stage.get("/api/runs/" + id + "/plane"));
      assertThat(plane).containsEntry("epoch", 60).containsEntry("classes", List.of("A", "B"));
      int side = (Integer) Objects.requireNonNull(plane.get("side"));
      List<?> shares = (List<?>) Objects.requireNonNull(plane.get("shares"));
      assertThat(shares).hasSize(side * side);
      // Low left and high right are A, low right and high left are B.
      assertThat((Double) shares.getFirst()).isLessThan(0.2);
      assertThat((Double) shares.getLast()).isLessThan(0.2);
      assertThat((Double) shares.get(side - 1)).isGreaterThan(0.8);
      List<?> points = (List<?>) Objects.requireNonNull(plane.get("points"));
      long wrong = points.stream().filter(point -> isWrong((Map<?, ?>) point)).count();
      assertThat(points).hasSize(100);
      assertThat(wrong).isBetween(1L, 30L);
    }
  }

  /// Whether its label is not that of its quarter.
  private static boolean isWrong(Map<?, ?> point) {
    double x = ((Number) Objects.requireNonNull(point.get("x"))).doubleValue();
    double y = ((Number) Objects.requireNonNull(point.get("y"))).doubleValue();
    return !Integer.valueOf(x * y > 0 ? 0 : 1).equals(point.get("label"));
  }

  @Test
  void stream_takenUpAgain_tellsWhatHappenedMeanwhile() throws IOException, InterruptedException {
    try (Stage stage = Stage.in(folder)) {
      RunWriter first = stage.run("first", 1);
      String seen = event(stage, "0", "first");
      String id = seen.substring(seen.indexOf("id: ") + 4, seen.indexOf('\n'));
      RunWriter second = stage.run("second", 1);
      second.write(Stage.epoch(2));
      assertThat(event(stage, id, "second")).contains(second.id()).doesNotContain(first.id());
      second.write(Stage.finished());
      stage.store().delete(second.id());
      assertThat(event(stage, id, "removed")).contains(second.id());
    }
  }

  /// The first event of runs after one that was seen.
  private static String event(Stage stage, String last, String text)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        stage
            .client()
            .send(
                stage.request("/api/events").header("Last-Event-ID", last).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      StringBuilder event = new StringBuilder();
      while (true) {
        String line = in.readLine();
        assertThat(line).isNotNull();
        if (!line.isEmpty()) {
          event.append(line).append('\n');
        } else if (event.toString().contains("event: runs") && event.toString().contains(text)) {
          return event.toString();
        } else {
          event.setLength(0);
        }
      }
    }
  }

  @Test
  void pages_closed_freeThePort() {
    Stage stage = Stage.in(folder);
    int port = stage.uri("/").getPort();
    stage.close();
    try (LivePage again =
        LivePage.open(
            stage.store().address(),
            port,
            DataStore.standard(Optional.empty(), FetchListener.SILENT),
            Optional.empty())) {
      assertThat(again.url()).contains(":" + port + "/");
    }
  }
}
