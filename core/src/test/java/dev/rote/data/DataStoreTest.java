package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataStoreTest {
  private final TinyData data = new TinyData();
  private final Heard heard = new Heard();
  private final Path folder;

  DataStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private DataStore store() {
    return store(Optional.of(folder.resolve("mine")));
  }

  private DataStore store(Optional<Path> mine) {
    DataPlaces places =
        new DataPlaces(mine, folder.resolve("cache"), folder.resolve("system"), Optional.empty());
    return new DataStore(data.catalog(), places, heard);
  }

  @Test
  void locate_filesInEveryPlace_takesFolderThenCacheThenSystem() throws IOException {
    Path plain = data.writeTo(folder.resolve("mine"));
    Path nested = data.writeTo(folder.resolve("mine/tiny"));
    Path cached = data.writeTo(folder.resolve("cache/tiny"));
    Path system = data.writeTo(folder.resolve("system/tiny"));

    assertThat(store().locate("tiny"))
        .contains(new DataStore.Located(DataStore.Place.FOLDER, nested));
    deleteFiles(nested);
    assertThat(store().locate("tiny"))
        .contains(new DataStore.Located(DataStore.Place.FOLDER, plain));
    assertThat(store(Optional.empty()).locate("tiny"))
        .contains(new DataStore.Located(DataStore.Place.CACHE, cached));
    deleteFiles(plain);
    assertThat(store().locate("tiny"))
        .contains(new DataStore.Located(DataStore.Place.CACHE, cached));
    deleteFiles(cached);
    assertThat(store().locate("tiny"))
        .contains(new DataStore.Located(DataStore.Place.SYSTEM, system));
    deleteFiles(system);
    assertThat(store().locate("tiny")).isEmpty();
    assertThat(heard.lines).isEmpty();
  }

  private void deleteFiles(Path place) throws IOException {
    for (CatalogFile file : data.catalog().entries().getFirst().files()) {
      Files.delete(place.resolve(file.name()));
    }
  }

  @Test
  void open_named_givesBothSplitsWithTheirClassNames() {
    data.writeTo(folder.resolve("system/tiny"));

    Split split = store().open(DataSpec.named("tiny"), 0);

    assertThat(split.train().name()).isEqualTo("tiny");
    assertThat(split.train().size()).isEqualTo(30);
    assertThat(split.heldOut().size()).isEqualTo(10);
    assertThat(split.train().shape()).isEqualTo(new PictureShape(9, 11));
    assertThat(split.heldOut().classNames()).containsExactly("ant", "bee", "cat");
    assertThat(split.heldOut().label(7)).isEqualTo(1);
  }

  @Test
  void open_limitsAndStandardPixels_scalesByTheLimitedTrainingSplit() {
    data.writeTo(folder.resolve("system/tiny"));
    DataSpec.Source tiny = new DataSpec.Named("tiny");

    Split split = store().open(new DataSpec(tiny, 5, 3, Pixels.STANDARD, new Labels.Given()), 0);

    Split whole = store().open(DataSpec.named("tiny"), 0);
    Dataset five = whole.train().first(5);
    Dataset three = whole.heldOut().first(3);
    assertThat(split.train().fingerprint())
        .isEqualTo(five.scaledLike(Pixels.STANDARD, five).fingerprint());
    assertThat(split.heldOut().fingerprint())
        .isEqualTo(three.scaledLike(Pixels.STANDARD, five).fingerprint())
        .isNotEqualTo(three.scaledLike(Pixels.STANDARD, whole.train()).fingerprint());
  }

  @Test
  void open_damagedFileInTheUsersFolder_saysWhichAndHow() {
    Path mine = data.writeTo(folder.resolve("mine"));
    data.writeTo(folder.resolve("system/tiny"));
    TinyData.damage(mine.resolve(TinyData.TRAIN_IMAGES));

    assertThatThrownBy(() -> store().open(DataSpec.named("tiny"), 0))
        .isInstanceOf(RoteException.class)
        .hasMessageMatching(
            "verify .*mine/train-images-idx3-ubyte.gz: expected \\d+ bytes with SHA-256 "
                + "[0-9a-f]{8}…[0-9a-f]{8} or .*, found SHA-256 [0-9a-f]{8}…[0-9a-f]{8}; "
                + "copy the file anew, "
                + "or name another folder");
  }

  @Test
  void open_damagedInTheCacheAndSoundInTheSystem_givesTheSoundOnes() {
    Path cached = data.writeTo(folder.resolve("cache/tiny"));
    data.writeTo(folder.resolve("system/tiny"));
    String sound = store(Optional.empty()).open(DataSpec.named("tiny"), 0).train().fingerprint();
    TinyData.damage(cached.resolve(TinyData.TRAIN_IMAGES));

    Split split = store(Optional.empty()).openAhead(DataSpec.named("tiny"), 0).get();

    assertThat(split.train().fingerprint()).isEqualTo(sound);
    assertThat(heard.lines).singleElement().asString().startsWith("passed over " + cached);
  }

  @Test
  void expect_thenDamaged_isVerifiedAllTheSame() {
    Path mine = data.writeTo(folder.resolve("mine"));
    DataStore store = store();
    store.expect(new DataSpec.Named("tiny"));
    TinyData.damage(mine.resolve(TinyData.TRAIN_IMAGES));

    assertThatThrownBy(() -> store.open(DataSpec.named("tiny"), 0))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("found SHA-256");
  }

  @Test
  void expect_soundFiles_givesTheirSplitOnceAndThenWhatLiesThere() {
    Path mine = data.writeTo(folder.resolve("mine"));
    DataStore store = store();
    String sound = store.open(DataSpec.named("tiny"), 0).train().fingerprint();
    store.expect(new DataSpec.Named("tiny"));
    assertThat(store.open(DataSpec.named("tiny"), 0).train().fingerprint()).isEqualTo(sound);

    TinyData.damage(mine.resolve(TinyData.TRAIN_IMAGES));
    assertThatThrownBy(() -> store.open(DataSpec.named("tiny"), 0))
        .hasMessageContaining("found SHA-256");
  }

  @Test
  void expect_dataThatAreNowhere_fetchesAndSaysNothing() {
    store().expect(new DataSpec.Named("tiny"));
    assertThat(heard.lines).isEmpty();
  }

  @Test
  void openAhead_misspeltName_saysSoWhenTheDataAreAskedFor() {
    Supplier<Split> opened = store().openAhead(DataSpec.named("tinny"), 0);

    assertThatThrownBy(opened::get)
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("did you mean");
  }

  @Test
  void open_fileMissingFromTheUsersFolder_saysWhich() throws IOException {
    Path mine = data.writeTo(folder.resolve("mine/tiny"));
    Files.delete(mine.resolve("t10k-labels-idx1-ubyte.gz"));

    assertThatThrownBy(() -> store().open(DataSpec.named("tiny"), 0))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("verify " + mine.resolve("t10k-labels-idx1-ubyte.gz"))
        .hasMessageContaining("found no such file");
  }

  @Test
  void open_damagedAfterItWasOpened_isFoundTheNextTime() throws IOException {
    Path system = data.writeTo(folder.resolve("system/tiny"));
    DataStore store = store();
    store.open(DataSpec.named("tiny"), 0);
    Files.write(system.resolve(TinyData.TRAIN_IMAGES), new byte[5]);

    assertThatThrownBy(() -> store.open(DataSpec.named("tiny"), 0))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining(TinyData.TRAIN_IMAGES + " (expected ")
        .hasMessageContaining("found 5 bytes");
    assertThat(heard.lines)
        .singleElement()
        .asString()
        .startsWith("passed over " + system.resolve(TinyData.TRAIN_IMAGES) + ": expected ")
        .endsWith("found 5 bytes");
  }

  @Test
  void open_nowhereToBeHad_namesEveryPlaceAndWhatToDo() {
    assertThatThrownBy(() -> store().open(DataSpec.named("tiny"), 0))
        .isInstanceOf(RoteException.class)
        .hasMessage(
            ("find data set tiny: expected its 4 files, found them in no place tried: "
                    + "ROOT/mine (none of its files), ROOT/cache/tiny (none of its files), "
                    + "ROOT/system/tiny (none of its files); "
                    + "copy train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, "
                    + "t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz into ROOT/cache/tiny")
                .replace("ROOT", folder.toString()));
  }

  @Test
  void open_misspeltName_saysWhatWasMeant() {
    assertThatThrownBy(() -> store().open(DataSpec.named("tinny"), 0))
        .isInstanceOf(RoteException.class)
        .hasMessage("data set: expected one of tiny, found tinny; did you mean \"tiny\"?");
  }

  @Test
  void open_pathAsName_isAnUnknownName() {
    assertThatThrownBy(() -> store().locate("../system/tiny"))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("found ../system/tiny; use one of tiny");
  }
}
