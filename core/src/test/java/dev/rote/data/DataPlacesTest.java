package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataPlacesTest {
  private static final Path HOME_CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "rote", "datasets");

  private static DataPlaces places(Map<String, String> environment) {
    return DataPlaces.of(Optional.empty(), environment);
  }

  @Test
  void of_emptyEnvironment_isTheHomeCacheAndTheSystemsFolder() {
    DataPlaces places = places(Map.of());

    assertThat(places.cache()).isEqualTo(HOME_CACHE);
    assertThat(places.system()).isEqualTo(Path.of("/usr/share/datasets"));
    assertThat(places.mirror()).isEmpty();
  }

  @Test
  void of_xdgCacheHome_isTakenIfAbsolute() {
    Path absolute = Path.of("caches").toAbsolutePath();

    assertThat(places(Map.of("XDG_CACHE_HOME", absolute.toString())).cache())
        .isEqualTo(absolute.resolve("rote/datasets"));
    assertThat(places(Map.of("XDG_CACHE_HOME", "relative")).cache()).isEqualTo(HOME_CACHE);
    assertThat(places(Map.of("XDG_CACHE_HOME", "")).cache()).isEqualTo(HOME_CACHE);
  }

  @Test
  void of_mirror_isAFolder() {
    assertThat(places(Map.of("ROTE_DATA_MIRROR", "https://a.example/data")).mirror())
        .contains(URI.create("https://a.example/data/"));
    assertThat(places(Map.of("ROTE_DATA_MIRROR", " ")).mirror()).isEmpty();
  }

  @Test
  void of_unsafeMirror_isRefused() {
    assertThatThrownBy(() -> places(Map.of("ROTE_DATA_MIRROR", "http://a.example/")))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("found http://a.example/; use https");
    assertThatThrownBy(() -> places(Map.of("ROTE_DATA_MIRROR", "not an address")))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("data mirror: expected a web address, found not an address");
  }
}
