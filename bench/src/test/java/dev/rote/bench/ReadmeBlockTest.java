package dev.rote.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeBlockTest {

  @Test
  void readme_showsTheTableOfTheKeptResults() throws Exception {
    String readme = Files.readString(Path.of("../README.md"));
    String kept = Files.readString(Path.of("results/race.md"));
    String block =
        readme.substring(
            readme.indexOf(ReadmeBlock.BEGIN) + ReadmeBlock.BEGIN.length(),
            readme.indexOf(ReadmeBlock.END));
    assertThat(block).contains("| network | batch | dense roofline |");
    assertThat(kept).contains(block.substring(block.indexOf("| network |")));
  }

  @Test
  void replaced_leavesTheRestAlone() {
    String text = "a\n" + ReadmeBlock.BEGIN + "old\n" + ReadmeBlock.END + "b\n";
    assertThat(ReadmeBlock.replaced(text, "new\n"))
        .isEqualTo("a\n" + ReadmeBlock.BEGIN + "new\n" + ReadmeBlock.END + "b\n");
  }

  @Test
  void replaced_withoutTheComments_isRefused() {
    assertThatThrownBy(() -> ReadmeBlock.replaced("a\n", "new\n"))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("put them in");
  }
}
