package dev.rote.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {
  private static final String IMAGES = TinyData.TRAIN_IMAGES;

  private final TinyData data = new TinyData();
  private final byte[] images = data.content(IMAGES);
  private final Heard heard = new Heard();
  private final Path folder;
  private final DataServer server;

  FetchTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    server = new DataServer(data);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private DataStore store() {
    return new DataStore(data.catalog(new CatalogEntry.Web(server.base())), places(), heard);
  }

  private DataPlaces places() {
    return new DataPlaces(
        Optional.empty(), folder.resolve("cache"), folder.resolve("system"), Optional.empty());
  }

  private Path cached(String file) {
    return folder.resolve("cache/tiny").resolve(file);
  }

  @Test
  void open_notOnThisMachine_fetchesOnceAndReports() throws IOException {
    DataStore store = store();

    assertThat(store.open(DataSpec.named("tiny"), 0).train().size()).isEqualTo(30);
    assertThat(store.open(DataSpec.named("tiny"), 0).heldOut().size()).isEqualTo(10);

    assertFetched();
    assertThat(server.requests())
        .containsExactlyInAnyOrder(
            "/files/train-images-idx3-ubyte.gz",
            "/files/train-labels-idx1-ubyte.gz",
            "/files/t10k-images-idx3-ubyte.gz",
            "/files/t10k-labels-idx1-ubyte.gz");
    assertThat(heard.lines)
        .containsSubsequence(
            "started " + IMAGES + " from " + server.base() + IMAGES + ", " + images.length,
            "progressed " + IMAGES + ", " + images.length + " of " + images.length,
            "finished " + IMAGES);
  }

  @Test
  void fetch_mirror_replacesTheOfficialSite() throws IOException {
    CatalogEntry.Web unreachable = new CatalogEntry.Web(URI.create("https://unreachable.invalid/"));
    DataPlaces mirrored =
        new DataPlaces(
            Optional.empty(), folder.resolve("cache"), folder, Optional.of(server.base()));

    new DataStore(data.catalog(unreachable), mirrored, heard).fetch("tiny");

    assertFetched();
    assertThat(server.requests()).hasSize(4).allMatch(path -> path.startsWith("/files/tiny/"));
  }

  @Test
  void fetch_connectionBreaks_goesOnWhereItBroke() throws IOException {
    server.plan(IMAGES, DataServer.cutAfter(1000));

    store().fetch("tiny");

    assertFetched();
    assertThat(server.requests().subList(0, 2))
        .containsExactly("/files/" + IMAGES, "/files/" + IMAGES + " bytes=1000-");
  }

  @Test
  void fetch_connectionBreaksBeforeAnyByte_failsAndSaysSo() {
    server.plan(IMAGES, DataServer.cutAfter(0));
    assertFails("files/ (connection lost after 0 of " + images.length + " bytes: ");
  }

  @Test
  void fetch_partOfAnEarlierProcess_isCompleted() throws IOException {
    leavePart(Idx.cut(images, 700));

    store().fetch("tiny");

    assertFetched();
    assertThat(server.requests().getFirst()).isEqualTo("/files/" + IMAGES + " bytes=700-");
    assertThat(heard.lines)
        .contains("progressed " + IMAGES + ", " + images.length + " of " + images.length);
  }

  @Test
  void fetch_wholePartOfAnEarlierProcess_isVerifiedAndKept() throws IOException {
    leavePart(images);

    store().fetch("tiny");

    assertFetched();
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void fetch_serverIgnoresRange_startsAgain() throws IOException {
    leavePart(Idx.cut(images, 700));
    server.plan(IMAGES, DataServer::whole);

    store().fetch("tiny");

    assertFetched();
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void fetch_partLongerThanTheFile_startsAgain() throws IOException {
    leavePart(new byte[images.length + 100]);

    store().fetch("tiny");

    assertFetched();
    assertThat(server.requests().getFirst()).isEqualTo("/files/" + IMAGES);
  }

  @Test
  void fetch_rangeOfAnotherFile_startsAgain() throws IOException {
    leavePart(Idx.cut(images, 700));
    server.plan(
        IMAGES,
        (exchange, content) -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 700-998/999");
          exchange.sendResponseHeaders(206, 299);
          exchange.getResponseBody().write(content, 700, 299);
        });

    store().fetch("tiny");

    assertFetched();
    assertThat(server.requests().subList(0, 2))
        .containsExactly("/files/" + IMAGES + " bytes=700-", "/files/" + IMAGES);
  }

  @Test
  void fetch_rangeNotSatisfiable_startsAgain() throws IOException {
    leavePart(Idx.cut(images, 700));
    server.plan(IMAGES, DataServer.status(416));

    store().fetch("tiny");

    assertFetched();
  }

  @Test
  void fetch_partOfOtherContent_isDeletedAndTheNextFetchIsClean() throws IOException {
    leavePart(new byte[700]);

    assertFails(IMAGES + ": expected ", "with SHA-256", "; deleted)");
    assertThat(cached(IMAGES)).doesNotExist();
    assertThat(cached(IMAGES + ".part")).doesNotExist();

    store().fetch("tiny");
    assertFetched();
  }

  private void leavePart(byte[] content) throws IOException {
    Files.createDirectories(folder.resolve("cache/tiny"));
    Files.write(cached(IMAGES + ".part"), content);
  }

  @Test
  void fetch_wrongContentOfTheRightLength_failsAndKeepsNothing() {
    server.plan(IMAGES, DataServer.other(new byte[images.length]));

    assertFails(server.base() + " (" + IMAGES + ": expected ", ", found SHA-256 ");

    assertThat(cached(IMAGES)).doesNotExist();
    assertThat(cached(IMAGES + ".part")).doesNotExist();
  }

  @Test
  void fetch_moreThanWanted_stopsAndKeepsNothing() {
    server.plan(IMAGES, DataServer::endless);

    assertFails("(more than the " + (images.length + 2) + " bytes wanted)");

    assertThat(cached(IMAGES + ".part")).doesNotExist();
  }

  @Test
  void fetch_otherLengthAnnounced_failsBeforeReading() {
    server.plan(IMAGES, DataServer.other("<html>sign in</html>".getBytes(UTF_8)));
    assertFails("(a file of 20 bytes)");
    assertThat(heard.lines).noneMatch(line -> line.startsWith("progressed"));
  }

  @Test
  void fetch_repackedForm_isAsGood() throws IOException {
    byte[] repacked = TinyData.repacked(images);
    server.plan(IMAGES, DataServer.other(repacked));

    store().fetch("tiny");

    assertThat(cached(IMAGES)).hasBinaryContent(repacked);
    assertThat(store().open(DataSpec.named("tiny"), 0).train().size()).isEqualTo(30);
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void fetch_partOfTheRepackedForm_isCompleted() throws IOException {
    byte[] repacked = TinyData.repacked(images);
    leavePart(Idx.cut(repacked, images.length));
    server.plan(IMAGES, (exchange, _) -> DataServer.well(exchange, repacked));

    store().fetch("tiny");

    assertThat(cached(IMAGES)).hasBinaryContent(repacked);
    assertThat(server.requests().getFirst())
        .isEqualTo("/files/" + IMAGES + " bytes=" + images.length + "-");
  }

  @Test
  void fetch_notFound_saysTheStatus() {
    server.plan(IMAGES, DataServer.status(404));
    assertFails(server.base() + " (HTTP status 404)");
  }

  @Test
  void fetch_redirectOnThisMachine_isFollowed() throws IOException {
    server.plan(IMAGES, DataServer.redirect("/elsewhere/" + IMAGES));

    store().fetch("tiny");

    assertFetched();
    assertThat(server.requests().get(1)).isEqualTo("/elsewhere/" + IMAGES);
  }

  @Test
  void fetch_redirectToPlainHttpElsewhere_isRefused() {
    server.plan(IMAGES, DataServer.redirect("http://data.invalid/" + IMAGES));
    assertFails("(redirect to http://data.invalid/" + IMAGES + " refused, since it is not https)");
  }

  @Test
  void fetch_redirectToNoAddress_saysSo() {
    server.plan(IMAGES, DataServer.redirect("http://[nowhere"));
    assertFails("(redirect to no address: http://[nowhere)");
  }

  @Test
  void fetch_redirectInACircle_ends() {
    DataServer.Answer circle = DataServer.redirect("/files/" + IMAGES);
    server.plan(IMAGES, circle, circle, circle, circle, circle, circle, circle);
    assertFails("(more than 5 redirects)");
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void fetch_firstOriginFails_takesTheSecondAndKeepsWhatThereIs() throws IOException {
    server.plan("t10k-labels-idx1-ubyte.gz", DataServer.status(503));
    CatalogEntry.Web first = new CatalogEntry.Web(server.base());
    CatalogEntry.Web second = new CatalogEntry.Web(server.base().resolve("/second/"));

    new DataStore(data.catalog(first, second), places(), heard).fetch("tiny");

    assertFetched();
    assertThat(server.requests()).hasSize(5);
    assertThat(server.requests().getLast()).isEqualTo("/second/t10k-labels-idx1-ubyte.gz");
    assertThat(heard.lines).contains("passed over " + server.base() + ": HTTP status 503");
  }

  @Test
  void open_damagedFileInTheCache_isFetchedAnew() throws IOException {
    store().fetch("tiny");
    TinyData.damage(cached(IMAGES));

    assertThat(store().open(DataSpec.named("tiny"), 0).train().size()).isEqualTo(30);

    assertFetched();
    assertThat(server.requests()).hasSize(5);
    assertThat(heard.lines).anyMatch(line -> line.startsWith("passed over " + cached(IMAGES)));
  }

  @Test
  void fetch_anotherThreadFetches_isRefused() throws IOException {
    Files.createDirectories(folder.resolve("cache/tiny"));
    try (FileChannel file =
            FileChannel.open(cached(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = file.lock()) {
      assertThatThrownBy(() -> store().fetch("tiny"))
          .isInstanceOf(RoteException.class)
          .hasMessageContaining("fetch tiny: expected one fetch of it at a time");
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void fetch_cacheThatCannotBeMade_saysWhatToDo() throws IOException {
    Files.writeString(folder.resolve("cache"), "a file");

    assertThatThrownBy(() -> store().fetch("tiny"))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("write to the cache " + folder.resolve("cache/tiny"))
        .hasMessageContaining("set XDG_CACHE_HOME to a folder you may write to");
  }

  private void assertFetched() throws IOException {
    for (CatalogFile file : data.catalog().entries().getFirst().files()) {
      assertThat(cached(file.name())).hasBinaryContent(data.content(file.name()));
    }
    try (Stream<Path> files = Files.list(folder.resolve("cache/tiny"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
  }

  private void assertFails(String... words) {
    assertThatThrownBy(() -> store().fetch("tiny"))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("find data set tiny: expected its 4 files")
        .hasMessageContainingAll(words);
  }
}
