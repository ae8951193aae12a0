package dev.rote.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static final List<String> KNOWN = List.of("momentum", "epochs", "batch", "seed");

  @Test
  void nearest_oneSlip_isFound() {
    assertThat(Spelling.nearest("momentm", KNOWN)).contains("momentum");
    assertThat(Spelling.nearest("epochss", KNOWN)).contains("epochs");
    assertThat(Spelling.nearest("bacth", KNOWN)).contains("batch");
    assertThat(Spelling.nearest("SEED", KNOWN)).contains("seed");
    assertThat(Spelling.nearest("sead", KNOWN)).contains("seed");
  }

  @Test
  void nearest_severalNear_isTheNearest() {
    assertThat(Spelling.nearest("sgd", List.of("sgdm", "sgd2", "sgd"))).contains("sgd");
  }

  @Test
  void nearest_nothingLikeIt_isEmpty() {
    assertThat(Spelling.nearest("learning_rate", KNOWN)).isEmpty();
    assertThat(Spelling.nearest("", KNOWN)).isEmpty();
    assertThat(Spelling.nearest("seed", List.of())).isEmpty();
  }
}
