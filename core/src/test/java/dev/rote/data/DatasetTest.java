package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final PictureShape SHAPE = new PictureShape(1, 2);

  private static Dataset three() {
    return Dataset.of("three", SHAPE, new byte[] {0, 51, 102, -103, -52, -1}, labels(), 4);
  }

  private static int[] labels() {
    return new int[] {2, 0, 3};
  }

  @Test
  void of_bytes_areScaledToTheUnitInterval() {
    float[] x = new float[3];

    three().copyTo(1, x, 1);

    assertThat(x).containsExactly(0, 0.4f, 0.6f);
    assertThat(three().pixel(2, 1)).isEqualTo(255);
  }

  @Test
  void of_countOfClasses_numbersThem() {
    assertThat(three().classes()).isEqualTo(4);
    assertThat(three().classNames()).containsExactly("0", "1", "2", "3");
  }

  @Test
  void first_fewer_keepsTheirPixelsLabelsAndNames() {
    List<String> names = List.of("a", "b", "c", "d");
    Dataset two =
        Dataset.of("three", SHAPE, new byte[] {0, 51, 102, -103, -52, -1}, labels(), names)
            .first(2);

    assertThat(two.size()).isEqualTo(2);
    assertThat(two.label(0)).isEqualTo(2);
    assertThat(two.pixel(1, 1)).isEqualTo(153);
    assertThat(two.classNames()).isEqualTo(names);
  }

  @Test
  void first_moreThanThereAre_isAll() {
    assertThat(three().first(DataSpec.ALL).size()).isEqualTo(3);
  }

  @Test
  void fingerprint_otherNames_isTheSame() {
    byte[] pixels = {0, 51, 102, -103, -52, -1};
    assertThat(Dataset.of("x", SHAPE, pixels, labels(), List.of("a", "b", "c", "d")).fingerprint())
        .isEqualTo(three().fingerprint())
        .matches("[0-9a-f]{64}");
  }

  @Test
  void fingerprint_anythingElseDiffers_differs() {
    byte[] pixels = {0, 51, 102, -103, -52, -1};
    Dataset three = three();
    assertThat(
            List.of(
                three.fingerprint(),
                Dataset.of("x", new PictureShape(2, 1), pixels, labels(), 4).fingerprint(),
                Dataset.of("x", SHAPE, pixels, labels(), 5).fingerprint(),
                Dataset.of("x", SHAPE, pixels, new int[] {2, 1, 3}, 4).fingerprint(),
                Dataset.of("x", SHAPE, new byte[6], labels(), 4).fingerprint(),
                three.scaledLike(Pixels.STANDARD, three).fingerprint(),
                three.first(2).fingerprint()))
        .doesNotHaveDuplicates();
  }

  @Test
  void of_noExample_isRefused() {
    assertRefused(new byte[0], new int[0], "expected at least one example, found none");
  }

  @Test
  void of_pictureMissing_isRefused() {
    assertRefused(new byte[4], labels(), "expected 3 pictures, one for each label, found 2 pict");
  }

  @Test
  void of_labelOutOfRange_isRefusedAndNamed() {
    assertRefused(new byte[4], new int[] {0, 4}, "labels from 0 to 3, found 4 at example 1");
    assertRefused(new byte[4], new int[] {-1, 0}, "labels from 0 to 3, found -1 at example 0");
  }

  private static void assertRefused(byte[] pixels, int[] labels, String words) {
    assertThatThrownBy(() -> Dataset.of("bad", SHAPE, pixels, labels, 4))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("data set bad: ")
        .hasMessageContaining(words);
  }

  @Test
  void split_picturesOfOtherSize_isRefused() {
    Dataset other = Dataset.of("other", new PictureShape(2, 1), new byte[2], new int[1], 4);
    assertThatThrownBy(() -> new Split(three(), other))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("1×2 pictures of 4 classes in both splits")
        .hasMessageContaining("found 2×1 pictures of 4 classes held out");
  }

  @Test
  void split_otherNumberOfClasses_isRefused() {
    Dataset other = Dataset.of("other", SHAPE, new byte[2], new int[1], 3);
    assertThatThrownBy(() -> new Split(three(), other))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("of 3 classes held out");
  }

  @Test
  void spec_limitBelowOne_isRefused() {
    DataSpec.Source source = new DataSpec.Named("mnist");
    assertThatThrownBy(() -> new DataSpec(source, 0, 5, Pixels.UNIT, new Labels.Given()))
        .isInstanceOf(RoteException.class)
        .hasMessage("data: expected limits of 1 or more, found 0; raise the limit");
  }
}
