package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.runs.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `rote runs list` on three runs: good, with momentum; slow, with a tag; and bad, which diverges.
class RunsListTest {
  @TempDir private Path folder = Path.of("");
  private KeptRuns kept = new KeptRuns(Path.of(""), Path.of(""));

  @BeforeEach
  void trainThree() throws IOException {
    kept = KeptRuns.in(folder);
    kept.train("good", "epochs=2");
    kept.train("slow", "optimizer.rate=0.0001", "epochs=1");
    kept.train("bad", "optimizer.rate=1e30");
    kept.session("runs", "tag", kept.id("slow"), "paper", "two words");
  }

  private Session list(String... words) {
    return kept.session(
        Stream.concat(Stream.of("runs", "list"), Stream.of(words)).toArray(String[]::new));
  }

  /// The names in the order of the table.
  private List<String> names(String... words) {
    Session session =
        list(
            Stream.concat(Stream.of(words), Stream.of("--columns", "name")).toArray(String[]::new));
    assertThat(session.code()).as(session.err()).isZero();
    return session.lines().stream().skip(1).toList();
  }

  @Test
  void plain_isATableWithTheLatestFirst() {
    Session session = list();
    assertThat(session.err()).isEmpty();
    assertThat(session.lines()).hasSize(4);
    assertThat(session.lines().getFirst().split(" +"))
        .containsExactly("run", "name", "status", "epoch", "accuracy", "loss", "age", "tags");
    assertThat(session.lines().get(1)).contains(kept.id("bad"), "diverged", "0/3", "–");
    assertThat(session.lines().get(2)).contains(kept.id("slow"), "finished", "1/1", "two words");
    assertThat(session.lines().get(3)).matches(".*good +finished +2/2 +\\d+\\.\\d\\d % .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --status diverged                                  | bad
          --status finished,failed                           | slow good
          --status lost                                      |
          --tag paper                                        | slow
          --name GO                                          | good
          --since 1h                                         | bad slow good
          --since 2999-01-01                                 |
          --where optimizer.rate=0.0001                      | slow
          --where optimizer.rate=1e-4                        | slow
          --where optimizer.momentum=0.9 --where epochs<=2   | slow good
          --where heldout_accuracy>=0                        | slow good
          --where status!=diverged                           | slow good
          --where epoch>1                                    | good
          --sort created                                     | good slow bad
          --reverse                                          | good slow bad
          --sort name                                        | bad good slow
          --sort -name                                       | slow good bad
          --sort name --reverse                              | slow good bad
          --sort optimizer.rate                              | slow good bad
          --sort loss                                        | good slow bad
          --sort -heldout-loss                               | slow good bad
          --sort -held_out_accuracy                          | good slow bad
          --sort best_loss                                   | good slow bad
          --limit 2                                          | bad slow
          --sort loss --limit 1                              | good
          --limit all                                        | bad slow good
          """)
  void filterAndOrder_asAsked(String words, String names) {
    List<String> expected = names == null ? List.of() : List.of(names.split(" "));
    assertThat(names(words.strip().split(" "))).isEqualTo(expected);
  }

  @Test
  void columns_areThoseAskedForOrMore() {
    Session session = list("--columns", "id,optimizer.rate,best_loss,time,created,model");
    assertThat(session.lines().getFirst().split("  +"))
        .containsExactly("run", "optimizer.rate", "best loss", "time", "created", "model");
    assertThat(session.lines().get(3)).contains(kept.id("good"), "0.02");
    assertThat(list("--columns", "+seed").lines().getFirst().split(" +"))
        .containsExactly(
            "run", "name", "status", "epoch", "accuracy", "loss", "age", "tags", "seed");
  }

  private List<?> array(String... words) {
    String json = list(words).out();
    return (List<?>) Objects.requireNonNull(Json.object("{\"all\":" + json + "}").get("all"));
  }

  @Test
  void json_isOneArray() {
    assertThat(array("--json")).hasSize(3);
    assertThat(((Map<?, ?>) array("--json").get(1)).get("name")).isEqualTo("slow");
    assertThat(array("--json", "--columns", "id,seed,epoch", "--limit", "1"))
        .isEqualTo(List.of(Map.of("id", kept.id("bad"), "seed", "0")));
    assertThat(list("--json", "--tag", "none").out().strip()).isEqualTo("[]");
  }

  @Test
  void lostRun_isShownAsLost() throws Exception {
    kept.sql(
        "UPDATE runs SET status = 'running', heartbeat = '2026-01-01T00:00:00.000Z'"
            + " WHERE name = 'slow'");
    assertThat(list().lines().get(2)).contains(" lost ");
    assertThat(names("--status", "lost")).containsExactly("slow");
    assertThat(kept.session("runs", "show", kept.id("slow")).out()).contains("last heard of 2026-");
  }

  @Test
  void hostileNames_moveNoCursor() throws Exception {
    kept.sql("UPDATE runs SET name = char(27) || '[2Jx' WHERE name = 'slow'");
    kept.sql("UPDATE tags SET tag = char(155) || 'y' || char(10) || 'z' WHERE tag = 'paper'");
    for (String out :
        List.of(list().out(), kept.session("runs", "show", kept.all().get(1).id()).out())) {
      assertThat(out).doesNotContain("\u001b", "\u009b").contains("[2Jx");
    }
    assertThat(list().lines()).hasSize(4);
  }

  @Test
  void terminal_tableFits() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Output output = Output.terminal(out, out, Map.of("COLUMNS", "74", "NO_COLOR", "1"));
    Main.run(output, Interrupt.never(), "runs", "list", "--store", kept.file().toString());
    output.flush();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(4).allMatch(line -> line.length() <= 74);
    assertThat(lines.get(2)).contains(kept.id("slow"), "…");
  }

  @Test
  void terminal_manyRuns_showsTheFirstFiftyAndSaysSo() throws Exception {
    kept.sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
            + " INSERT INTO runs SELECT 'x' || i, name, status, status_at, recipe,"
            + " recipe_fingerprint, epochs, batch, seed, train_fingerprint, heldout_fingerprint,"
            + " labels, version, engine, warning, cpu, cores, system, java, git_commit, git_dirty,"
            + " folder, parent, model_sha256, created, started, finished, host, pid, heartbeat,"
            + " change FROM runs, n WHERE name = 'good'");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Output output = Output.terminal(out, out, Map.of());
    Main.run(output, Interrupt.never(), "runs", "list", "--store", kept.file().toString());
    output.flush();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(52)
        .last()
        .asString()
        .contains("the first 50", "--limit all");
    assertThat(list().lines()).hasSize(64);
  }

  @Test
  void nothingFits_isSaidInALine() {
    Session session = list("--tag", "nosuch");
    assertThat(session.code()).isZero();
    assertThat(session.out()).isEmpty();
    assertThat(session.err().strip())
        .isEqualTo("no run is like that; see all with: rote runs list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --columns id,acuracy      | did you mean "accuracy"?
          --columns optimizer.rat   | did you mean "optimizer.rate"?
          --columns qqqqqq          | see rote runs list --help
          --sort heldout_los        | did you mean "heldout_loss"?
          --where optimiser.rate=1  | did you mean "optimizer.rate"?
          --where fast              | a condition like optimizer.rate=0.05
          --status finishd          | did you mean "finished"?
          --since yesterday         | 7d, 12h, 30m
          --since 2026-13-01        | 7d, 12h, 30m
          --limit 0                 | a limit of 1 or more
          --limit many              | a limit of 1 or more
          """)
  void wrongWord_isOneLine(String words, String help) {
    Session session = list(words.strip().split(" "));
    assertThat(session.code()).isEqualTo(1);
    assertThat(session.out()).isEmpty();
    assertThat(session.err().lines()).hasSize(1);
    assertThat(session.err()).startsWith("rote: list runs: expected ").contains(help);
  }

  @ParameterizedTest
  @CsvSource({"list", "show x", "tag x y", "rm x", "export x --format csv --out /nosuch/x"})
  void stores_thatAreNone_areOneLine(String words) throws IOException {
    Path missing = folder.resolve("missing.db");
    requireOneLine(words, missing.toString(), "expected a run store, found no such file");
    assertThat(missing).doesNotExist();
    Path text = Files.writeString(folder.resolve("text.db"), "no store\n".repeat(1000));
    requireOneLine(words, text.toString(), "expected a run store of Rote");
    requireOneLine(words, folder.toString(), "run store " + folder);
    requireOneLine(words, "none", "expected a file or a database");
    requireOneLine(words, "http://x", "expected a file, postgresql://HOST/DATABASE or none");
    requireOneLine(words, "postgresql://me:secret@localhost:1/x", "run store postgresql://me@");
  }

  private static void requireOneLine(String words, String store, String expected) {
    List<String> all =
        Stream.concat(
                Stream.of("runs"),
                Stream.concat(Stream.of(words.split(" ")), Stream.of("--store", store)))
            .toList();
    Session session = Session.of(all);
    assertThat(session.code()).isEqualTo(1);
    assertThat(session.out()).isEmpty();
    assertThat(session.err().lines()).as(session.err()).hasSize(1);
    assertThat(session.err()).startsWith("rote: ").contains(expected).doesNotContain("secret");
  }

  @Test
  void newerStore_isOneLine() throws Exception {
    kept.sql("PRAGMA user_version = 99");
    Session session = list();
    assertThat(session.code()).isEqualTo(1);
    assertThat(session.err().lines()).hasSize(1);
    assertThat(session.err()).contains("schema 99 of a newer Rote");
  }
}
