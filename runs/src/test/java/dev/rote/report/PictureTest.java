package dev.rote.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.fault.RoteException;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTest {

  private static Raster read(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    return image.getRaster();
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "3,4"})
  void png_isThePixelsOfTheExample(int example, int zoom) throws IOException {
    Dataset data = Reports.data();
    Raster picture = read(Picture.png(data, example, zoom));

    assertThat(picture.getWidth()).isEqualTo(3 * zoom);
    assertThat(picture.getHeight()).isEqualTo(2 * zoom);
    assertThat(picture.getNumBands()).isEqualTo(1);
    for (int y = 0; y < 2 * zoom; y++) {
      for (int x = 0; x < 3 * zoom; x++) {
        int expected = data.pixel(example, y / zoom * 3 + x / zoom);
        assertThat(picture.getSample(x, y, 0)).isEqualTo(expected);
      }
    }
  }

  @Test
  void png_everyShade_isKept() throws IOException {
    byte[] shades = new byte[256];
    for (int v = 0; v < 256; v++) {
      shades[v] = (byte) v;
    }
    Dataset data = Dataset.of("shades", new PictureShape(16, 16), shades, new int[] {0}, 1);
    Raster picture = read(Picture.png(data, 0, 1));

    for (int v = 0; v < 256; v++) {
      assertThat(picture.getSample(v % 16, v / 16, 0)).isEqualTo(v);
    }
  }

  @Test
  void png_noSuchExampleOrSize_isRefused() {
    Dataset data = Reports.data();

    assertThatThrownBy(() -> Picture.png(data, 4, 1))
        .isInstanceOf(RoteException.class)
        .hasMessage(
            "picture from tiny: expected an example from 0 to 3, found 4; choose one of them");
    assertThatThrownBy(() -> Picture.png(data, -1, 1)).isInstanceOf(RoteException.class);
    assertThatThrownBy(() -> Picture.png(data, 0, 0)).isInstanceOf(RoteException.class);
    assertThatThrownBy(() -> Picture.png(data, 0, 1_000_000)).isInstanceOf(RoteException.class);
    assertThatThrownBy(() -> Picture.png(data, 0, Integer.MAX_VALUE))
        .isInstanceOf(RoteException.class);
  }

  @Test
  void contactSheet_hasARowOfExamplesForEachClass() throws IOException {
    Dataset data = Reports.data();
    Raster sheet = read(ContactSheet.png(data, Reports.NAMES, 3));
    int left = 16 + "ankle boot".length() * 12 + 12;
    int cell = 3 * 2 + 6;
    int row = 9 * 2 + 6;

    assertThat(sheet.getWidth()).isEqualTo(left + 3 * cell - 6 + 16);
    assertThat(sheet.getHeight()).isEqualTo(16 + 3 * row - 6 + 16);
    // Class 0 has examples 0 and 3, class 1 none, class 2 has 1 and 2: the last pixel of each.
    assertThat(sheet.getSample(left + 5, 16 + 3, 0)).isEqualTo(data.pixel(0, 5));
    assertThat(sheet.getSample(left + cell + 5, 16 + 3, 0)).isEqualTo(data.pixel(3, 5));
    assertThat(sheet.getSample(left + 2 * cell + 5, 16 + 3, 0)).isEqualTo(240);
    assertThat(sheet.getSample(left + 5, 16 + row + 3, 0)).isEqualTo(240);
    assertThat(sheet.getSample(left + 5, 16 + 2 * row + 3, 0)).isEqualTo(data.pixel(1, 5));
    assertThat(sheet.getSample(0, 0, 0)).isEqualTo(255);
  }

  @Test
  void contactSheet_namesAreWrittenBesideTheirRow() throws IOException {
    Raster sheet = read(ContactSheet.png(Reports.data(), List.of("", "T", ""), 1));
    int row = 9 * 2 + 6;

    assertThat(inkedRows(sheet, 16, 16 + 10)).containsExactly(16 + row + 2, 16 + row + 16);
  }

  /// First and last row with ink between two columns.
  private static List<Integer> inkedRows(Raster sheet, int from, int to) {
    int first = Integer.MAX_VALUE;
    int last = 0;
    for (int y = 0; y < sheet.getHeight(); y++) {
      for (int x = from; x < to; x++) {
        if (sheet.getSample(x, y, 0) < 128) {
          first = Math.min(first, y);
          last = y + 1;
        }
      }
    }
    return List.of(first, last);
  }

  @Test
  void contactSheet_sameData_sameBytes() {
    assertThat(ContactSheet.png(Reports.data(), Reports.NAMES, 2))
        .isEqualTo(ContactSheet.png(Reports.data(), Reports.NAMES, 2));
  }

  @Test
  void contactSheet_impossibleRequests_areRefused() {
    Dataset data = Reports.data();

    assertThatThrownBy(() -> ContactSheet.png(data, List.of("a", "b"), 1))
        .isInstanceOf(RoteException.class)
        .hasMessage("class names of tiny: expected 3 names, found 2; give one name a class");
    assertThatThrownBy(() -> ContactSheet.png(data, Reports.NAMES, 0))
        .isInstanceOf(RoteException.class);
    assertThatThrownBy(() -> ContactSheet.png(data, Reports.NAMES, Integer.MAX_VALUE))
        .isInstanceOf(RoteException.class);
  }
}
