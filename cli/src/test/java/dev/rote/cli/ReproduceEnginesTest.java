package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.engine.Engine;
import dev.rote.engine.Engines;
import dev.rote.fault.RoteException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReproduceEnginesTest {
  private static final List<Engine> ALONE = List.of(Engines.named("jvm"));

  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

  private ReproduceEngines choose(Optional<String> asked) {
    Output output = Output.piped(new ByteArrayOutputStream(), notes);
    return ReproduceEngines.of(asked, ALONE, output);
  }

  @Test
  void default_torchNotInstalled_saysSoInOneLineAndGoesOnWithoutIt() {
    ReproduceEngines engines = choose(Optional.empty());

    assertThat(engines.one()).containsExactly("jvm");
    assertThat(engines.two()).containsExactly("jvm");
    assertThat(
            notes.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("torch")))
        .containsExactly("question 2 runs on jvm alone: the engine torch is not installed");
  }

  @Test
  void engineNamed_isTheOneForBothQuestions() {
    ReproduceEngines engines = choose(Optional.of("jvm"));

    assertThat(engines.one()).containsExactly("jvm");
    assertThat(engines.two()).containsExactly("jvm");
    assertThat(notes.toString(StandardCharsets.UTF_8)).doesNotContain("torch");
  }

  @Test
  void engineUnknown_isRefusedWithThoseThatAreThere() {
    assertThatThrownBy(() -> choose(Optional.of("abacus")))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("\"abacus\"")
        .hasMessageContaining("jvm");
    assertThat(Session.of("reproduce", "--engine", "abacus").code()).isEqualTo(1);
  }
}
