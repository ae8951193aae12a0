package dev.rote.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.data.Catalog;
import dev.rote.data.DataPlaces;
import dev.rote.data.DataSpec;
import dev.rote.data.DataSpec.PictureFiles;
import dev.rote.data.DataStore;
import dev.rote.data.Dataset;
import dev.rote.data.FetchListener;
import dev.rote.data.Labels;
import dev.rote.data.PictureShape;
import dev.rote.data.Pixels;
import dev.rote.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionSampleTest {

  private static int[] labels(Dataset data, int count) {
    return IntStream.range(0, count).map(data::label).toArray();
  }

  @Test
  void split_always_isTheBeginningOfFashionMnist() {
    Split split = FashionSample.split();

    assertThat(split.train().size()).isEqualTo(800);
    assertThat(split.heldOut().size()).isEqualTo(200);
    assertThat(split.train().shape()).isEqualTo(new PictureShape(28, 28));
    assertThat(split.train().classNames())
        .hasSize(10)
        .startsWith("T-shirt/top")
        .endsWith("Ankle boot");
    assertThat(labels(split.train(), 10)).containsExactly(9, 0, 0, 3, 0, 2, 7, 2, 5, 5);
    assertThat(labels(split.heldOut(), 10)).containsExactly(9, 2, 1, 1, 6, 1, 4, 6, 5, 7);
    assertThat(labels(split.heldOut(), 200)).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void copyTo_folder_givesFilesThatOpenAsTheSample(@TempDir Path folder) throws IOException {
    FashionSample.copyTo(folder);

    DataSpec.Files files =
        new DataSpec.Files(
            new PictureFiles(
                folder.resolve("train-images-idx3-ubyte.gz"),
                folder.resolve("train-labels-idx1-ubyte.gz")),
            new PictureFiles(
                folder.resolve("t10k-images-idx3-ubyte.gz"),
                folder.resolve("t10k-labels-idx1-ubyte.gz")));
    DataPlaces nowhere = new DataPlaces(Optional.empty(), folder, folder, Optional.empty());
    Split opened =
        new DataStore(Catalog.standard(), nowhere, FetchListener.SILENT)
            .open(
                new DataSpec(files, DataSpec.ALL, DataSpec.ALL, Pixels.UNIT, new Labels.Given()),
                0);

    Split sample = FashionSample.split();
    assertThat(opened.train().fingerprint()).isEqualTo(sample.train().fingerprint());
    assertThat(opened.heldOut().fingerprint()).isEqualTo(sample.heldOut().fingerprint());
  }
}
