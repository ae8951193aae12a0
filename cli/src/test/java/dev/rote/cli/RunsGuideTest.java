package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.runs.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/guide/runs.md: every command in it runs, and the JSON in it has the fields that come out.
class RunsGuideTest {
  private static final Path GUIDE = Path.of("../docs/guide/runs.md");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir private Path folder = Path.of("");
  private KeptRuns kept = new KeptRuns(Path.of(""), Path.of(""));

  @BeforeEach
  void trainTwo() throws IOException {
    kept = KeptRuns.in(folder);
    kept.train("fashion-a", "seed=0", "optimizer.rate=0.01");
    kept.train("fashion-b", "seed=1", "optimizer.rate=0.01");
    kept.session("runs", "tag", kept.id("fashion-a"), "paper");
  }

  /// A command of the guide on the runs of the test.
  private Session command(String line) {
    String real =
        line.replaceFirst("^ +\\./rote ", "")
            .replaceFirst(" +# .*", "")
            .replaceFirst(" > mine.yaml", "")
            .replace("20261123-1246-k3f9", kept.id("fashion-a"))
            .replace("20261123-1251-8t0m", kept.id("fashion-b"))
            .replaceAll("(--out )(\\S+)", "$1" + folder + "/$2")
            .replace("mine.yaml", folder.resolve("mine.yaml").toString());
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(real);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    if (words.getFirst().equals("train")) {
      words.addAll(List.of("--out", folder.resolve("out" + System.nanoTime()).toString()));
    }
    Session session = kept.session(words.toArray(String[]::new));
    assertThat(session.code()).as(line + session.err()).isZero();
    if (line.endsWith("> mine.yaml")) {
      write(folder.resolve("mine.yaml"), session.out());
    }
    return session;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void commands_inTheirOrder_allRun() throws IOException {
    List<String> commands =
        Files.readAllLines(GUIDE).stream().filter(line -> line.startsWith("    ./rote ")).toList();
    assertThat(commands).hasSizeGreaterThan(20);
    for (String line : commands) {
      // The first removal takes the run away that the second one would remove.
      if (!line.contains(" rm ") || line.endsWith("--files")) {
        Session session = command(line);
        assertThat(session.out()).as(line).isNotBlank();
      }
      if (line.endsWith("--files")) {
        kept.train("fashion-b", "seed=1", "optimizer.rate=0.01");
      }
    }
  }

  /// The JSON block of the guide that follows a line.
  private static Object shown(String after) throws IOException {
    String text = Files.readString(GUIDE);
    int begin = text.indexOf("```json", text.indexOf(after)) + "```json".length();
    return parse(text.substring(begin, text.indexOf("```", begin)));
  }

  private static Object parse(String json) {
    return Objects.requireNonNull(Json.object("{\"it\":" + json + "}").get("it"));
  }

  private static List<String> fields(Object value) {
    return value instanceof Map<?, ?> map
        ? new TreeSet<>(map.keySet().stream().map(Object::toString).toList()).stream().toList()
        : List.of();
  }

  /// Whatever the guide shows is there; fields in it are all there are, where it shows any.
  private static void requireSameForm(Object shown, Object real) {
    if (shown instanceof List<?> list && real instanceof List<?> actual && !list.isEmpty()) {
      requireSameForm(list.getFirst(), actual.getLast());
    } else if (shown instanceof Map<?, ?> map && real instanceof Map<?, ?> actual) {
      map.forEach(
          (key, value) -> {
            requireSameForm(value, Objects.requireNonNull(actual.get(key), "" + key));
          });
    } else {
      assertThat(real.getClass()).isEqualTo(shown.getClass());
    }
  }

  @Test
  void listJson_hasTheFieldsShown() throws IOException {
    Object shown = shown("./rote runs list --json");
    Object real = parse(command("    ./rote runs list --json").out());
    requireSameForm(shown, real);
    assertThat(fields(((List<?>) real).getFirst())).isEqualTo(fields(((List<?>) shown).getFirst()));
  }

  @Test
  void showJson_hasTheFieldsShown() throws IOException {
    Object shown = shown("shows recipe, surroundings");
    Map<?, ?> real =
        (Map<?, ?>) parse(command("    ./rote runs show 20261123-1246-k3f9 --json").out());
    requireSameForm(shown, real);
    List<String> all = new ArrayList<>(fields(shown));
    all.addAll(fields(((List<?>) shown("./rote runs list --json")).getFirst()));
    assertThat(fields(real)).isEqualTo(new TreeSet<>(all).stream().toList());
    assertThat(fields(Objects.requireNonNull(real.get("provenance"))))
        .isEqualTo(fields(Objects.requireNonNull(((Map<?, ?>) shown).get("provenance"))));
  }

  @Test
  void compareAndRepeatJson_haveTheFieldsShown() throws IOException {
    String compare = "    ./rote runs compare 20261123-1246-k3f9 20261123-1251-8t0m --json";
    String said = command(compare).out();
    Object compared =
        parse(
            said.replace(kept.id("fashion-a"), "20261123-1246-k3f9")
                .replace(kept.id("fashion-b"), "20261123-1251-8t0m"));
    Object shown = shown("stands for the same bits");
    requireSameForm(shown, compared);
    assertThat(fields(compared)).isEqualTo(fields(shown));
    String repeated =
        command("    ./rote train --from-run 20261123-1246-k3f9 --json").lines().getLast();
    Object last = shown("line is\n");
    requireSameForm(last, parse(repeated));
    assertThat(fields(parse(repeated))).isEqualTo(fields(last));
    assertThat(((Map<?, ?>) parse(repeated)).get("models_equal")).isEqualTo(true);
  }
}
