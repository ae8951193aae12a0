package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {

  @Test
  void standard_everyEntry_isWhole() {
    List<CatalogEntry> entries = Catalog.standard().entries();

    assertThat(entries).extracting(CatalogEntry::name).containsExactly("fashion-mnist", "mnist");
    assertThat(entries)
        .allSatisfy(
            entry -> {
              assertThat(entry.classNames()).hasSize(10).doesNotHaveDuplicates();
              assertThat(forms(entry)).allMatch(form -> form.sha256().matches("[0-9a-f]{64}"));
              assertThat(entry.origins()).isNotEmpty();
              assertThat(entry.about().licence()).isNotBlank();
            });
    assertThat(entries.stream().flatMap(entry -> forms(entry).stream())).doesNotHaveDuplicates();
    assertThat(Catalog.standard().named("fashion-mnist").size()).isEqualTo(30_878_645);
    assertThat(Catalog.standard().named("mnist").size()).isEqualTo(11_594_722);
  }

  private static List<CatalogFile.Form> forms(CatalogEntry entry) {
    return entry.files().stream().flatMap(file -> file.forms().stream()).toList();
  }

  @Test
  void named_misspelt_saysWhatWasMeant() {
    assertThatThrownBy(() -> Catalog.standard().named("fashion_mnist"))
        .isInstanceOf(RoteException.class)
        .hasMessage(
            "data set: expected one of fashion-mnist, mnist, found fashion_mnist; "
                + "did you mean \"fashion-mnist\"?");
  }

  @Test
  void named_nothingLikeIt_guessesNothing() {
    assertThatThrownBy(() -> Catalog.standard().named("imagenet"))
        .isInstanceOf(RoteException.class)
        .hasMessageEndingWith("found imagenet; use one of fashion-mnist, mnist");
  }

  @Test
  void entry_nameThatIsAPath_isRefused() {
    CatalogEntry tiny = new TinyData().catalog().entries().getFirst();
    assertThatThrownBy(
            () ->
                new CatalogEntry(
                    "../up", tiny.about(), tiny.classNames(), tiny.files(), tiny.origins()))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("a name of a-z, 0-9 and hyphens, found ../up");
  }

  @Test
  void entry_roleWithoutFile_isRefused() {
    CatalogEntry tiny = new TinyData().catalog().entries().getFirst();
    assertThatThrownBy(
            () ->
                new CatalogEntry(
                    "less",
                    tiny.about(),
                    tiny.classNames(),
                    tiny.files().subList(0, 3),
                    tiny.origins()))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("catalog: less: expected a file for each role");
  }

  @Test
  void web_plainHttp_isAllowedOnThisMachineOnly() {
    for (String safe :
        List.of(
            "https://a.example/",
            "http://127.0.0.1:80/",
            "http://127.9.9.9/",
            "http://[::1]/",
            "http://localhost/")) {
      assertThat(new CatalogEntry.Web(URI.create(safe)).base()).hasToString(safe);
    }
    for (String unsafe :
        List.of(
            "http://a.example/",
            "http://127.0.0.1.a.example/",
            "http://10.0.0.1/",
            "http://[::2]/",
            "ftp://127.0.0.1/",
            "file:///etc/",
            "https:/a")) {
      assertThatThrownBy(() -> new CatalogEntry.Web(URI.create(unsafe)))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining(
              "expected an https address, or http on this machine, found " + unsafe);
    }
  }

  @Test
  void redirect_fromHttpsToHttp_isNeverFollowed() {
    URI secure = URI.create("https://a.example/x");
    URI local = URI.create("http://127.0.0.1/x");
    assertThat(WebAddress.mayLead(secure, URI.create("https://b.example/y"))).isTrue();
    assertThat(WebAddress.mayLead(secure, URI.create("http://a.example/x"))).isFalse();
    assertThat(WebAddress.mayLead(secure, local)).isFalse();
    assertThat(WebAddress.mayLead(local, local)).isTrue();
    assertThat(WebAddress.mayLead(local, secure)).isTrue();
  }
}
