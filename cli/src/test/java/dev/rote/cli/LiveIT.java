package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `rote live` as a user has it: runs that train in other processes, watched in a real browser.
/// What the visit does stands in `web/test/visit.mjs`; its pictures stay in `target/live`. Where
/// there is no chromium the build leaves this class out.
@Tag("browser")
@Timeout(180)
class LiveIT {
  private static final Path APP = Path.of("target/app").toAbsolutePath();
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path VISIT = Path.of("../web/test/visit.mjs");

  @TempDir private Path folder = Path.of("");

  @Test
  void page_visitedWhileARunTrains_showsAndSteersIt() throws IOException, InterruptedException {
    KeptRuns kept = KeptRuns.in(folder);
    kept.train("done-a", "optimizer.rate=0.02");
    kept.train("done-b", "optimizer.rate=0.05");
    kept.train("<script>window.hurt=1</script>", "epochs=1");
    Path audit = folder.resolve("audited");
    kept.session("audit", kept.recipe().toString(), "--depth", "quick", "--out", audit.toString());
    Path printed = folder.resolve("live.txt");
    Process live = start(printed, "live", "--no-browser", "--store", kept.file().toString());
    Process going =
        start(
            folder.resolve("going.txt"),
            "train",
            kept.recipe().toString(),
            "name=going",
            "epochs=100000",
            "-q",
            "--out",
            folder.resolve("going").toString(),
            "--store",
            kept.file().toString());
    try {
      assertThat(Path.of("../web/node_modules"))
          .as("Node 20 or newer with npm, which the page is built with")
          .isDirectory();
      List<String> visit = new ArrayList<>(List.of("node", VISIT.toString(), url(live, printed)));
      visit.addAll(List.of(Path.of("target/live").toString(), BROWSER.toString()));
      Path told = folder.resolve("visit.txt");
      Process browser =
          new ProcessBuilder(visit).redirectErrorStream(true).redirectOutput(told.toFile()).start();
      assertThat(browser.waitFor(150, TimeUnit.SECONDS)).isTrue();
      assertThat(browser.exitValue()).as(Files.readString(told)).isZero();
      assertThat(Files.readAllLines(audit.resolve("corrections.csv")))
          .hasSize(3)
          .startsWith("index,given_label,corrected_label")
          .anyMatch(row -> row.endsWith(","));
      assertThat(going.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(going.exitValue()).isEqualTo(130);
    } finally {
      going.destroy();
      live.destroy();
      assertThat(live.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Process start(Path output, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=org.xerial.sqlitejdbc",
                "--module-path",
                APP.toString(),
                "-m",
                "dev.rote.cli/dev.rote.cli.Main"));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static String url(Process live, Path printed) throws IOException, InterruptedException {
    while (true) {
      String text = Files.readString(printed, StandardCharsets.UTF_8);
      assertThat(live.isAlive()).as(text).isTrue();
      if (text.contains("page ") && text.endsWith("\n")) {
        return text.replaceAll("(?s).*page +(\\S+)\\n.*", "$1");
      }
      Thread.sleep(50);
    }
  }
}
