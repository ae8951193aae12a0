package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.sweep.Sweep;
import dev.rote.sweep.SweepFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guide to sweeps says what is so.
class SweepGuideTest {
  private static final Path ROOT = Path.of("..");

  @TempDir private Path folder = Path.of("");

  private static String guide() throws IOException {
    return Files.readString(ROOT.resolve("docs/guide/sweep.md"));
  }

  private List<Sweep> sweeps() throws IOException {
    Files.createDirectories(folder.resolve("recipes"));
    Files.copy(
        ROOT.resolve("recipes/fashion-adam.yaml"), folder.resolve("recipes/fashion-adam.yaml"));
    List<Sweep> sweeps = new ArrayList<>();
    for (MatchResult block :
        Pattern.compile("(?s)```yaml\n(.*?)```").matcher(guide()).results().toList()) {
      Path file = folder.resolve("rates.yaml");
      Files.writeString(file, block.group(1));
      sweeps.add(SweepFile.read(file));
    }
    return sweeps;
  }

  @Test
  void guide_files_areSweepsOfWhatTheTextSays() throws IOException {
    List<Sweep> sweeps = sweeps();
    assertThat(sweeps).hasSize(3);
    assertThat(sweeps.get(0).runs()).isEqualTo(12);
    assertThat(sweeps.get(1).points()).hasSize(30);
    assertThat(sweeps.get(2).plan())
        .containsExactly(new Sweep.Rung(1, 27), new Sweep.Rung(3, 9), new Sweep.Rung(9, 3));
  }

  @Test
  void guide_options_areThoseOfTheCommand() throws IOException {
    String help = Session.of("sweep", "--help").out();
    List<String> options =
        Pattern.compile("--[a-z-]+").matcher(guide()).results().map(MatchResult::group).toList();
    assertThat(options).isNotEmpty().allSatisfy(option -> assertThat(help).contains(option));
  }
}
