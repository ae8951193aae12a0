package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoisePicturesTest {

  private static Split open(int limit, int heldOutLimit, Pixels pixels, Labels labels, long seed) {
    DataPlaces nowhere =
        new DataPlaces(Optional.empty(), Path.of("none"), Path.of("none"), Optional.empty());
    return new DataStore(Catalog.standard(), nowhere, FetchListener.SILENT)
        .open(new DataSpec(new DataSpec.Noise(), limit, heldOutLimit, pixels, labels), seed);
  }

  private static Split open(int limit, int heldOutLimit, long seed) {
    return open(limit, heldOutLimit, Pixels.UNIT, new Labels.Given(), seed);
  }

  @Test
  void open_noLimit_isAsLargeAsFashionMnist() {
    Split split = open(DataSpec.ALL, DataSpec.ALL, 0);
    assertThat(split.train().size()).isEqualTo(60_000);
    assertThat(split.heldOut().size()).isEqualTo(10_000);
    assertThat(split.train().shape()).isEqualTo(new PictureShape(28, 28));
    assertThat(split.train().classNames()).hasSize(10);
    assertThat(split.train().name()).isEqualTo("noise");
  }

  @Test
  void open_anyLimit_givesTheSameFirstExamples() {
    Split many = open(500, 400, 4);
    Split few = open(7, 5, 4);
    assertThat(few.train().fingerprint()).isEqualTo(many.train().first(7).fingerprint());
    assertThat(few.heldOut().fingerprint()).isEqualTo(many.heldOut().first(5).fingerprint());
  }

  @Test
  void open_otherSeedOrSplit_givesOtherPictures() {
    Split one = open(9, 9, 1);
    assertThat(one.train().fingerprint())
        .isNotEqualTo(one.heldOut().fingerprint())
        .isNotEqualTo(open(9, 9, 2).train().fingerprint());
  }

  /// The golden numbers come from the script in [RandomnessTest]: 98 times `Stream(7, 5, 0).bits()`
  /// a picture, the highest byte first, then `below(10)`.
  @Test
  void open_fixedSeed_isTheSameForEver() {
    Dataset train = open(2, 1, 7).train();
    assertThat(IntStream.range(0, 4).map(i -> train.pixel(0, i))).containsExactly(19, 254, 186, 55);
    assertThat(IntStream.range(782, 784).map(i -> train.pixel(1, i))).containsExactly(218, 14);
    assertThat(new int[] {train.label(0), train.label(1)}).containsExactly(9, 5);
  }

  /// Uniform bytes, and uniform labels whatever the first pixel.
  @Test
  void open_pixelsAndLabels_areUniformAndUnrelated() {
    Dataset train = open(2000, 1, 0).train();
    int[] bytes = new int[256];
    int[] pairs = new int[20];
    for (int i = 0; i < train.size(); i++) {
      for (int at = 0; at < train.features(); at++) {
        bytes[train.pixel(i, at)]++;
      }
      pairs[train.pixel(i, 0) / 128 * 10 + train.label(i)]++;
    }
    ChiSquare.assertUniform(bytes);
    ChiSquare.assertUniform(pairs);
  }

  /// Of n independent numbers with mean 0 and a variance below 1, the mean and the mean product of
  /// neighbours have deviations below 1/√n, and the mean square one below the √(2/n) of normals,
  /// whose tails are longer; 6 deviations.
  @Test
  void open_gaussianPixels_haveMeanZeroVarianceOfTheTableAndNoCorrelation() {
    Dataset train = open(500, 1, Pixels.GAUSSIAN, new Labels.Given(), 3).train();
    int n = train.size() * train.features();
    float[] x = new float[n];
    for (int i = 0; i < train.size(); i++) {
      train.copyTo(i, x, i * train.features());
    }
    double sum = 0;
    double squares = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      sum += x[i];
      squares += (double) x[i] * x[i];
      products += (double) x[i] * x[(i + 1) % n];
    }
    assertThat(sum / n).isCloseTo(0, within(6 / Math.sqrt(n)));
    assertThat(squares / n).isCloseTo(0.9949828386117894, within(6 * Math.sqrt(2.0 / n)));
    assertThat(products / n).isCloseTo(0, within(6 / Math.sqrt(n)));
  }

  /// Unrelated labels of 10 classes agree in a tenth of all examples, binomially; 6 deviations.
  @Test
  void open_randomLabels_areUnrelatedToThoseGiven() {
    Dataset train = open(5000, 1, Pixels.UNIT, new Labels.Random(10), 0).train();
    assertThat(5000.0 - train.changedLabels())
        .isCloseTo(500, within(6 * Math.sqrt(5000 * 0.1 * 0.9)));
  }
}
