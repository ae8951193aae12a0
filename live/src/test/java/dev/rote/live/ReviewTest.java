package dev.rote.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is said of an audit's labels, and what is not taken.
@Timeout(60)
class ReviewTest {
  @TempDir private Path folder = Path.of("");

  private static HttpResponse<String> say(Stage stage, String id, String body) {
    return stage.send(stage.change("/api/audits/" + id + "/labels", body));
  }

  @Test
  void label_listed_isInTheFileBeforeTheAnswer() throws IOException {
    try (Stage stage = Stage.in(folder)) {
      String id = stage.audit(folder);
      HttpResponse<String> answer = say(stage, id, "{\"index\": 3, \"corrected\": 1}");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(folder.resolve("corrections.csv"))
          .hasContent("index,given_label,corrected_label\n3,0,1\n");
      assertThat(say(stage, id, "{\"index\": 3, \"corrected\": null}").statusCode()).isEqualTo(200);
      assertThat(stage.get("/api/audits/" + id)).contains("\"said\":{\"3\":null}");
    }
  }

  /// Listed are labels to look at, so 4 is not; classes are 0 and 1.
  @Test
  void label_unlistedOrNoClass_isRefusedAndNothingKept() throws IOException {
    try (Stage stage = Stage.in(folder)) {
      String id = stage.audit(folder);
      for (String index : List.of("4", "-1", "8", "\"3\"", "3.5", "null")) {
        HttpResponse<String> answer =
            say(stage, id, "{\"index\": " + index + ", \"corrected\": 1}");
        assertThat(answer.statusCode()).as(index).isEqualTo(400);
        assertThat(answer.body()).as(index).contains("expected the index of a listed label");
      }
      for (String label : List.of("2", "-1", "1.5", "\"1\"", "true")) {
        HttpResponse<String> answer =
            say(stage, id, "{\"index\": 3, \"corrected\": " + label + "}");
        assertThat(answer.statusCode()).as(label).isEqualTo(400);
        assertThat(answer.body()).as(label).contains("a class or null");
      }
      assertThat(say(stage, id, "{\"index\": 3}").statusCode()).isEqualTo(400);
      assertThat(folder.resolve("corrections.csv")).doesNotExist();
    }
  }

  @Test
  void label_auditFilesChangedOrGone_isRefusedAndNothingKept() throws IOException {
    try (Stage stage = Stage.in(folder)) {
      String id = stage.audit(folder);
      Path scores = folder.resolve("scores.csv");
      String before = Files.readString(scores);
      Files.writeString(scores, before.replace("3,0", "3,1"));
      refused(stage, id);
      Files.delete(scores);
      refused(stage, id);
      // The same bytes, but by a link: the folder is another's word
      Files.createSymbolicLink(scores, Files.writeString(folder.resolve("elsewhere.csv"), before));
      refused(stage, id);
      assertThat(folder.resolve("corrections.csv")).doesNotExist();
    }
  }

  private static void refused(Stage stage, String id) {
    HttpResponse<String> answer = say(stage, id, "{\"index\": 3, \"corrected\": 1}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("the audit's files have changed since, or are gone");
    assertThat(stage.get("/api/audits")).contains("the audit's files have changed");
  }

  @Test
  void label_runThatIsNoAudit_is404() {
    try (Stage stage = Stage.in(folder)) {
      String id = stage.run("plain", 1).id();
      assertThat(say(stage, id, "{\"index\": 3, \"corrected\": 1}").statusCode()).isEqualTo(404);
    }
  }
}
