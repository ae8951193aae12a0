package dev.rote.bench.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeProbeTest {

  /// Between what a core writes into a cache of its own at the least and a trip to another socket;
  /// nothing if another program has one of the cores.
  @Test
  void eachLine_isAnsweredWithNanosecondsUntilTheInputEnds() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        Path.of(ExchangeProbe.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    Process process =
        new ProcessBuilder(List.of(java, "-cp", classes, ExchangeProbe.class.getName())).start();
    process.getOutputStream().write("\n\n\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(text.lines()).hasSize(3);
    for (String line : text.lines().toList()) {
      assertThat(line).startsWith("exchange ");
      double nanos = Double.parseDouble(line.substring("exchange ".length()));
      assertThat(nanos).isGreaterThan(0.1).matches(n -> n < 1000 || Double.isInfinite(n));
    }
    assertThat(process.waitFor()).isZero();
  }
}
