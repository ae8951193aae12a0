package dev.rote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EntrantsTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  private final Entrants known = new Entrants(CHECKOUT, 2);

  private static List<String> rivals() throws Exception {
    try (Stream<Path> peers = Files.list(CHECKOUT.resolve("bench/peers"))) {
      return peers
          .filter(peer -> Files.exists(peer.resolve("pom.xml")))
          .map(peer -> peer.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /// bench/race builds a rival by its profile, and users learn its name from the page.
  @Test
  void rivals_eachHasAProfileAndALineInTheReadme() throws Exception {
    assertThat(rivals()).containsExactly("djl", "dl4j", "smile", "tensorflow");
    String pom = Files.readString(CHECKOUT.resolve("pom.xml"));
    String readme = Files.readString(CHECKOUT.resolve("bench/README.md"));
    for (String rival : rivals()) {
      assertThat(pom).contains("<id>peer." + rival + "</id>");
      assertThat(readme).contains("\n| `" + rival + "` | ");
    }
  }

  @Test
  void of_rival_hasItsFolderOnTheClassPath() throws Exception {
    for (String rival : rivals()) {
      List<String> command = known.of(rival).getFirst().command();
      assertThat(command).endsWith("dev.rote.bench.child.Child", rival);
      String path = command.get(command.indexOf("-cp") + 1);
      assertThat(path).endsWith("bench/peers/" + rival + "/target/app/*");
    }
    List<String> jvm = known.of("jvm").getFirst().command();
    assertThat(jvm.get(jvm.indexOf("-cp") + 1)).doesNotContain("bench/peers");
  }

  @Test
  void of_aSystemWithAVariableThatMayBeBetter_racesWithAndWithout() {
    assertThat(known.of("torch").stream().map(Entrant::setting))
        .containsExactly("1 thread", "2 threads", "2 threads, OPENBLAS_NUM_THREADS=1");
    assertThat(known.of("tensorflow").stream().map(Entrant::setting))
        .containsExactly("1 thread", "2 threads", "2 threads, TF_ENABLE_ONEDNN_OPTS=0");
    assertThat(new Entrants(CHECKOUT, 1).of("tensorflow")).hasSize(1);
  }
}
